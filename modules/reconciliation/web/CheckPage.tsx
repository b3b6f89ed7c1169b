import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { canReveal } from '#modules/client/client.policy.ts';
import type { BatchClient } from '#modules/handover/handover.contract.ts';
import { type BatchFacts, canAddItem, canDropItem } from '#modules/handover/handover.policy.ts';
import { AddItemDialog, DropItemDialog } from '#modules/handover/web/handover.parts.tsx';
import type { FieldRow, Sheet as CheckSheet, SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';
import {
  canCheck,
  canCompare,
  canDecideCorrection,
  canProposeCorrection,
} from '#modules/reconciliation/reconciliation.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { verdictText } from '#kit/explain.ts';
import { KeyHints } from '#kit/Keys.tsx';
import { useKeys } from '#kit/keys.ts';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty, Skeleton } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { CheckTable } from './CheckTable.tsx';
import { CoursePanel } from './CoursePanel.tsx';
import { CrossCheckPanel } from './cross-check/CrossCheckPanel.tsx';
import { type Evidence, useEvidenceWords } from './evidence-words.ts';
import { useFieldWords } from './FieldWords.tsx';
import { GroupList } from './GroupList.tsx';
import { handovers, reconciliation } from './reconciliation.api.ts';
import { groupToBeginWith, rowAfter, rowsOf, type SheetRow, waits } from './sheet-rows.ts';
import './check.css';

const ClientsDialog = lazy(async () => ({ default: (await import('./ClientsDialog.tsx')).ClientsDialog }));
const CorrectDialog = lazy(async () => ({ default: (await import('./CorrectDialog.tsx')).CorrectDialog }));
const EvidenceDialog = lazy(async () => ({ default: (await import('./EvidenceDialog.tsx')).EvidenceDialog }));
const FoundDialog = lazy(async () => ({ default: (await import('./FoundDialog.tsx')).FoundDialog }));
const ProofDialog = lazy(async () => ({ default: (await import('./ProofDialog.tsx')).ProofDialog }));
const ReturnCorrectionDialog = lazy(async () => ({
  default: (await import('./ReturnCorrectionDialog.tsx')).ReturnCorrectionDialog,
}));
const SkipDialog = lazy(async () => ({ default: (await import('./SkipDialog.tsx')).SkipDialog }));
const SourceDialog = lazy(async () => ({ default: (await import('./SourceDialog.tsx')).SourceDialog }));

/** 清册核对 of one client: headings at the left, handed beside held value in the middle, the course at the right. */
export function CheckPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const memory = useQueryClient();
  const { handover, client } = useParams() as { handover: Id<'handover'>; client: ClientId };
  const [reveal, setReveal] = useState(false);
  const [dialog, setDialog] = useState<'clients' | 'source' | 'add' | null>(null);
  const sheet = useQuery(
    reconciliation.readSheet.queryOptions({
      input: { handover, client, reveal },
      meta: { about: ['client'] },
      placeholderData: (before) => (before?.client.id === client ? before : undefined),
    }),
  );
  const clients = useQuery(handovers.listBatchClients.queryOptions({ input: { handover } }));
  const { before, after, place, all } = neighboursOf(clients.data ?? [], client);
  const go = (to: ClientId | undefined) => void (to && navigate(paths.checking(handover, to)));
  const found = sheet.data;
  const viewer = useViewer();
  const revealing = found && canReveal({ client, capabilities: found.capabilities as never });
  const comparing = found && canCompare(viewer, standing(found), found.batch);
  const adding = found && canAddItem(viewer, running(found), accepted(found), batchOf(found));

  async function added() {
    notify({ text: t('handover.item.added'), standing: 'agreed' });
    setDialog(null);
    await Promise.all([
      memory.invalidateQueries({ queryKey: reconciliation.key() }),
      memory.invalidateQueries({ queryKey: handovers.key() }),
    ]);
  }

  useKeys(
    {
      ']': { text: t('check.key.next-client'), run: () => go(after) },
      '[': { text: t('check.key.previous-client'), run: () => go(before) },
      r: { text: t('check.key.reveal'), run: () => revealing?.allowed && setReveal(!reveal) },
    },
    { when: dialog === null },
  );
  useActions([
    { id: 'check.clients', text: t('check.clients'), run: () => setDialog('clients') },
    {
      id: 'check.comparisons',
      text: t('comparison.many'),
      run: () => void navigate(paths.handover(handover, 'comparisons')),
    },
    ...(adding?.allowed ? [{ id: 'check.add', text: t('handover.item.add'), run: () => setDialog('add') }] : []),
    ...(comparing?.allowed ? [{ id: 'check.source', text: t('source.button'), run: () => setDialog('source') }] : []),
  ]);

  return (
    <Page
      title={found?.client.name ?? t('check.title')}
      subtitle={
        found &&
        [
          found.client.uscc ?? found.client.number,
          found.client.taxpayerType && t(`choice.taxpayer-type.${found.client.taxpayerType}`),
        ]
          .filter(Boolean)
          .join(' · ')
      }
      crumbs={[
        { text: found?.handover.number ?? '…', to: paths.handover(handover) },
        { text: t('check.title'), to: paths.handover(handover, 'inventory') },
      ]}
      actions={
        <>
          {place > 0 && (
            <Button type="link" onClick={() => setDialog('clients')}>
              {t('check.place', { place, all })}
            </Button>
          )}
          {revealing && (
            <VerdictButton verdict={revealing} onClick={() => setReveal(!reveal)}>
              {t(reveal ? 'check.hide' : 'check.reveal')}
            </VerdictButton>
          )}
          <Link to={paths.handover(handover, 'comparisons')}>{t('comparison.many')}</Link>
          {comparing && (
            <VerdictButton verdict={comparing} onClick={() => setDialog('source')}>
              {t('source.button')}
            </VerdictButton>
          )}
          {adding?.allowed && <Button onClick={() => setDialog('add')}>{t('handover.item.add')}</Button>}
          <Button disabled={!before} onClick={() => go(before)}>
            {t('check.previous-client')}
          </Button>
          <Button disabled={!after} onClick={() => go(after)}>
            {t('check.next-client')}
          </Button>
        </>
      }
      clientData
    >
      <Answer of={sheet} waiting={<Skeleton lines={8} />}>
        {(data) => <Checking key={data.client.id} sheet={data} />}
      </Answer>
      <Suspense>
        {dialog === 'clients' && (
          <ClientsDialog
            handover={handover}
            clients={clients.data ?? []}
            now={client}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'add' && found && (
          <AddItemDialog
            handover={handover}
            batch={found.batch.id}
            client={client}
            onDone={() => void added()}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'source' && found && <SourceDialog batch={found.batch.id} onClose={() => setDialog(null)} />}
      </Suspense>
    </Page>
  );
}

type OpenDialog = 'evidence' | 'evidence-then-agree' | 'found' | 'skip' | 'correct' | 'prove' | 'return' | 'drop';

function Checking({ sheet }: { sheet: CheckSheet }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const words = useFieldWords();
  const evidenceWords = useEvidenceWords();
  const memory = useQueryClient();
  const [kind, setKind] = useState(() => groupToBeginWith(sheet.groups)?.kind ?? '');
  const [activeKey, setActiveKey] = useState<string>();
  const [evidence, setEvidence] = useState<Evidence>();
  const [dialog, setDialog] = useState<OpenDialog | null>(null);

  const group = sheet.groups.find((one) => one.kind === kind) ?? sheet.groups[0];
  const rows = group ? rowsOf(sheet, group) : [];
  const row = rows.find(({ key }) => key === activeKey) ?? rows.find(waits) ?? rows[0];
  const field = row?.field ?? null;
  const place = { handover: sheet.handover.id, client: sheet.client.id };
  const may = (line: SheetLine) => mayCheck(viewer, sheet, line);

  const agree = useMutation(reconciliation.agree.mutationOptions());
  const undo = useMutation(reconciliation.undoCheck.mutationOptions());
  const undoProof = useMutation(handovers.undoProof.mutationOptions());
  const refresh = useMutation(handovers.refreshItem.mutationOptions());
  const confirm = useMutation(reconciliation.confirmCorrection.mutationOptions());

  async function settled(text?: string, next = false) {
    if (text) notify({ text, standing: 'agreed' });
    setDialog(null);
    if (next && row) setActiveKey(rowAfter(rows, row.key)?.key ?? row.key);
    await Promise.all([
      memory.invalidateQueries({ queryKey: reconciliation.key() }),
      memory.invalidateQueries({ queryKey: handovers.key() }),
    ]);
  }

  async function agreeWith(named: Evidence) {
    if (!row || !field || !row.line.record) return;
    await agree.mutateAsync({
      item: row.line.item,
      field: field.field,
      version: row.line.record.version,
      source: named.source,
      ...(named.remark ? { remark: named.remark } : {}),
      ...(named.document ? { document: named.document.id } : {}),
    });
    await settled(t('check.agreed', { field: words(row.line, field.field) }), true);
  }

  /** Runs a deed of the receiver on the active row, or says why it may not be done. */
  const onRow = (deed: (row: SheetRow) => void) => () => {
    if (!row) return notify({ text: t('check.nothing') });
    const verdict = may(row.line);
    if (!verdict.allowed) return notify({ text: verdictText(verdict)!, standing: 'differs' });
    return deed(row);
  };
  const onField = (deed: () => void) => onRow((one) => (one.field ? deed() : setDialog('prove')));
  const keys = {
    a: {
      text: t('check.key.agree'),
      run: onField(() => (evidence ? void agreeWith(evidence).catch(() => {}) : setDialog('evidence-then-agree'))),
    },
    d: { text: t('check.key.differ'), run: onField(() => setDialog('found')) },
    e: { text: t('check.key.evidence'), run: onRow(() => setDialog('evidence')) },
    f: { text: t('check.key.correct'), run: () => correct() },
    u: { text: t('check.key.undo'), run: onRow(takeBack) },
    s: { text: t('check.key.skip'), run: onField(() => setDialog('skip')) },
    p: { text: t('check.key.prove'), run: onRow(() => setDialog('prove')) },
  };
  useKeys(keys, { when: dialog === null });

  function correct() {
    if (!field?.issue) return notify({ text: t('check.correct.no-issue') });
    const verdict = canProposeCorrection(viewer, standing(sheet), sheet.batch, false);
    if (!verdict.allowed) return notify({ text: verdictText(verdict)!, standing: 'differs' });
    return setDialog('correct');
  }

  function takeBack({ line, field: of }: SheetRow) {
    const done = of
      ? undo.mutateAsync({ item: line.item, field: of.field }).then(() => settled(t('check.undone')))
      : undoProof.mutateAsync({ item: line.item }).then(() => settled(t('check.proof.undone')));
    void done.catch(() => {});
  }

  /** Said when the sheet shows it: a key pressed after it is about the new version. */
  function takeUp(line: SheetLine) {
    void refresh
      .mutateAsync({ item: line.item })
      .then(() => settled())
      .then(() => notify({ text: t('check.refreshed'), standing: 'agreed' }))
      .catch(() => {});
  }

  function confirmCorrection(of: FieldRow) {
    void confirm
      .mutateAsync({ correction: of.correction!.id })
      .then(({ settled: agrees }) => settled(t(agrees ? 'check.correct.confirmed' : 'check.correct.still-different')))
      .catch(() => {});
  }

  if (!group || !row) return <Empty sentence={t('check.empty')} />;
  const dropping = canDropItem(viewer, running(sheet), accepted(sheet), batchOf(sheet), {
    ...row.line,
    id: row.line.item,
    mandatory: false,
  });
  const decide: Verdict = field?.correction
    ? canDecideCorrection(viewer, standing(sheet), sheet.batch, {
        id: field.correction.id,
        state: 'proposed',
        proposedBy: field.correction.proposedBy.id,
      })
    : { allowed: true };
  return (
    <div className="panes">
      <GroupList
        groups={sheet.groups}
        active={group.kind}
        onActive={(next) => {
          setKind(next);
          setActiveKey(undefined);
        }}
      />
      <Sheet
        foot={
          <>
            <KeyHints
              of={[
                { key: 'j', text: t('kit.key.next') },
                ...Object.entries(keys)
                  .filter(([key]) => key !== 'p' || field === null)
                  .map(([key, { text }]) => ({ key, text })),
              ]}
            />
            <span className="quiet">
              {field?.issue ? (
                <Link to={paths.issue(field.issue.id)}>
                  {t('check.issue', {
                    number: field.issue.number,
                    owner: field.issue.owner.name,
                    due: field.issue.dueOn,
                  })}
                </Link>
              ) : evidence ? (
                t('check.evidence.now', { what: evidenceWords(evidence) })
              ) : (
                sheet.mySide === 'incoming' && t('check.evidence.none')
              )}
            </span>
            {dropping.allowed && <Button onClick={() => setDialog('drop')}>{t('handover.item.drop')}</Button>}
          </>
        }
      >
        <CheckTable
          group={group}
          rows={rows}
          active={row.key}
          onActive={({ key }) => setActiveKey(key)}
          onRefresh={takeUp}
        />
      </Sheet>
      <div className="check-side">
        {field && (
          <CrossCheckPanel
            place={place}
            line={row.line}
            field={field}
            reveal={sheet.revealed}
            may={may(row.line)}
            onRecorded={() => void settled()}
          />
        )}
        <CoursePanel
          line={row.line}
          field={field}
          reveal={sheet.revealed}
          decide={decide}
          onConfirm={() => field && confirmCorrection(field)}
          onReturn={() => setDialog('return')}
        />
      </div>
      <Suspense>
        {(dialog === 'evidence' || dialog === 'evidence-then-agree') && (
          <EvidenceDialog
            place={place}
            now={evidence}
            onNamed={(named) => {
              setEvidence(named);
              setDialog(null);
              if (dialog === 'evidence-then-agree') void agreeWith(named).catch(() => {});
            }}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'found' && field && (
          <FoundDialog
            line={row.line}
            field={field}
            evidence={evidence}
            onChecked={({ verdict, issue }) =>
              void settled(t(`check.found.${verdict}`, { number: issue?.number }), verdict !== 'different')
            }
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'skip' && field && (
          <SkipDialog
            client={sheet.client.id}
            line={row.line}
            field={field}
            onDone={() => void settled(t('check.skipped'), true)}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'correct' && field && (
          <CorrectDialog
            place={place}
            line={row.line}
            field={field}
            onDone={() => void settled(t('check.correct.proposed'))}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'return' && field?.correction && (
          <ReturnCorrectionDialog
            correction={field.correction.id}
            onDone={() => void settled(t('check.correct.returned'))}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'drop' && (
          <DropItemDialog
            item={row.line.item}
            title={row.line.title}
            onDone={() => void settled(t('handover.item.dropped'))}
            onClose={() => setDialog(null)}
          />
        )}
        {dialog === 'prove' && (
          <ProofDialog
            place={place}
            line={row.line}
            onDone={(text) => void settled(text, true)}
            onClose={() => setDialog(null)}
          />
        )}
      </Suspense>
    </div>
  );
}

function standing({ parties }: CheckSheet) {
  return parties.map(({ side, person }) => ({ side, person: person.id }));
}

/** A sheet is there while its handover runs, and all who stand on it have accepted. */
function running({ handover }: CheckSheet) {
  return { ...handover, state: 'running' as const };
}

function accepted(sheet: CheckSheet) {
  return standing(sheet).map((party) => ({ ...party, answer: 'accepted' as const }));
}

function batchOf({ handover, batch }: CheckSheet) {
  return { id: batch.id, handoverId: handover.id, state: batch.state as BatchFacts['state'] };
}

function mayCheck(viewer: ReturnType<typeof useViewer>, sheet: CheckSheet, line: SheetLine): Verdict {
  const facts = { id: line.item, client: sheet.client.id, state: line.state, critical: line.critical };
  return canCheck(viewer, standing(sheet), sheet.batch, facts, sheet.capabilities);
}

function neighboursOf(clients: readonly BatchClient[], now: ClientId) {
  const at = clients.findIndex(({ client }) => client === now);
  return {
    before: at > 0 ? clients[at - 1]!.client : undefined,
    after: at >= 0 ? clients[at + 1]?.client : undefined,
    place: at + 1,
    all: clients.length,
  };
}
