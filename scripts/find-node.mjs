import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './install.mjs';

const needed = 24;

/** The Node that npm installed with the project, else the running one when it is new enough. */
export function findNode() {
  const installed = join(root, 'node_modules', '.bin', 'node');
  if (majorOf(spawnSync(installed, ['--version'], { encoding: 'utf8' }).stdout) >= needed) return installed;
  if (majorOf(process.version) >= needed) return process.execPath;
  throw new Error(
    `Baton runs on Node ${needed} or later; this is ${process.version}, and npm has no Node package for ` +
      `${process.platform}-${process.arch}: install Node ${needed} and try again.`,
  );
}

function majorOf(version) {
  return Number(/^v(\d+)\./.exec(version ?? '')?.[1] ?? 0);
}
