import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflate } from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const find = createRequire(import.meta.url);
const chromiumPackage = dirname(dirname(find.resolve('@sparticuz/chromium')));

/** Chinese glyphs for pages and screenshots: the families that the machine lacks, from npm. */
const fontPackages = ['@expo-google-fonts/noto-sans-sc', '@expo-google-fonts/noto-serif-sc'];

/**
 * A headless Chromium from npm with Chinese fonts, on a machine that has neither. Unpacked once into the temporary
 * folder. It reaches no address but this machine's. Close it with `browser.close()`.
 */
export async function launchBrowser(): Promise<Browser> {
  const folder = await unpacked();
  return chromium.launch({
    executablePath: join(folder, 'chromium'),
    args: [
      '--headless=new',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-domain-reliability',
      '--disable-sync',
      '--no-pings',
      '--no-first-run',
      '--font-render-hinting=none',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]',
      // It opens nothing but our own pages, and containers and root have no sandbox to give.
      '--no-sandbox',
    ],
    env: {
      ...process.env,
      LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
      FONTCONFIG_FILE: join(folder, 'fonts.conf'),
    },
  });
}

/** The folder with the program, its shared libraries and fonts.conf; made beside its place and renamed. */
async function unpacked(): Promise<string> {
  const folder = join(tmpdir(), `baton-chromium-${fingerprint()}`);
  if (existsSync(folder)) return folder;
  const partial = `${folder}.partial-${process.pid}`;
  mkdirSync(partial, { recursive: true, mode: 0o755 });
  await inflateInto(partial, ['chromium.br', 'al2023.tar.br', 'fonts.tar.br']);
  chmodSync(join(partial, 'chromium'), 0o755);
  writeFileSync(join(partial, 'fonts.conf'), fontsConf(folder));
  try {
    renameSync(partial, folder);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/** `inflate` unpacks beside the temporary folder's name, which it reads when it is called. */
async function inflateInto(folder: string, archives: string[]): Promise<void> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await Promise.all(archives.map((archive) => inflate(join(chromiumPackage, 'bin', archive))));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

function fontsConf(folder: string): string {
  const folders = [...fontPackages.map((name) => dirname(find.resolve(`${name}/package.json`))), join(folder, 'fonts')];
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  ${folders.map((each) => `<dir>${each}</dir>`).join('\n  ')}
  <cachedir>${join(tmpdir(), 'baton-fontconfig')}</cachedir>
  <alias><family>serif</family><prefer><family>Noto Serif SC</family></prefer></alias>
  <alias><family>sans-serif</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias><family>system-ui</family><prefer><family>Noto Sans SC</family></prefer></alias>
  <alias><family>monospace</family><prefer><family>Noto Sans SC</family></prefer></alias>
</fontconfig>
`;
}

/** Names the folder after what goes into it, so that an update is unpacked anew. */
function fingerprint(): string {
  const packages = [chromiumPackage, ...fontPackages.map((name) => dirname(find.resolve(`${name}/package.json`)))];
  const manifests = packages.map((folder) => readFileSync(join(folder, 'package.json')));
  return createHash('sha256')
    .update(Buffer.concat([...manifests, Buffer.from(import.meta.dirname)]))
    .digest('hex')
    .slice(0, 12);
}
