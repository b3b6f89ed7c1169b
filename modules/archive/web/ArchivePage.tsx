import { useMutation, useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { displayFingerprint } from '#platform/crypto/statement.ts';
import type { Id } from '#platform/kernel/id.ts';
import { Answer } from '#kit/Answer.tsx';
import { formatInstant } from '#kit/Day.tsx';
import { download } from '#kit/download.ts';
import { formatCount, formatSize } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Printable } from '#kit/Printable.tsx';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { Skeleton } from '#kit/states.tsx';
import type { OpenPackage, PackageFile } from '../archive.contract.ts';
import { archive } from './archive.api.ts';
import { CheckButton } from './CheckButton.tsx';
import './archive.css';

/** A sealed package: what it is, the files in it, the firm's key for whoever checks it, and how that is done. */
export function ArchivePage() {
  const { t } = useTranslation();
  const { archive: id } = useParams() as { archive: Id<'archive-package'> };
  const found = useQuery(archive.readPackage.queryOptions({ input: { package: id } }));
  const { data } = found;
  const title = data
    ? t('archive.batch', { number: data.handoverNumber, batch: data.batchNumber })
    : t('archive.package');
  return (
    <Page
      title={title}
      subtitle={data?.name}
      crumbs={[{ text: t('archive.title'), to: paths.archives() }]}
      actions={
        data && (
          <>
            <Link to={paths.exports({ package: data.id })}>{t('archive.exports.others')}</Link>
            <TransportButton of={data} />
            <CheckButton of={data} />
          </>
        )
      }
      clientData
    >
      {data ? (
        <div className="columns">
          <div className="stack">
            <AboutSheet of={data} />
            <FilesSheet of={data} />
          </div>
          <AuditorSheet of={data} />
        </div>
      ) : (
        <Sheet>
          <Answer of={found} waiting={<Skeleton lines={10} />}>
            {() => null}
          </Answer>
        </Sheet>
      )}
    </Page>
  );
}

/** Makes the age file to send and downloads it, saying who can open it. */
function TransportButton({ of: { id } }: { of: Pick<OpenPackage, 'id'> }) {
  const { t } = useTranslation();
  const preparing = useMutation(
    archive.prepareTransport.mutationOptions({
      onSuccess: ({ recipients }) => {
        const names = recipients.map(({ side, name }) =>
          side === 'recovery' ? t('archive.transport.recovery') : name,
        );
        notify({ text: t('archive.transport.made', { names: names.join(' · ') }), standing: 'agreed' });
        // The browser itself takes up a download again that broke off.
        window.location.assign(addressOf(id, 'transport'));
      },
    }),
  );
  return (
    <Button loading={preparing.isPending} onClick={() => preparing.mutate({ package: id })}>
      {t('archive.transport')}
    </Button>
  );
}

function AboutSheet({ of }: { of: OpenPackage }) {
  const { t } = useTranslation();
  const { handover, batch, handoverNumber, clients, sealedAt, keepUntil, files, bytes, packageHash, inventoryHash } =
    of;
  return (
    <Sheet
      title={t('archive.about')}
      extra={<Link to={paths.signing(handover, batch)}>{t('archive.about.signing')}</Link>}
    >
      <Facts
        of={[
          { name: t('archive.column.handover'), value: <Link to={paths.handover(handover)}>{handoverNumber}</Link> },
          { name: t('archive.column.clients'), value: formatCount(clients) },
          { name: t('archive.column.sealed'), value: formatInstant(sealedAt) },
          { name: t('archive.column.kept'), value: t('archive.kept', { day: keepUntil }) },
          { name: t('archive.column.files'), value: t('archive.files', { count: files, files: formatCount(files) }) },
          { name: t('archive.column.size'), value: formatSize(bytes) },
        ]}
      />
      <dl className="archive-hashes">
        <dt className="quiet">{t('archive.hash.package')}</dt>
        <dd className="mono">{packageHash}</dd>
        <dt className="quiet">{t('archive.hash.inventory')}</dt>
        <dd className="mono">{inventoryHash}</dd>
      </dl>
    </Sheet>
  );
}

type Branch = {
  kind: 'folder';
  path: string;
  name: string;
  depth: number;
  files: number;
  bytes: number;
  open: boolean;
};
type Leaf = { kind: 'file'; path: string; name: string; depth: number; file: PackageFile };
type Row = Branch | Leaf;

/** Folders with more files than this are shut when the page opens. */
const openUpTo = 12;

function FilesSheet({ of }: { of: OpenPackage }) {
  const { t } = useTranslation();
  const [turned, setTurned] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => rowsOf(of.contents, turned), [of.contents, turned]);
  const get = useMutation({
    mutationFn: ({ path }: PackageFile) => download(addressOf(of.id, path), path.split('/').at(-1)),
  });

  function open(row: Row) {
    if (row.kind === 'file') return get.mutate(row.file);
    const next = new Set(turned);
    if (!next.delete(row.path)) next.add(row.path);
    setTurned(next);
  }

  const columns: Column<Row>[] = [
    {
      key: 'path',
      title: t('archive.column.file'),
      render: (row) => (
        <span className={`archive-branch archive-depth-${Math.min(row.depth, 4)}`}>
          {row.kind === 'folder' && <i className={row.open ? 'archive-twist archive-twist-open' : 'archive-twist'} />}
          <span className="cut" title={row.path}>
            {row.name}
            {row.kind === 'folder' && (
              <span className="faint"> {t('archive.folder', { count: row.files, files: formatCount(row.files) })}</span>
            )}
          </span>
        </span>
      ),
    },
    {
      key: 'bytes',
      title: t('archive.column.size'),
      align: 'end',
      wide: true,
      width: 96,
      render: (row) => formatSize(row.kind === 'file' ? row.file.bytes : row.bytes),
    },
    {
      key: 'deed',
      title: '',
      align: 'end',
      width: 104,
      render: (row) => (
        <Button
          type="link"
          size="small"
          onClick={() => open(row)}
          aria-label={`${t(row.kind === 'file' ? 'archive.download' : row.open ? 'archive.shut' : 'archive.open')} ${row.name}`}
        >
          {t(row.kind === 'file' ? 'archive.download' : row.open ? 'archive.shut' : 'archive.open')}
        </Button>
      ),
    },
  ];
  return (
    <Sheet title={t('archive.contents')} extra={<span className="faint">{t('archive.contents.note')}</span>}>
      <LedgerTable
        label={t('archive.contents')}
        columns={columns}
        rows={rows}
        rowKey={({ path }) => path}
        onOpen={open}
        keys
        framed
      />
    </Sheet>
  );
}

/**
 * Files under their folders, folders before files; a folder of one file stands in the name of the file, and what lies in a shut
 * folder is left away.
 */
function rowsOf(contents: PackageFile[], turned: ReadonlySet<string>): Row[] {
  const folders = new Map<string, { files: number; bytes: number }>();
  for (const { path, bytes } of contents)
    for (const folder of foldersOf(path)) {
      const known = folders.get(folder) ?? { files: 0, bytes: 0 };
      folders.set(folder, { files: known.files + 1, bytes: known.bytes + bytes });
    }
  const shown = (path: string) => foldersOf(path).filter((folder) => folders.get(folder)!.files > 1);
  const isOpen = (folder: string) =>
    (folders.get(folder)!.files <= openUpTo || folder === 'data') !== turned.has(folder);
  const placed = (path: string) => {
    const above = shown(path);
    return { path, depth: above.length, name: path.slice((above.at(-1)?.length ?? -1) + 1) };
  };
  const branches: Row[] = [...folders]
    .filter(([, { files }]) => files > 1)
    .map(([path, counts]) => ({ kind: 'folder', ...placed(path), ...counts, open: isOpen(path) }));
  const leaves: Row[] = contents.map((file) => ({ kind: 'file', ...placed(file.path), file }));
  const order = (row: Row) => [
    ...shown(row.path).map((folder) => `0${nameOf(folder)}`),
    `${row.kind === 'folder' ? 0 : 1}${row.name}`,
  ];
  return [...branches, ...leaves]
    .filter((row) => shown(row.path).every(isOpen))
    .map((row) => ({ row, at: order(row).join('\u0000') }))
    .toSorted((one, other) => (one.at < other.at ? -1 : 1))
    .map(({ row }) => row);
}

/** The folders that a path lies in, outermost first. */
function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
}

function nameOf(path: string): string {
  return path.split('/').at(-1)!;
}

function addressOf(id: string, path: string): string {
  return `/archive/${id}/${path.split('/').map(encodeURIComponent).join('/')}`;
}

/** What an auditor outside is given: the firm's key by a way of its own, and how to check without the product. */
function AuditorSheet({ of: { verifierKey, keyFingerprint, name } }: { of: OpenPackage }) {
  const { t } = useTranslation();
  const commands = [
    {
      text: t('archive.how.hashes'),
      command: 'sha256sum -c manifest-sha256.txt\nsha256sum -c tagmanifest-sha256.txt\nsha256sum -c statement.txt',
    },
    { text: t('archive.how.pdf'), command: 'pdfsig data/inventory/summary-1of3.pdf' },
    { text: t('archive.how.whole'), command: `node verify.mjs ${name} --firm-key '${verifierKey}'` },
  ];
  return (
    <Sheet
      title={t('archive.auditor')}
      padded
      foot={
        <>
          <CopyButton text={verifierKey} word={t('archive.key.copy')} />
          <CopyButton text={keyFingerprint} word={t('archive.key.copy-fingerprint')} />
          <a href="/verify.mjs" download>
            {t('archive.verifier')}
          </a>
        </>
      }
    >
      <Printable label={t('archive.auditor.print')}>
        <div className="stack archive-auditor">
          <p>{t('archive.auditor.why')}</p>
          <dl>
            <dt className="quiet">{t('archive.key')}</dt>
            <dd className="mono">{verifierKey}</dd>
            <dt className="quiet">{t('archive.key.fingerprint')}</dt>
            <dd className="mono">{displayFingerprint(keyFingerprint)}</dd>
          </dl>
          <p>{t('archive.how')}</p>
          <ol>
            {commands.map(({ text, command }) => (
              <li key={command}>
                {text}
                <pre className="mono">{command}</pre>
              </li>
            ))}
          </ol>
        </div>
      </Printable>
    </Sheet>
  );
}

function CopyButton({ text, word }: { text: string; word: string }) {
  const { t } = useTranslation();
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => notify({ text: t('archive.copied'), standing: 'agreed' }),
      () => notify({ text: t('archive.copied.not'), standing: 'warns' }),
    );
  return <Button onClick={() => void copy()}>{word}</Button>;
}
