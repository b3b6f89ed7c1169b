import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdir, mkdtemp, readdir, readFile, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { canonicalHash, canonicalJson } from '#platform/crypto/canonical-json.ts';
import { formatVerifierKey, signNote, verifierFingerprint, verifierOf } from '#platform/crypto/signed-note.ts';
import { createSigningKeys, displayFingerprint, signStatement } from '#platform/crypto/statement.ts';
import { newId } from '#platform/kernel/id.ts';
import {
  aFirmLog,
  aJournal,
  anInventory,
  aPackageContent,
  signaturesOver,
  type Signatory,
  threeParties,
} from '../archive.factory.ts';
import { formatManifest } from '../bag/manifest.ts';
import { formatStatement, type Inventory, parseStatement, type SignatureFile } from '../package-format.ts';
import { type PackageContent, writePackage } from '../write-package.ts';
import { checkStatement, packageStatement } from './check-statement.ts';
import { folderSource } from '../bag/folder-source.ts';
import { FoundPackage } from './found-package.ts';
import type { PackageFaultCode } from './report.ts';
import { verifyPackage } from './verify-package.ts';

const run = promisify(execFile);
const log = aFirmLog();
const firmKey = formatVerifierKey(verifierOf(log));

let room: string;
let sealed: string;
let folder: string;
beforeAll(async () => {
  room = await mkdtemp(path.join(tmpdir(), 'baton-package-'));
  sealed = path.join(room, 'H-2026-0001-1');
  await writePackage(sealed, await aPackageContent({ log, verifierKey: firmKey }));
});
afterAll(() => rm(room, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(path.join(room, 'copy-'));
  await cp(sealed, folder, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const verify = (key: string | undefined = firmKey) => verifyPackage(folder, { firmKey: key });
const at = (file: string) => path.join(folder, file);
const text = (file: string) => readFile(at(file), 'utf8');

async function filesOf(whole: string): Promise<string[]> {
  const entries = await readdir(whole, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(whole, path.join(entry.parentPath, entry.name)));
}

async function change(file: string, edit: (before: string) => string): Promise<void> {
  await writeFile(at(file), edit(await text(file)));
}

/** What somebody who holds no key of the firm can still do: make all manifests fit what was changed. */
async function makeManifestsFit(): Promise<void> {
  const hash = async (file: string) =>
    createHash('sha256')
      .update(await readFile(at(file)))
      .digest('hex');
  const hashes = (files: string[]) => Promise.all(files.map(async (file) => [file, await hash(file)] as const));
  const files = await filesOf(folder);
  await writeFile(
    at('manifest-sha256.txt'),
    formatManifest(await hashes(files.filter((file) => file.startsWith('data/')))),
  );
  const bytes = await Promise.all(
    files.filter((file) => file.startsWith('data/')).map(async (file) => (await readFile(at(file))).length),
  );
  const oxum = `${bytes.reduce((sum, one) => sum + one, 0)}.${bytes.length}`;
  await change('bag-info.txt', (before) => before.replace(/Payload-Oxum: .*/, `Payload-Oxum: ${oxum}`));
  const tags = files.filter((file) => !file.startsWith('data/') && !/^(tagmanifest|statement)/.test(file));
  await writeFile(at('tagmanifest-sha256.txt'), formatManifest(await hashes(tags)));
}

/** The same, by somebody who holds a log key: also the statement. */
async function sealAnew(signer = log): Promise<void> {
  await makeManifestsFit();
  const statement = parseStatement((await text('statement.txt')).split('\n\n')[0] + '\n')!;
  const tagManifestHash = createHash('sha256')
    .update(await readFile(at('tagmanifest-sha256.txt')))
    .digest('hex');
  const anew = formatStatement({ ...statement, tagManifestHash, verifierKey: formatVerifierKey(verifierOf(signer)) });
  await writeFile(at('statement.txt'), signNote(anew, signer));
}

describe('a package as it was sealed', () => {
  test('is sound, against the firm key and against its fingerprint, and says what it holds', async () => {
    const report = await verify();
    expect(report).toMatchObject({ sound: true, first: null, faults: [], firmKey: { given: true } });
    expect(report.package).toMatchObject({ firm: '上海接力财务咨询有限公司', handover: 'H-2026-0001', batch: 1 });
    expect(report.counts).toMatchObject({ clients: 2, lines: 4, signatures: 3, entries: 5 });
    expect(report.checkpoint).toMatchObject({ origin: log.name, size: 10 });
    const fingerprint = displayFingerprint(verifierFingerprint(firmKey)).toUpperCase();
    expect((await verify(fingerprint)).sound).toBe(true);
  });

  test('is whole without a firm key too, but then whose it is was not proven', async () => {
    expect(await verifyPackage(folder)).toMatchObject({ sound: true, firmKey: { given: false, verifierKey: firmKey } });
  });

  test('passes sha256sum: payload, tag files, and the statement over them', async () => {
    await run('sha256sum', ['--strict', '-c', 'manifest-sha256.txt'], { cwd: folder });
    await run('sha256sum', ['--strict', '-c', 'tagmanifest-sha256.txt'], { cwd: folder });
    const { stdout } = await run('sha256sum', ['-c', 'statement.txt'], { cwd: folder });
    expect(stdout).toBe('tagmanifest-sha256.txt: OK\n');
  });

  test('tells a stranger in Chinese and English how to check it, with the key and its fingerprint', async () => {
    const readme = await text('README.txt');
    expect(readme).toContain('sha256sum -c manifest-sha256.txt');
    expect(readme).toContain('pdfsig data/inventory/summary-1of3.pdf');
    expect(readme).toContain(firmKey);
    expect(readme).toContain(displayFingerprint(verifierFingerprint(firmKey)));
    expect(readme).toContain('不能自证');
    expect(readme).toContain('proves nothing about itself');
  });
});

describe('any one bit changed in any file of a package: verify fails and says where', () => {
  async function flip(file: string, bit: number): Promise<void> {
    const before = await readFile(path.join(sealed, file));
    const changed = Buffer.from(before);
    changed[bit >> 3]! ^= 1 << (bit & 7);
    await writeFile(at(file), changed);
    const { sound, first } = await verify();
    expect({ file, bit, sound, first: first?.file }).toEqual({ file, bit, sound: false, first: file });
    await writeFile(at(file), before);
  }

  test('at the beginning, in the middle and at the end of every file', async () => {
    for (const file of await filesOf(sealed)) {
      const bits = (await readFile(path.join(sealed, file))).length * 8;
      for (const bit of [0, 7, Math.floor(bits / 2), bits - 8, bits - 1]) await flip(file, bit);
    }
  });

  test('at every byte of the statement, under which all else stands', async () => {
    const before = await readFile(path.join(sealed, 'statement.txt'));
    for (const [position, byte] of before.entries()) {
      await writeFile(at('statement.txt'), before.with(position, byte ^ (1 << (position % 8))));
      const { found } = await FoundPackage.read(folderSource(folder));
      expect((await checkStatement(found, packageStatement, null)).faults, `byte ${position}`).toMatchObject([
        { file: 'statement.txt' },
      ]);
    }
  });

  test('anywhere else', async () => {
    const files = await filesOf(sealed);
    const anywhere = fc.constantFrom(...files).chain((file) => fc.tuple(fc.constant(file), fc.nat(1 << 20)));
    await fc.assert(
      fc.asyncProperty(anywhere, async ([file, bit]) => {
        await flip(file, bit % ((await readFile(path.join(sealed, file))).length * 8));
      }),
      { numRuns: 80 },
    );
  });

  test('in a manifest, the line is told, and the files are not blamed', async () => {
    for (const manifest of ['manifest-sha256.txt', 'tagmanifest-sha256.txt']) {
      const before = await readFile(at(manifest));
      const second = before.indexOf('\n') + 10;
      await writeFile(at(manifest), before.with(second, before[second]! ^ 1));
      expect((await verify()).faults).toEqual([{ code: 'file-altered', file: manifest, line: 2, offset: second }]);
      await writeFile(at(manifest), before);
    }
  });

  test('in an entry of the journal, the line is told', async () => {
    await change('data/journal/entries.jsonl', (before) => before.replace('"side":"incoming"', '"side":"incominh"'));
    const { first, faults } = await verify();
    expect(first).toEqual({ code: 'file-altered', file: 'data/journal/entries.jsonl', line: 4 });
    expect(faults).toContainEqual({
      code: 'entry-facts-altered',
      file: 'data/journal/entries.jsonl',
      line: 4,
      facts: { index: 7 },
    });
  });

  test('in the inventory, the place is told where it ends being canonical, and every signature over it fails', async () => {
    const offset = (await text('data/inventory.json')).indexOf(':');
    await change('data/inventory.json', (before) => before.replace(':', ';'));
    const { first, faults } = await verify();
    expect(first).toEqual({ code: 'file-altered', file: 'data/inventory.json', line: 1, offset });
    expect(faults.filter(({ code }) => code === 'signature-of-another')).toHaveLength(3);
  });
});

describe('files more, fewer or under other names', () => {
  test.each([
    'extra.txt',
    '.DS_Store',
    'data/extra.pdf',
    'data/evidence/more.txt',
    'data/clients/KH00001/x.pdf',
    'fetch.txt',
  ])('an extra file %s', async (file) => {
    await writeFile(at(file), 'more');
    expect((await verify()).first).toEqual({ code: 'file-unexpected', file });
  });

  test('any file missing', async () => {
    for (const file of await filesOf(sealed)) {
      await rename(at(file), path.join(room, 'aside'));
      const { sound, first } = await verify();
      expect({ sound, first }).toEqual({ sound: false, first: { code: 'file-missing', file } });
      await rename(path.join(room, 'aside'), at(file));
    }
  });

  test('a file renamed', async () => {
    await rename(at('data/clients/KH00002'), at('data/clients/KH00003'));
    expect((await verify()).first).toEqual({
      code: 'file-renamed',
      file: 'data/clients/KH00002/清册.pdf',
      facts: { to: 'data/clients/KH00003/清册.pdf' },
    });
  });

  test("two clients' lists exchanged", async () => {
    await rename(at('data/clients/KH00001'), at('data/clients/aside'));
    await rename(at('data/clients/KH00002'), at('data/clients/KH00001'));
    await rename(at('data/clients/aside'), at('data/clients/KH00002'));
    expect((await verify()).faults.map(({ code, file }) => [code, file])).toEqual([
      ['file-altered', 'data/clients/KH00001/清册.pdf'],
      ['file-altered', 'data/clients/KH00002/清册.pdf'],
    ]);
  });

  test('any file truncated, by a byte or to nothing', async () => {
    for (const file of await filesOf(sealed)) {
      const before = await readFile(at(file));
      for (const length of [before.length - 1, 0]) {
        await writeFile(at(file), before.subarray(0, length));
        expect((await verify()).first?.file).toBe(file);
      }
      await writeFile(at(file), before);
    }
  });

  test('a file replaced by a link to the same content', async () => {
    await rename(at('README.txt'), path.join(room, 'readme-aside'));
    await symlink(path.join(room, 'readme-aside'), at('README.txt'));
    expect((await verify()).first).toEqual({ code: 'link', file: 'README.txt' });
  });

  test('an empty folder', async () => {
    await mkdir(at('data/clients/KH00009'));
    expect((await verify()).faults).toEqual([{ code: 'empty-folder', file: 'data/clients/KH00009' }]);
  });

  test('a second signature under the statement, by whatever key', async () => {
    const other = signNote('x\n', aFirmLog()).split('\n\n')[1]!;
    await change('statement.txt', (before) => before + other);
    expect((await verify()).first).toMatchObject({ code: 'statement-malformed', file: 'statement.txt' });
  });
});

describe("a package made to look whole by somebody without the firm's key", () => {
  test('with all manifests made to fit, the statement no longer covers them', async () => {
    await change('data/clients/KH00001/清册.pdf', (before) => before.replace('KH00001', 'KH00002'));
    await makeManifestsFit();
    expect((await verify()).faults).toEqual([{ code: 'file-altered', file: 'tagmanifest-sha256.txt' }]);
  });

  test('with a statement by a foreign key, the given firm key differs; without a given key the journal still gives it away', async () => {
    await change('data/clients/KH00001/清册.pdf', (before) => before.replace('KH00001', 'KH00002'));
    await sealAnew({ ...aFirmLog(), name: log.name });
    expect((await verify()).first).toEqual({ code: 'firm-key-differs', file: 'statement.txt', line: 6 });
    expect((await verify(verifierFingerprint(firmKey))).first).toMatchObject({ code: 'firm-key-differs' });
    expect((await verifyPackage(folder)).first).toMatchObject({ code: 'checkpoint-forged' });
  });

  test('made from the beginning under a foreign key, it is told only by a key from outside', async () => {
    const foreign = path.join(folder, '..', `foreign-${newId()}`);
    await writePackage(foreign, await aPackageContent());
    expect((await verifyPackage(foreign)).sound).toBe(true);
    expect((await verifyPackage(foreign, { firmKey })).first).toMatchObject({
      code: 'firm-key-differs',
      file: 'statement.txt',
    });
  });
});

describe('a package that the firm itself sealed, changed within', () => {
  /** Each case changes something and seals it again with the firm's own key, so that only the matter itself can tell. */
  const faultsAfter = async (alter: () => Promise<void>) => {
    await alter();
    await sealAnew();
    const { faults } = await verify();
    return faults.map(({ code, file, line }) => ({ code, file, ...(line === undefined ? {} : { line }) }));
  };
  const journal = (file: string) => `data/journal/${file}`;

  test('a journal entry altered', async () => {
    const faults = await faultsAfter(() =>
      change(journal('entries.jsonl'), (before) => before.replace('handover.accepted', 'handover.declined')),
    );
    expect(faults).toEqual([{ code: 'entry-not-in-log', file: journal('entries.jsonl'), line: 4 }]);
  });

  test('the facts of a journal entry altered', async () => {
    const faults = await faultsAfter(() =>
      change(journal('entries.jsonl'), (before) => before.replace('"clients":2', '"clients":3')),
    );
    expect(faults).toEqual([{ code: 'entry-facts-altered', file: journal('entries.jsonl'), line: 5 }]);
  });

  test('a proof altered', async () => {
    const faults = await faultsAfter(() =>
      change(journal('proofs.jsonl'), (before) =>
        before.replace(/"path":\["(.)/, (match, digit) => match.slice(0, -1) + (digit === '0' ? '1' : '0')),
      ),
    );
    expect(faults).toEqual([{ code: 'entry-not-in-log', file: journal('entries.jsonl'), line: 1 }]);
  });

  test('an entry left out, an entry doubled, an entry without its proof', async () => {
    const lines = (await text(journal('entries.jsonl'))).split(/(?<=\n)/);
    expect(
      await faultsAfter(() => writeFile(at(journal('entries.jsonl')), lines.toSpliced(1, 1).join(''))),
    ).toContainEqual({
      code: 'entry-order',
      file: journal('proofs.jsonl'),
      line: 2,
    });
    expect(
      await faultsAfter(() => writeFile(at(journal('entries.jsonl')), lines.toSpliced(1, 0, lines[1]!).join(''))),
    ).toContainEqual({
      code: 'entry-order',
      file: journal('entries.jsonl'),
      line: 3,
    });
    await writeFile(at(journal('entries.jsonl')), lines.join(''));
    expect(await faultsAfter(() => change(journal('proofs.jsonl'), (before) => before.replace(/.*\n$/, '')))).toEqual([
      { code: 'entry-malformed', file: journal('proofs.jsonl'), line: 5 },
    ]);
  });

  test('an extract without entries', async () => {
    const faults = await faultsAfter(async () => {
      await writeFile(at(journal('entries.jsonl')), '');
      await writeFile(at(journal('proofs.jsonl')), '');
    });
    expect(faults).toEqual([{ code: 'entries-missing', file: journal('entries.jsonl') }]);
  });

  test('a checkpoint of another log', async () => {
    const other = await aJournal({ ...aFirmLog(), name: log.name }, [{ verb: 'x.done', facts: {} }]);
    const faults = await faultsAfter(() => writeFile(at(journal('checkpoint.txt')), other.checkpoint));
    expect(faults).toEqual([{ code: 'checkpoint-forged', file: journal('checkpoint.txt') }]);
  });

  test('a later line of the inventory altered: no signature covers it', async () => {
    const faults = await faultsAfter(() =>
      change('data/inventory.json', (before) => before.replaceAll('"quantity":"1"', '"quantity":"2"')),
    );
    expect(faults).toEqual(
      ['1-outgoing', '2-incoming', '3-supervisor'].map((name) => ({
        code: 'signature-of-another',
        file: `data/signatures/${name}.json`,
      })),
    );
  });

  test('the list of a client missing, and a list of a client who is not in the inventory', async () => {
    const faults = await faultsAfter(() => rename(at('data/clients/KH00002'), at('data/clients/KH00007')));
    expect(faults).toEqual([
      { code: 'file-missing', file: 'data/clients/KH00002/清册.pdf' },
      { code: 'out-of-place', file: 'data/clients/KH00007/清册.pdf' },
    ]);
  });

  test('a file at a place that the format does not know', async () => {
    const faults = await faultsAfter(() => writeFile(at('data/note.txt'), 'x'));
    expect(faults).toEqual([{ code: 'out-of-place', file: 'data/note.txt' }]);
  });

  test('a statement about another handover', async () => {
    const statement = parseStatement((await text('statement.txt')).split('\n\n')[0] + '\n')!;
    await writeFile(at('statement.txt'), signNote(formatStatement({ ...statement, handover: 'H-2026-0002' }), log));
    expect((await verify()).faults.map(({ code }) => code)).toEqual(['info-differs', 'inventory-differs']);
  });

  test.each(['', 'null', '[]', '{}', '1e999', '"\\ud800"', '{"__proto__":1}', '['.repeat(100_000), '\u{feff}{}', '\0'])(
    'nonsense in place of JSON is a fault of its file, whatever it is: %#',
    async (nonsense) => {
      const files = (await filesOf(folder)).filter((file) => /\.jsonl?$/.test(file));
      for (const file of files) {
        const before = await readFile(at(file));
        expect((await faultsAfter(() => writeFile(at(file), nonsense))).map((fault) => fault.file)).toContain(file);
        await writeFile(at(file), before);
      }
    },
  );

  test('a letter with other words than were signed', async () => {
    const faults = await faultsAfter(() =>
      change('data/letters/1-confidentiality.json', (before) => before.replace('保密。', '保密一年。')),
    );
    expect(faults).toEqual([{ code: 'letter-differs', file: 'data/letters/1-confidentiality.json' }]);
  });
});

describe('signatures', () => {
  const refused = async (content: PackageContent) =>
    writePackage(path.join(room, `refused-${newId()}`), content).then(
      () => null,
      (error: { code: string; facts: { fault: PackageFaultCode } }) => `${error.code} ${error.facts.fault}`,
    );
  /** Content in which parties, inventory or signatures are not as they should be. */
  async function signedBy(
    edit: (true_: { parties: Signatory[]; inventory: Inventory; signatures: SignatureFile[] }) => {
      inventory?: Inventory;
      signatures?: SignatureFile[];
      introduced?: { subject: string; fingerprint: string }[];
      evidence?: PackageContent['evidence'];
    },
  ): Promise<PackageContent> {
    const parties = threeParties();
    const inventory = anInventory(parties);
    const signatures = signaturesOver(inventory, parties);
    const edited = edit({ parties, inventory, signatures });
    const introduced =
      edited.introduced ?? parties.map(({ person, keys }) => ({ subject: person, fingerprint: keys.fingerprint }));
    return aPackageContent({
      log,
      verifierKey: firmKey,
      inventory: canonicalJson(edited.inventory ?? inventory),
      clients: inventory.clients.map(({ number }) => ({ number, list: '%PDF-1.7' })),
      signatures: edited.signatures ?? signatures,
      evidence: edited.evidence ?? [],
      journal: await aJournal(
        log,
        introduced.map(({ subject, fingerprint }) => ({
          verb: 'people.keys-introduced',
          subject,
          facts: { fingerprint },
        })),
      ),
    });
  }

  test('as they should be are accepted', async () => {
    expect(await refused(await signedBy(() => ({})))).toBeNull();
  });

  test("by another key under a party's name are told by the journal, which knows whose key is whose", async () => {
    const content = await signedBy(({ inventory, parties }) => ({
      signatures: signaturesOver(inventory, parties.with(1, { ...parties[1]!, keys: createSigningKeys() })),
    }));
    expect(await refused(content)).toBe('archive.package-unsound signature-key-unknown');
  });

  test('by a key that the file does not name, or does not name rightly', async () => {
    const exchange = (members: Partial<SignatureFile['signed']>) =>
      signedBy(({ signatures }) => ({
        signatures: signatures.with(2, {
          ...signatures[2]!,
          signed: { ...signatures[2]!.signed, ...members },
        } as SignatureFile),
      }));
    const other = createSigningKeys();
    expect(await refused(await exchange({ publicKey: other.signingKey, fingerprint: other.fingerprint }))).toBe(
      'archive.package-unsound signature-forged',
    );
    expect(await refused(await exchange({ fingerprint: other.fingerprint }))).toBe(
      'archive.package-unsound signature-key-differs',
    );
  });

  test('over an earlier version of the inventory do not count', async () => {
    const content = await signedBy(({ inventory, parties }) => ({
      signatures: signaturesOver({ ...inventory, version: 2 }, parties),
    }));
    expect(await refused(content)).toBe('archive.package-unsound signature-of-another');
  });

  test('of which one was taken out of the chain do not hang together, and a side is missing', async () => {
    expect(await refused(await signedBy(({ signatures }) => ({ signatures: signatures.toSpliced(1, 1) })))).toBe(
      'archive.package-unsound signature-chain-broken',
    );
    const content = await signedBy(({ inventory, parties }) => ({
      signatures: signaturesOver(inventory, parties.slice(0, 2)),
    }));
    expect(await refused(content)).toBe('archive.package-unsound signature-missing');
  });

  test('of one person for two sides are refused', async () => {
    const content = await signedBy(({ inventory, parties }) => {
      const both = parties.with(2, { ...parties[0]!, side: 'supervisor' });
      const shared = {
        ...inventory,
        parties: both.map(({ side, person, name }) => ({ side, person, name, title: '会计', basis: null })),
      };
      return { inventory: shared, signatures: signaturesOver(shared, both) };
    });
    expect(await refused(content)).toBe('archive.package-unsound signature-twice');
  });

  test('of a proxy and of a witness stand for the outgoing person where the manner of the handover says so', async () => {
    for (const [manner, side] of [
      ['proxy', 'proxy'],
      ['one-sided', 'witness'],
    ] as const) {
      const made = (given: Inventory['handover']['manner']) =>
        signedBy(({ inventory, parties }) => {
          const sides = parties.with(0, { ...parties[0]!, side });
          const handover = { ...inventory.handover, manner: given, mannerReason: '失联' };
          const other = {
            ...inventory,
            handover,
            parties: sides.map(({ side: one, person, name }) => ({
              side: one,
              person,
              name,
              title: '会计',
              basis: null,
            })),
          };
          return { inventory: other, signatures: signaturesOver(other, sides) };
        });
      expect(await refused(await made(manner))).toBeNull();
      expect(await refused(await made('regular'))).toBe('archive.package-unsound signature-missing');
    }
  });

  describe('in ink', () => {
    const scan = '移交清册 签字扫描件';
    const inInk = (accepted: { scan?: string; byPerson?: string } = {}) =>
      signedBy(({ inventory, parties, signatures }) => {
        const [outgoing, , supervisor] = parties as [Signatory, Signatory, Signatory];
        const signed = signStatement(
          {
            purpose: 'baton/wet-ink/v1' as const,
            firm: inventory.firm.id,
            batch: inventory.batch.id,
            inventoryHash: canonicalHash(inventory),
            side: 'outgoing' as const,
            person: outgoing.person,
            key: supervisor.keys.fingerprint,
            previousSignature: null,
            scanHash: createHash('sha256')
              .update(accepted.scan ?? scan)
              .digest('hex'),
            acceptedBy: accepted.byPerson ?? supervisor.person,
          },
          supervisor.keys.signingSecret,
        );
        const { side, person, name } = outgoing;
        const ink: SignatureFile = {
          manner: 'wet-ink',
          side,
          person,
          name,
          signedAt: signatures[0]!.signedAt,
          scan: 'data/evidence/scan.pdf',
          signed,
        };
        const chained: SignatureFile[] = [ink];
        for (const party of parties.slice(1)) {
          const statement = {
            ...signatures.find((one) => one.side === party.side)!.signed.statement,
            previousSignature: chained.at(-1)!.signed.signature,
          };
          chained.push({
            manner: 'electronic',
            side: party.side,
            person: party.person,
            name: party.name,
            signedAt: signatures[0]!.signedAt,
            signed: signStatement(statement, party.keys.signingSecret) as Extract<
              SignatureFile,
              { manner: 'electronic' }
            >['signed'],
          });
        }
        return { signatures: chained, evidence: [{ path: 'scan.pdf', content: scan }] };
      });

    test('are accepted with the scan that the supervisor accepted by the own key', async () => {
      expect(await refused(await inInk())).toBeNull();
    });

    test('are refused with another scan, or accepted by somebody else', async () => {
      expect(await refused(await inInk({ scan: 'another paper' }))).toBe('archive.package-unsound scan-differs');
      expect(await refused(await inInk({ byPerson: newId() }))).toBe('archive.package-unsound signature-of-another');
    });
  });
});

test('an inventory that is not canonical or not of the format is refused, and nothing is written', async () => {
  const content = await aPackageContent({ log, verifierKey: firmKey });
  const { inventory } = content;
  for (const wrong of ['', inventory.replace('{', '{ '), inventory.replace('"version":3', '"version":0')]) {
    const target = path.join(room, 'never');
    await expect(writePackage(target, { ...content, inventory: wrong })).rejects.toMatchObject({
      code: 'archive.inventory-malformed',
    });
    expect(await readdir(room)).not.toContain('never');
  }
});

test('facts erased from the journal by law leave the entry proven', async () => {
  const content = await aPackageContent({ log, verifierKey: firmKey });
  const proofs = content.journal.proofs.map((proof, index) =>
    index === 3 ? { ...proof, salt: null, facts: null } : proof,
  );
  const target = path.join(room, `erased-${newId()}`);
  await writePackage(target, { ...content, journal: { ...content.journal, proofs } });
  expect((await verifyPackage(target, { firmKey })).counts.entries).toBe(5);
});

test('what is no firm key and what is no folder are refused', async () => {
  await expect(verify('abcd')).rejects.toMatchObject({ code: 'archive.firm-key-malformed' });
  await expect(verifyPackage(path.join(room, 'nowhere'))).rejects.toMatchObject({ code: 'archive.folder-missing' });
});

test('a package of a thousand clients is written and verified in seconds', async () => {
  const target = path.join(room, 'large');
  const content = await aPackageContent({ log, verifierKey: firmKey, size: 1000 });
  const started = performance.now();
  await writePackage(target, content);
  expect(await verifyPackage(target, { firmKey })).toMatchObject({ sound: true, counts: { clients: 1000 } });
  expect(performance.now() - started).toBeLessThan(20_000);
});
