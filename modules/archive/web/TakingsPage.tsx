import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { peopleContract } from '#modules/people/people.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatInstant } from '#kit/Day.tsx';
import { connect } from '#kit/connect.ts';
import { explain } from '#kit/explain.ts';
import { formatSize } from '#kit/figures.ts';
import { FileField } from '#kit/FileField.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import type { ExportImport } from '../archive.contract.ts';
import { archive } from './archive.api.ts';
import { CheckedExport } from './CheckedExport.tsx';
import { SendExportDialog } from './SendExportDialog.tsx';

const people = connect<typeof peopleContract>('people');

const standings = {
  arriving: 'warns',
  checking: 'current',
  checked: 'warns',
  unsound: 'differs',
  'taking-in': 'current',
  done: 'agreed',
  failed: 'differs',
  discarded: 'plain',
} as const;

const underWay = (state: ExportImport['state']) => state === 'checking' || state === 'taking-in';

/** 导入资料包: an export is sent, checked and shown, and comes in whole when somebody confirms it, or not at all. */
export function TakingsPage() {
  const { t } = useTranslation();
  const [file, setFile] = useState<File>();
  const [sent, setSent] = useState(0);
  const me = useQuery(people.me.queryOptions());
  const imports = useQuery(
    archive.listImports.queryOptions({
      refetchInterval: ({ state }) => (state.data?.some((one) => underWay(one.state)) ? 1_000 : false),
    }),
  );
  function close() {
    setFile(undefined);
    setSent(sent + 1);
  }

  return (
    <Page
      title={t('archive.takings')}
      crumbs={[
        { text: t('archive.title'), to: paths.archives() },
        { text: t('archive.exports'), to: paths.exports() },
      ]}
      clientData
    >
      <div className="stack">
        <Sheet padded>
          <FileField
            key={sent}
            label={t('archive.takings.file')}
            help={t('archive.takings.file.help')}
            accept=".age"
            onFile={setFile}
          />
          <p className="quiet">
            {t('archive.takings.key')} <span className="mono archive-hash">{me.data?.person.keys?.recipient}</span>
          </p>
        </Sheet>
        <Answer
          of={imports}
          empty={(rows) =>
            rows.length === 0 && (
              <Sheet>
                <Empty sentence={t('archive.takings.none')} example={t('archive.takings.example')} />
              </Sheet>
            )
          }
        >
          {(rows) => rows.map((one) => <Taking key={one.id} of={one} />)}
        </Answer>
      </div>
      {file && <SendExportDialog file={file} onClose={close} />}
    </Page>
  );
}

function Taking({ of: one }: { of: ExportImport }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const discard = useMutation(
    archive.discardImport.mutationOptions({ onSuccess: () => memory.invalidateQueries({ queryKey: archive.key() }) }),
  );
  const over = one.state === 'done' || one.state === 'discarded' || underWay(one.state);
  return (
    <Sheet>
      <Lines>
        <Line
          state={<Chip standing={standings[one.state]}>{t(`archive.takings.state.${one.state}`)}</Chip>}
          deed={
            !over && (
              <Button loading={discard.isPending} onClick={() => discard.mutate({ import: one.id })}>
                {t('archive.takings.discard')}
              </Button>
            )
          }
          note={
            <>
              {formatSize(one.size)} · {one.createdBy.name} {formatInstant(one.createdAt)}
              {one.failure && <p className="differs">{explain({ data: one.failure }).text}</p>}
            </>
          }
        >
          <span className="strong">{one.found ? t('archive.takings.from', { ...one.found }) : one.fileName}</span>
        </Line>
      </Lines>
      {one.found && one.state === 'checked' && <CheckedExport of={one} found={one.found} />}
    </Sheet>
  );
}
