import { useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { documentPath } from '#modules/document/document.client.ts';
import {
  type Document,
  type DocumentPlace,
  disagreesWithName,
  type Reading,
} from '#modules/document/document.contract.ts';
import { no, type Verdict } from '#platform/kernel/verdict.ts';
import { Answer } from '#kit/Answer.tsx';
import { Instant } from '#kit/Day.tsx';
import { download } from '#kit/download.ts';
import { explain } from '#kit/explain.ts';
import { formatCount, formatHash, formatSize } from '#kit/figures.ts';
import { useKeys } from '#kit/keys.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { notify } from '#kit/notice.ts';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import type { ChosenFile } from './chosen-files.ts';
import { documents, people } from './document.api.ts';
import { DocumentSearch } from './DocumentSearch.tsx';
import { DropPlace } from './DropPlace.tsx';
import { addToQueue } from './upload-queue.ts';
import { UploadTray } from './UploadTray.tsx';
import { FileSuggestedButton } from './retention/FileSuggestedButton.tsx';
import { KeepingCell } from './retention/KeepingCell.tsx';
import './document.css';
import './retention/retention.css';

const AddDialog = lazy(() =>
  import('./AddDocumentDialog.tsx').then((module) => ({ default: module.AddDocumentDialog })),
);

type DocumentListProps = { place: DocumentPlace; mayAdd: Verdict; mayDownload: Verdict };

/** The files of a client, or of a handover as a whole: what each is, who added it, and the way to have it. */
export function DocumentList({ place, mayAdd, mayDownload }: DocumentListProps) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const files = useQuery(documents.listDocuments.queryOptions({ input: place }));
  const readings = useQuery(
    documents.listReadings.queryOptions({
      input: place,
      refetchInterval: ({ state }) => (state.data?.some(isUnderWay) ? 5_000 : false),
    }),
  );
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const [adding, setAdding] = useState(false);
  const name = (id: string) => everybody.data?.find((one) => one.id === id)?.name ?? '…';
  useKeys({ n: { text: t('document.add'), run: () => setAdding(true) } }, { when: mayAdd.allowed });

  function add(chosen: ChosenFile[]) {
    setAdding(false);
    addToQueue(place, chosen, () => void memory.invalidateQueries({ queryKey: documents.key() }));
  }

  const button = (type: 'primary' | 'default') => (
    <VerdictButton verdict={mayAdd} type={type} onClick={() => setAdding(true)}>
      {t('document.add')}
    </VerdictButton>
  );
  const columns: Column<Document>[] = [
    {
      key: 'name',
      title: t('document.name'),
      render: (file) => (
        <DocumentName of={file} reading={readings.data?.find(({ document }) => document === file.id)} />
      ),
    },
    {
      key: 'kind',
      title: t('document.kind'),
      wide: true,
      width: 96,
      render: ({ mediaType }) => t(`document.kind.${kindOf(mediaType)}`),
    },
    {
      key: 'size',
      title: t('document.size'),
      align: 'end',
      wide: true,
      width: 96,
      render: ({ size }) => formatSize(size),
    },
    {
      key: 'hash',
      title: 'sha256',
      wide: true,
      width: 152,
      render: ({ sha256 }) => (
        <code className="faint" title={sha256}>
          {formatHash(sha256)}
        </code>
      ),
    },
    {
      key: 'keeping',
      title: t('document.keeping'),
      wide: true,
      width: 280,
      render: (file) => <KeepingCell of={file} place={place} mayFile={mayAdd} />,
    },
    { key: 'by', title: t('document.by'), wide: true, width: 96, render: ({ addedBy }) => name(addedBy) },
    { key: 'at', title: t('document.at'), width: 112, render: ({ addedAt }) => <Instant value={addedAt} /> },
    {
      key: 'deed',
      title: '',
      align: 'end',
      width: 88,
      render: (file) => <DownloadButton of={file} place={place} verdict={mayDownload} />,
    },
  ];
  return (
    <div className="documents">
      <UploadTray place={place} />
      {files.data && files.data.length > 0 && <DocumentSearch place={place} />}
      <DropPlace onFiles={mayAdd.allowed ? add : undefined}>
        <Sheet
          title={t('document.many')}
          extra={
            files.data &&
            files.data.length > 0 && (
              <div className="row">
                {formatCount(files.data.length)}{' '}
                {mayAdd.allowed && <FileSuggestedButton place={place} of={files.data} />} {button('default')}
              </div>
            )
          }
        >
          <Answer
            of={files}
            empty={(rows) =>
              rows.length === 0 && (
                <Empty sentence={t('document.none')} button={button('primary')} example={t('document.example')} />
              )
            }
          >
            {(rows) => <LedgerTable label={t('document.many')} columns={columns} rows={rows} rowKey={({ id }) => id} />}
          </Answer>
        </Sheet>
      </DropPlace>
      <Suspense>{adding && <AddDialog onClose={() => setAdding(false)} onChosen={add} />}</Suspense>
    </div>
  );
}

/** The name, the folder that it came in, and what is to be said of it: that its ending misleads, that its content is not sound, or not searched. */
function DocumentName({ of, reading }: { of: Document; reading: Reading | undefined }) {
  const { t } = useTranslation();
  return (
    <div className="document-name">
      <Link className="strong" to={paths.file(of.id)}>
        {of.name}
      </Link>
      {of.folder && <span className="faint">{of.folder}</span>}
      {disagreesWithName(of) && (
        <span className="quiet">
          <Mark of="warns" /> {t('document.disagrees', { kind: t(`document.kind.${kindOf(of.mediaType)}`) })}
        </span>
      )}
      {of.fault && (
        <span className="quiet">
          <Mark of="differs" /> {t(`document.fault.${of.fault}`)}
        </span>
      )}
      {reading && !of.fault && <ReadingNote of={reading} />}
    </div>
  );
}

function ReadingNote({ of: { state, fault, cut } }: { of: Reading }) {
  const { t } = useTranslation();
  if (state === 'unreadable')
    return (
      <span className="quiet">
        <Mark of="warns" /> {t(`document.unreadable.${fault!}`)}
      </span>
    );
  return <span className="faint">{t(cut ? 'document.reading.cut' : `document.reading.${state}`)}</span>;
}

function isUnderWay({ state }: Reading): boolean {
  return state === 'reading' || state === 'recognising';
}

type DownloadButtonProps = { of: Document; place: DocumentPlace; verdict: Verdict };

function DownloadButton({ of: { id, name, fault }, place, verdict }: DownloadButtonProps) {
  const { t } = useTranslation();
  const [going, setGoing] = useState(false);
  const { data } = useQuery(documents.readKeeping.queryOptions({ input: place }));
  const closed = data?.find(({ document }) => document === id)?.closed;

  async function fetchFile() {
    setGoing(true);
    await download(documentPath(id), name)
      .catch((error: unknown) => notify({ text: explain(error).text, standing: 'differs' }))
      .finally(() => setGoing(false));
  }

  return (
    <VerdictButton
      verdict={fault === 'destroyed' ? no('file.destroyed') : closed ? no('document.restricted') : verdict}
      size="small"
      loading={going}
      onClick={() => void fetchFile()}
    >
      {t('document.download')}
    </VerdictButton>
  );
}

function kindOf(mediaType: string): 'picture' | 'pdf' | 'sheet' | 'recording' | 'text' | 'archive' | 'other' {
  if (mediaType.startsWith('image/')) return 'picture';
  if (mediaType === 'application/pdf') return 'pdf';
  if (/spreadsheet|excel|csv/.test(mediaType)) return 'sheet';
  if (/^(audio|video)\//.test(mediaType)) return 'recording';
  if (mediaType === 'application/zip') return 'archive';
  return /^text\/|word|xml$|ofd$/.test(mediaType) ? 'text' : 'other';
}
