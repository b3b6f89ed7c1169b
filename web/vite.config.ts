import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { precompress } from './build/precompress.ts';
import { theme } from './build/theme.ts';
import { words } from './build/words.ts';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/**
 * Three programs of the browser: the light sign-in page, the application, and the frame in which files are looked at. `#modules/…`, `#kit/…` and the like are the
 * `imports` of package.json. Nothing is inlined, so that the pages run under `script-src 'self'`.
 */
export default defineConfig({
  root: at('.'),
  plugins: [words(), react(), theme(), precompress()],
  build: {
    outDir: at('../dist/web'),
    emptyOutDir: true,
    manifest: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: [at('index.html'), at('sign-in.html'), at('preview.html')],
      // A schema that no page asks for is left out, and with the last of them the whole of zod; so pages take plain lists and
      // functions of a contract from the files that it passes on.
      treeshake: {
        manualPureFunctions: ['z', 'oc', 'idOf'],
        moduleSideEffects: [{ test: /\.contract\.ts$/, sideEffects: false }],
      },
    },
  },
  server: {
    proxy: Object.fromEntries(
      [
        '/rpc',
        '/api',
        '/auth',
        '/events',
        '/setup',
        '/documents',
        '/datasets',
        '/comparisons',
        '/uploads',
        '/client-imports',
        '^/archive/',
      ].map((path) => [path, 'http://localhost:3000']),
    ),
  },
});
