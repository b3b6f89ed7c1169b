import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { HandoverWorkspace } from '#modules/handover/web/handover.parts.tsx';
import { Answer } from '#kit/Answer.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';
import { AskRecovery } from './AskRecovery.tsx';
import { LetterLines } from './letters.tsx';
import { inOrder } from './MyLettersPage.tsx';
import { signing } from './signing.api.ts';

/** 承诺书: what the parties sign before anybody new sees a client, and how far it is. */
export function PledgesTab() {
  const { handover = '' } = useParams();
  return (
    <HandoverWorkspace id={handover} tab="pledges">
      {(view) => <Pledges of={view} />}
    </HandoverWorkspace>
  );
}

function Pledges({ of }: { of: HandoverView }) {
  const { t } = useTranslation();
  const { person } = useViewer();
  const pledges = useQuery(signing.openLetters.queryOptions({ input: { handover: of.id } }));
  const party = of.parties.some((one) => one.person.id === person);
  const framework = useQuery(signing.openMyLetters.queryOptions({ enabled: party }));
  const first = framework.data?.filter(({ state }) => state !== 'signed') ?? [];
  const left = pledges.data?.filter(({ state }) => state !== 'signed').length ?? 0;
  const until = pledges.data?.find(({ accessUntil }) => accessUntil)?.accessUntil;
  return (
    <div className="columns">
      <div className="stack">
        {first.length > 0 && (
          <Sheet title={t('signing.first')} extra={t('signing.once')}>
            <LetterLines of={inOrder(first)} names={false} handover={of.id} />
          </Sheet>
        )}
        <Sheet title={t('signing.pledges')} extra={until && t('signing.until', { until })}>
          <Answer
            of={pledges}
            empty={(rows) =>
              rows.length === 0 && <Empty sentence={t('signing.none')} example={t('signing.none.example')} />
            }
          >
            {(rows) => <LetterLines of={sorted(rows, person)} later={first.length > 0} />}
          </Answer>
        </Sheet>
      </div>
      <div className="stack">
        <Sheet title={t('signing.effect')} padded>
          <div className="stack">
            {(pledges.data?.length ?? 0) > 0 && (
              <p className="strong">
                <Mark of={left === 0 ? 'agreed' : 'warns'} />{' '}
                {left === 0 ? t('signing.all-signed') : t('signing.left', { count: left })}
              </p>
            )}
            {(['before', 'begins', 'keys'] as const).map((sentence) => (
              <p key={sentence} className="quiet">
                {t(`signing.effect.${sentence}`)}
              </p>
            ))}
          </div>
        </Sheet>
        {of.manner !== 'regular' && <AskRecovery of={of} />}
      </div>
    </div>
  );
}

/** Mine first, then by person, confidentiality before responsibility. */
function sorted<Of extends { kind: string; person: { id: string; name: string } }>(letters: Of[], me: string): Of[] {
  return inOrder(letters).toSorted(
    (one, other) =>
      Number(other.person.id === me) - Number(one.person.id === me) || one.person.name.localeCompare(other.person.name),
  );
}
