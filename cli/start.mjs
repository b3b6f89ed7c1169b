// Starts the command line. Plain JavaScript: what follows is compiled once and kept, which only helps modules that are loaded after.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Threads that are started later take it from the environment.
process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, '..', 'dist', 'compiled');
enableCompileCache(process.env.NODE_COMPILE_CACHE);
await import(process.argv[2] === 'reconcile' ? './reconcile.ts' : './baton.ts');
