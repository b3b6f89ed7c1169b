import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Runs `npm ci` unless what is installed is what package-lock.json asks for. Throws with npm's words when it fails. */
export function installWhatIsMissing() {
  if (isInstalled()) return;
  console.error('Installing what Baton needs; this takes a minute or two, once …');
  const npm = process.env.npm_execpath;
  const command = npm ? [process.execPath, npm] : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  const { status, error, stderr } = spawnSync(
    command[0],
    [...command.slice(1), 'ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund', '--loglevel=error'],
    { cwd: root, stdio: ['ignore', 'ignore', 'pipe'], encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  if (status !== 0) throw new Error(`npm ci failed:\n${error?.message ?? stderr.trim()}`);
}

/** npm writes down what it installed at the end of an install, in the form of the lock file. */
function isInstalled() {
  const asked = packagesOf(join(root, 'package-lock.json'));
  const installed = packagesOf(join(root, 'node_modules', '.package-lock.json'));
  if (!asked) throw new Error('package-lock.json is missing or damaged: take it from the repository again.');
  if (!installed) return false;
  return Object.entries(asked).every(([path, { version, optional, link }]) => {
    if (path === '' || link) return true;
    const found = installed[path];
    return found ? found.version === version : optional === true;
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}
