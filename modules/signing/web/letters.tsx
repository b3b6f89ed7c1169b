import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Letter } from '#modules/signing/signing.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import { paths } from '#kit/paths.ts';
import { Line, Lines } from '#kit/Sheet.tsx';
import { useViewer } from '#kit/viewer.ts';

/** Where a letter is read and signed. */
export function placeOf({ id, handover }: Letter): string {
  return handover ? paths.pledge(handover, id) : paths.letter(id);
}

const standings = { waiting: 'warns', signed: 'agreed', declined: 'differs' } as const;

/** How a letter stands: waits, signed when, declined. */
export function LetterState({ of: { state, signedAt } }: { of: Letter }) {
  const { t } = useTranslation();
  return (
    <Chip standing={standings[state]} mark={state !== 'waiting'}>
      {state === 'signed' ? <Instant value={signedAt} /> : t(`signing.state.${state}`)}
    </Chip>
  );
}

/** What the page of a letter is told on the way there: to which handover one goes back. */
export type FromHandover = { handover?: string } | null;

type LetterLinesProps = {
  of: Letter[];
  /** Whose letter each is; left away where all are mine. */
  names?: boolean;
  /** The handover for which letters that belong to none are signed. */
  handover?: string;
  /** Other letters come first: nothing here is the one to press. */
  later?: boolean;
};

/** Letters in their order, each with its state and the way to read it; the first of mine that waits is the one to press. */
export function LetterLines({ of, names = true, handover, later = false }: LetterLinesProps) {
  const { t } = useTranslation();
  const { person } = useViewer();
  const mine = (letter: Letter) => letter.person.id === person && letter.state !== 'signed';
  const next = later ? undefined : of.find(mine);
  return (
    <Lines>
      {of.map((letter) => (
        <Line
          key={letter.id}
          note={
            <>
              {names && [letter.side && t(`side.${letter.side}`), letter.person.name].filter(Boolean).join(' ')}
              {names && letter.accessUntil && ` · ${t('signing.until', { until: letter.accessUntil })}`}
              {letter.state === 'declined' && ` · ${t('signing.declined-for', { reason: letter.declinedFor ?? '' })}`}
              {!names && letter.state !== 'declined' && t(`signing.about.${letter.kind}`)}
            </>
          }
          state={<LetterState of={letter} />}
          deed={
            <Link to={placeOf(letter)} state={{ handover } satisfies FromHandover}>
              <Button type={letter === next ? 'primary' : 'default'} tabIndex={-1}>
                {t(mine(letter) ? 'signing.read-and-sign' : 'signing.read')}
              </Button>
            </Link>
          }
        >
          <span className="strong">{letter.title}</span>
        </Line>
      ))}
    </Lines>
  );
}
