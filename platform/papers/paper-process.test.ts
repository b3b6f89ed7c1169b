import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { zipOf } from '#platform/tabular/file.factory.ts';

/** How many hundredths of a second a process was at work by itself, as Linux tells it; null when it has ended. */
function workOf(pid: number): number | null {
  try {
    const [state, ...fields] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ');
    return state === 'Z' ? null : Number(fields[10]);
  } catch {
    return null;
  }
}

/** Server, in so far as it has a paper opened, and says which process does it. */
const server = `
  import { readFileSync } from 'node:fs';
  import { openPaper } from ${JSON.stringify(join(import.meta.dirname, 'paper-reader.ts'))};
  const mediaType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';
  void openPaper({ mediaType, bytes: readFileSync(process.env.PAPER) });
  console.log(readFileSync('/proc/' + process.pid + '/task/' + process.pid + '/children', 'utf8').trim());`;

test.skipIf(process.platform !== 'linux')(
  'whoever looks at a paper, however long it keeps them busy, ends with the server that was killed',
  async () => {
    const room = mkdtempSync(join(tmpdir(), 'baton-papers-'));
    try {
      const paragraphs = '<w:p><w:r><w:t>一</w:t></w:r></w:p>'.repeat(400_000);
      const word = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main';
      const document = `<w:document xmlns:w="${word}"><w:body>${paragraphs}</w:body></w:document>`;
      const types =
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>';
      const paper = join(room, 'long.docx');
      writeFileSync(paper, zipOf({ '[Content_Types].xml': types, 'word/document.xml': document }));
      const asking = spawn(process.execPath, ['--input-type=module', '--eval', server], {
        env: { PATH: process.env.PATH, NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE, PAPER: paper },
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      const looking = await new Promise<number>((said) => asking.stdout.once('data', (line: Buffer) => said(+line)));
      await expect.poll(() => workOf(looking), { timeout: 20_000 }).toBeGreaterThan(150);
      asking.kill('SIGKILL');
      await expect.poll(() => workOf(looking), { timeout: 5_000 }).toBeNull();
    } finally {
      rmSync(room, { recursive: true, force: true });
    }
  },
);
