import { readFileSync } from 'node:fs';
import type { HtmlTagDescriptor, Plugin } from 'vite';
import { sealGlyphs } from '#kit/seal-glyphs.ts';
import { colour, themeStylesheet } from '../theme.ts';

const id = 'virtual:theme.css';

/**
 * Gives pages `import 'virtual:theme.css'`, and in their heads an icon in the theme's colours and the few lines that set the
 * chosen ground before the first paint and fetch the page again where a piece of it does not arrive. The latter come before
 * everything, so they are a file of their own and not a module.
 */
export function theme(): Plugin {
  return {
    name: 'baton-theme',
    resolveId: (asked) => (asked === id ? `\0${id}` : null),
    load: (asked) => (asked === `\0${id}` ? themeStylesheet() : null),
    buildStart() {
      if (this.meta.watchMode || this.environment.mode !== 'build') return;
      const read = (file: string) => readFileSync(new URL(file, import.meta.url), 'utf8');
      this.emitFile({ type: 'asset', name: 'first.js', source: read('first-paint.js') + read('arrival.js') });
      this.emitFile({ type: 'asset', name: 'icon.svg', source: icon() });
    },
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle, path }) {
        // The frame of files has no storage to remember a ground in, and is told its own.
        if (path === '/preview.html') return [];
        const files = Object.keys(bundle ?? {});
        const named = (start: string) => files.find((file) => file.startsWith(`assets/${start}-`));
        const [first, drawn] = [named('first'), named('icon')];
        const tags: HtmlTagDescriptor[] = [];
        if (drawn)
          tags.push({
            tag: 'link',
            attrs: { rel: 'icon', type: 'image/svg+xml', href: `/${drawn}` },
            injectTo: 'head',
          });
        if (first) tags.push({ tag: 'script', attrs: { src: `/${first}` }, injectTo: 'head-prepend' });
        return tags;
      },
    },
  };
}

function icon(): string {
  const frame = `<rect x="40" y="40" width="920" height="920" rx="120" fill="${colour('light', 'seal')}"/>`;
  const glyph = `<path transform="translate(120 120) scale(.76)" fill="${colour('light', 'paper')}" d="${sealGlyphs[1]}"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000">${frame}${glyph}</svg>`;
}
