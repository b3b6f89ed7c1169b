import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { PurposeOpening, Safeguard } from '#modules/document/document.contract.ts';
import {
  canApproveOpening,
  canAskToLift,
  canConfirmSafeguard,
  canLiftSafeguard,
} from '#modules/document/document.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import { formatInstant } from '#kit/Day.tsx';
import { explain } from '#kit/explain.ts';
import { notify } from '#kit/notice.ts';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { ReasonedDialog } from '#kit/ReasonedDialog.tsx';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { documents } from '../document.api.ts';
import './retention.css';

/** 保全与限制: what may not be destroyed, what may not be read, and who asked to read it nevertheless. */
export function SafeguardsPage() {
  const { t } = useTranslation();
  const safeguards = useQuery(documents.listSafeguards.queryOptions());
  const openings = useQuery(documents.listOpenings.queryOptions());
  const [lifting, setLifting] = useState<Safeguard>();
  const memory = useQueryClient();

  async function ask(reason: string) {
    await documents.askToLift.call({ safeguard: lifting!.id, reason });
    await memory.invalidateQueries({ queryKey: documents.key() });
    notify({ text: t('document.safeguard.lift-asked') });
  }

  return (
    <Page
      title={t('document.safeguards')}
      crumbs={[
        { text: t('archive.title'), to: paths.archives() },
        { text: t('document.directory'), to: paths.directory() },
      ]}
      clientData
    >
      <div className="stack">
        <Sheet title={t('document.safeguards.standing')}>
          <Answer
            of={safeguards}
            empty={(rows) =>
              rows.length === 0 && (
                <Empty
                  sentence={t('document.safeguards.none')}
                  button={<Link to={paths.directory()}>{t('document.safeguards.none.button')}</Link>}
                  example={t('document.safeguards.example')}
                />
              )
            }
          >
            {(rows) => (
              <Lines>
                {rows.map((one) => (
                  <SafeguardLine key={one.id} of={one} onAsk={() => setLifting(one)} />
                ))}
              </Lines>
            )}
          </Answer>
        </Sheet>
        <Sheet title={t('document.openings')}>
          <Answer
            of={openings}
            empty={(rows) =>
              rows.length === 0 && (
                <Empty sentence={t('document.openings.none')} example={t('document.openings.example')} />
              )
            }
          >
            {(rows) => (
              <Lines>
                {rows.map((one) => (
                  <OpeningLine key={one.id} of={one} />
                ))}
              </Lines>
            )}
          </Answer>
        </Sheet>
      </div>
      <ReasonedDialog
        title={t('document.safeguard.lift.title')}
        open={lifting !== undefined}
        onClose={() => setLifting(undefined)}
        effects={[t('document.safeguard.lift.effect'), t('document.safeguard.effect.two')]}
        deed={t('document.safeguard.ask-lift')}
        label={t('document.safeguard.reason')}
        onDeed={ask}
      />
    </Page>
  );
}

const standings = { placed: 'warns', confirmed: 'current', 'lift-asked': 'warns', lifted: 'plain' } as const;

function SafeguardLine({ of, onAsk }: { of: Safeguard; onAsk: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [go, going] = useDeed();
  const { id, kind, client, reason, state, placedBy, placedAt, confirmedBy, liftAskedBy, liftReason, liftedBy } = of;
  const course = [
    t('document.safeguard.by', { name: placedBy.name, at: formatInstant(placedAt) }),
    confirmedBy && t('document.safeguard.confirmed-by', { name: confirmedBy.name }),
    liftAskedBy && t('document.safeguard.lift-asked-by', { name: liftAskedBy.name, reason: liftReason }),
    liftedBy && t('document.safeguard.lifted-by', { name: liftedBy.name }),
  ].filter(Boolean);
  return (
    <Line
      note={course.join(' · ')}
      state={<Chip standing={standings[state]}>{t(`document.safeguard.state.${state}`)}</Chip>}
      deed={
        <span className="row">
          {state === 'placed' && (
            <VerdictButton
              verdict={canConfirmSafeguard(viewer, of)}
              loading={going}
              onClick={() => void go(() => documents.confirmSafeguard.call({ safeguard: id }))}
            >
              {t('document.safeguard.confirm')}
            </VerdictButton>
          )}
          {(state === 'placed' || state === 'confirmed') && (
            <VerdictButton verdict={canAskToLift(viewer, of)} onClick={onAsk}>
              {t('document.safeguard.ask-lift')}
            </VerdictButton>
          )}
          {state === 'lift-asked' && (
            <VerdictButton
              verdict={canLiftSafeguard(viewer, of)}
              loading={going}
              onClick={() => void go(() => documents.liftSafeguard.call({ safeguard: id }))}
            >
              {t('document.safeguard.lift')}
            </VerdictButton>
          )}
        </span>
      }
    >
      <span className="strong">{t(`document.safeguard.${kind}`)}</span>{' '}
      {client ? (
        <>
          {client.name} <span className="faint">{client.number}</span>
        </>
      ) : (
        t('document.safeguard.one-file')
      )}
      <span className="faint"> · {reason}</span>
    </Line>
  );
}

function OpeningLine({ of }: { of: PurposeOpening }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const [go, going] = useDeed();
  const { id, person, purpose, reason, askedAt, approvedBy, until } = of;
  const open = until !== null && until > new Date();
  return (
    <Line
      note={[
        t('document.safeguard.by', { name: person.name, at: formatInstant(askedAt) }),
        approvedBy && t('document.opening.approved-by', { name: approvedBy.name, until: formatInstant(until!) }),
      ]
        .filter(Boolean)
        .join(' · ')}
      state={
        <Chip standing={open ? 'current' : until ? 'plain' : 'warns'}>
          {t(open ? 'document.opening.open' : until ? 'document.opening.over' : 'document.opening.waiting')}
        </Chip>
      }
      deed={
        !until && (
          <VerdictButton
            verdict={canApproveOpening(viewer, of)}
            loading={going}
            onClick={() => void go(() => documents.approveOpening.call({ opening: id }))}
          >
            {t('document.opening.approve')}
          </VerdictButton>
        )
      }
    >
      <span className="strong">{t(`document.purpose.${purpose}`)}</span>
      <span className="faint"> · {reason}</span>
    </Line>
  );
}

/** One press, one call: what the server refused is said, and the lists are asked anew. */
function useDeed(): [(deed: () => Promise<unknown>) => Promise<void>, boolean] {
  const memory = useQueryClient();
  const [going, setGoing] = useState(false);
  async function go(deed: () => Promise<unknown>) {
    setGoing(true);
    await deed()
      .catch((error: unknown) => notify({ text: explain(error).text, standing: 'differs' }))
      .finally(() => setGoing(false));
    await memory.invalidateQueries({ queryKey: documents.key() });
  }
  return [go, going];
}
