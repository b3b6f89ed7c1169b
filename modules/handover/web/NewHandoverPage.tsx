import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { HandoverKind, PreviewPlan, StartHandover } from '#modules/handover/handover.contract.ts';
import { canStartHandover } from '#modules/handover/handover.policy.ts';
import type { ClientId, PersonId } from '#platform/kernel/id.ts';
import { addDays, localDateOf } from '#platform/kernel/local-date.ts';
import { when } from '#platform/kernel/verdict.ts';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { DayField, NoteField, TextField } from '#kit/fields.tsx';
import { formatCount } from '#kit/figures.ts';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty, Refused, Skeleton } from '#kit/states.tsx';
import { verdictText } from '#kit/explain.ts';
import { useViewer } from '#kit/viewer.ts';
import { useCandidates } from './candidates.ts';
import { handovers, people } from './handover.api.ts';
import { PlanPreview } from './PlanPreview.tsx';

const ClientChooser = lazy(async () => ({ default: (await import('./ClientChooser.tsx')).ClientChooser }));

// Every kind, in the order of the list. Written out: the contract would bring all its schemas along.
const kinds = Object.keys({
  resignation: true,
  transfer: true,
  cover: true,
} satisfies Record<HandoverKind, true>) as HandoverKind[];

type Values = Omit<StartHandover, 'batches' | 'playbookVersion'> & { batchSize?: string };

/** 新建交接: parties by the rule of supervision, clients in batches, dates with their plan; effects are shown before it starts. */
export function NewHandoverPage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const navigate = useNavigate();
  const today = localDateOf(new Date());
  const initial: Partial<Values> = { kind: 'resignation', startsOn: addDays(today, 7), cutOff: lastMonthEnd(today) };
  const [values, setValues] = useState<Partial<Values>>(initial);
  const [chosen, setChosen] = useState<ReadonlySet<ClientId>>(new Set());
  const [wish, setWish] = useState<StartHandover>();
  const starts = canStartHandover(viewer);

  const everybody = useQuery(people.listPeople.queryOptions());
  const { outgoing, incoming, supervisor } = values;
  const candidates = useQuery(
    handovers.listCandidates.queryOptions({
      input: { outgoing: outgoing!, ...(incoming ? { incoming } : {}) },
      enabled: outgoing !== undefined,
    }),
  );
  const choices = useCandidates(candidates.data, [outgoing]);
  const supervisors = useCandidates(candidates.data, [outgoing, incoming]).supervisors;
  const clients = useQuery(
    handovers.listClientsOf.queryOptions({ input: { outgoing: outgoing! }, enabled: outgoing !== undefined }),
  );
  const start = useMutation(handovers.start.mutationOptions({ meta: { explained: true } }));
  const name = (id: PersonId | undefined) => everybody.data?.find((one) => one.id === id)?.name ?? '';
  const owners = (everybody.data ?? []).map(({ id, name: label, title, state }) => ({
    value: id as string,
    label: `${label} · ${title}${state === 'active' ? '' : ` · ${t('handover.is-away')}`}`,
  }));
  const holders = [outgoing, incoming].flatMap((id) => (id ? [{ value: id as string, label: name(id) }] : []));
  const batches = useMemo(
    () => inBatches(clients.data ?? [], chosen, values.batchSize),
    [clients.data, chosen, values.batchSize],
  );
  const parties = [outgoing, incoming, supervisor].filter((id) => id !== undefined);
  const plan: PreviewPlan | undefined =
    values.startsOn && values.cutOff
      ? { startsOn: values.startsOn, cutOff: values.cutOff, ...(parties.length > 0 ? { parties } : {}) }
      : undefined;

  function changed(next: Values) {
    if (next.outgoing !== values.outgoing) setChosen(new Set());
    setValues(next);
  }

  async function ask({ batchSize: _size, ...given }: Values) {
    setWish({ ...given, batches });
  }

  async function begin() {
    const { handover, number } = await start.mutateAsync(wish!);
    notify({ text: t('handover.started', { number }), standing: 'agreed' });
    void navigate(paths.handover(handover));
  }

  const crumbs = [{ text: t('handover.many'), to: paths.handovers() }];
  if (!starts.allowed)
    return (
      <Page title={t('handover.new')} crumbs={crumbs}>
        <Refused explanation={{ kind: 'refused', text: verdictText(starts)!, help: t('kit.refusal.help') }} />
      </Page>
    );
  return (
    <Page title={t('handover.new')} crumbs={crumbs} clientData>
      <div className="columns">
        <div className="stack">
          <Sheet title={t('handover.new.parties')} padded>
            <EntryForm<Values>
              submit={t('handover.new.look')}
              onSubmit={ask}
              initial={initial}
              onChange={changed}
              verdict={when(chosen.size > 0, 'handover.no-clients-chosen')}
            >
              <ChoiceField
                name="kind"
                label={t('handover.kind')}
                choices={kinds.map((kind) => ({ value: kind, label: t(`handover.kind.${kind}`) }))}
              />
              <ChoiceField name="outgoing" label={t('side.outgoing')} choices={owners} />
              <ChoiceField name="incoming" label={t('side.incoming')} choices={choices.receivers} />
              <ChoiceField
                name="supervisor"
                label={t('side.supervisor')}
                choices={supervisors}
                help={t('handover.supervisor.help')}
              />
              <ChoiceField
                name="meanwhile"
                label={t('handover.meanwhile')}
                choices={holders}
                help={t('handover.meanwhile.help')}
              />
              <div className="row">
                <DayField name="cutOff" label={t('handover.cut-off')} help={t('handover.cut-off.help')} />
                <DayField name="startsOn" label={t('handover.starts-on')} />
              </div>
              <TextField
                name="batchSize"
                label={t('handover.batch-size')}
                help={t('handover.batch-size.help')}
                optional
                inputMode="numeric"
                maxLength={4}
                rules={[{ pattern: /^[1-9]\d*$/, message: t('handover.batch-size.wrong') }]}
              />
              <NoteField name="reason" label={t('handover.reason')} optional maxLength={500} />
            </EntryForm>
          </Sheet>
          <Sheet
            title={t('handover.new.clients')}
            extra={t('handover.chosen', { chosen: formatCount(chosen.size), batches: formatCount(batches.length) })}
          >
            {outgoing === undefined ? (
              <Empty sentence={t('handover.choose-outgoing')} />
            ) : (
              <Suspense fallback={<Skeleton lines={4} />}>
                <ClientChooser of={clients} chosen={chosen} onChoose={setChosen} />
              </Suspense>
            )}
          </Sheet>
        </div>
        <PlanPreview of={plan} />
      </div>
      {wish && (
        <EffectsDialog
          title={t('handover.start.title', { outgoing: name(outgoing), incoming: name(incoming) })}
          open
          onClose={() => setWish(undefined)}
          effects={[
            t('handover.start.kept', { count: chosen.size, batches: batches.length }),
            t('handover.start.asked', { names: [outgoing, incoming, supervisor].map(name).join('、') }),
            t('handover.start.owner', { name: name(outgoing) }),
            t('handover.start.unseen', { name: name(incoming) }),
          ]}
          deed={t('handover.start')}
          onDeed={begin}
        />
      )}
    </Page>
  );
}

/** The last day of the month before, which agencies hand over as of. */
function lastMonthEnd(today: ReturnType<typeof localDateOf>) {
  return addDays(`${today.slice(0, 7)}-01` as typeof today, -1);
}

/** The chosen clients in the order of their numbers, so many to a batch. */
function inBatches(clients: { id: ClientId }[], chosen: ReadonlySet<ClientId>, size: string | undefined): ClientId[][] {
  const ids = clients.flatMap(({ id }) => (chosen.has(id) ? [id] : []));
  const most = Number(size) > 0 ? Number(size) : ids.length;
  const batches: ClientId[][] = [];
  for (let from = 0; from < ids.length; from += most) batches.push(ids.slice(from, from + most));
  return batches;
}
