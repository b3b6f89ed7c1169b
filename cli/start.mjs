// Starts the command line. Plain JavaScript: what follows is compiled once and kept, which only helps modules that are loaded after.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

enableCompileCache(join(import.meta.dirname, '..', 'dist', 'compiled'));
await import(process.argv[2] === 'reconcile' ? './reconcile.ts' : './baton.ts');
