import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatInstant, Instant } from '#kit/Day.tsx';
import { explain } from '#kit/explain.ts';
import { formatSize } from '#kit/figures.ts';
import { LongWork } from '#kit/LongWork.tsx';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import type { Export } from '../archive.contract.ts';
import { canExportFirm, canReleaseExport } from '../archive.policy.ts';
import { archive } from './archive.api.ts';
import { AskExportDialog } from './AskExportDialog.tsx';
import { ReleaseExportDialog } from './ReleaseExportDialog.tsx';
import './archive.css';

const standings = {
  waiting: 'warns',
  approved: 'current',
  making: 'current',
  made: 'agreed',
  gone: 'plain',
  expired: 'plain',
  failed: 'differs',
  cancelled: 'plain',
} as const;

/** 导出: what was asked for and by whom, who releases it, how far it is, and its file while it stays. */
export function ExportsPage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [search, setSearch] = useSearchParams();
  const exports = useQuery(
    archive.listExports.queryOptions({
      refetchInterval: ({ state }) => (state.data?.some((one) => one.state === 'making') ? 1_000 : false),
    }),
  );
  const [releasing, setReleasing] = useState<Export>();
  const more = canExportFirm(viewer).allowed && (
    <>
      <Link to={paths.exports({ firm: 'all' })}>{t('archive.exports.firm')}</Link>
      <Link to={paths.takings()}>{t('archive.takings')}</Link>
    </>
  );
  return (
    <Page
      title={t('archive.exports')}
      crumbs={[{ text: t('archive.title'), to: paths.archives() }]}
      actions={more}
      clientData
    >
      <Sheet>
        <Answer
          of={exports}
          empty={(rows) =>
            rows.length === 0 && (
              <Empty
                sentence={t('archive.exports.none')}
                button={<Link to={paths.clients()}>{t('archive.exports.none.button')}</Link>}
                example={t('archive.exports.example')}
              />
            )
          }
        >
          {(rows) => (
            <Lines>
              {rows.map((one) => (
                <ExportLine key={one.id} of={one} onRelease={() => setReleasing(one)} />
              ))}
            </Lines>
          )}
        </Answer>
      </Sheet>
      <AskExportDialog search={search} onClose={() => setSearch({}, { replace: true })} />
      {releasing && <ReleaseExportDialog of={releasing} onClose={() => setReleasing(undefined)} />}
    </Page>
  );
}

function ExportLine({ of: one, onRelease }: { of: Export; onRelease: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const memory = useQueryClient();
  const onSuccess = () => memory.invalidateQueries({ queryKey: archive.key() });
  const begin = useMutation(archive.beginExport.mutationOptions({ onSuccess }));
  const cancel = useMutation(archive.cancelExport.mutationOptions({ onSuccess }));
  const mine = one.requester.id === viewer.person;
  const giveUp = () => cancel.mutate({ export: one.id });
  return (
    <Line
      state={<Chip standing={standings[one.state]}>{t(`archive.exports.state.${one.state}`)}</Chip>}
      deed={deed()}
      note={
        <>
          {t('archive.exports.asked', { name: one.requester.name })} <Instant value={one.askedAt} />
          {one.approver && <> · {t('archive.exports.released', { name: one.approver.name })}</>}
          {one.until && one.state === 'made' && (
            <> · {t('archive.exports.until', { size: formatSize(one.bytes!), until: formatInstant(one.until) })}</>
          )}
          {one.failure && <> · {explain({ data: { code: one.failure } }).text}</>} · {one.reason}
          {one.packageHash && (
            <span className="mono archive-hash" title={one.packageHash}>
              {one.packageHash}
            </span>
          )}
        </>
      }
    >
      <span className="strong">
        {t(`archive.exports.scope.${one.scope}`)} {one.title}
      </span>
      {one.state === 'making' && (
        <LongWork
          title={t('archive.exports.making')}
          work={{ state: 'running', done: one.done, total: one.total || null, startedAt: one.startedAt }}
          {...(mine ? { onCancel: giveUp } : {})}
        />
      )}
    </Line>
  );

  function deed() {
    if (one.state === 'waiting' && !mine)
      return (
        <VerdictButton verdict={canReleaseExport(viewer, one.requester.id)} onClick={onRelease}>
          {t('archive.exports.release')}
        </VerdictButton>
      );
    if (!mine) return null;
    if (one.state === 'approved')
      return (
        <Button type="primary" loading={begin.isPending} onClick={() => begin.mutate({ export: one.id })}>
          {t('archive.exports.begin')}
        </Button>
      );
    if (one.state === 'waiting')
      return (
        <Button loading={cancel.isPending} onClick={giveUp}>
          {t('archive.exports.cancel')}
        </Button>
      );
    // The browser itself takes up a download again that broke off.
    return one.state === 'made' ? <a href={`/archive/exports/${one.id}`}>{t('archive.download')}</a> : null;
  }
}
