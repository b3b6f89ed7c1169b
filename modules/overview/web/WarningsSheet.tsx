import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Warning } from '#modules/overview/overview.contract.ts';
import { Mark } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';

const grave: Warning['code'][] = ['filings-due', 'not-sealed', 'recovery-missing', 'backup-old', 'handovers-undone'];

/** 预警: what warns, the worst first, each with what follows from it and where to mend it. */
export function WarningsSheet({ of }: { of: Warning[] }) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('overview.warnings')}>
      {of.length === 0 ? (
        <p className="sheet-body quiet">
          <Mark of="agreed" /> {t('overview.warnings.none')}
        </p>
      ) : (
        <Lines>
          {of.map((warning) => (
            <WarningLine key={`${warning.code} ${warning.handover?.id}`} of={warning} />
          ))}
        </Lines>
      )}
    </Sheet>
  );
}

function WarningLine({ of: warning }: { of: Warning }) {
  const { t } = useTranslation();
  const { code, count, day, handover } = warning;
  const tone = grave.includes(code) ? 'differs' : 'warns';
  const facts = { count, day: day?.slice(5), number: handover?.number };
  return (
    <Line note={t(`overview.warning.${code}.note`, facts)}>
      <span className={tone}>
        <span aria-hidden>▲{'\uFE0E'}</span>
      </span>{' '}
      <Link to={placeOf(warning)} className="warning-link">
        {t(`overview.warning.${code}`, facts)}
      </Link>
      {handover && <span className="faint"> {handover.number}</span>}
    </Line>
  );
}

function placeOf({ code, handover }: Warning): string {
  switch (code) {
    case 'contracts-ended':
      return paths.clients();
    case 'recovery-missing':
      return paths.settings('recovery');
    case 'vault-password-missing':
      return paths.welcome();
    case 'nobody-supervises':
      return paths.settings('people');
    case 'verification-old':
    case 'backup-old':
    case 'drill-old':
      return paths.archives();
    case 'handovers-undone':
    case 'files-faulty':
      return paths.journal();
    case 'filings-due':
    case 'not-sealed':
    case 'keys-not-wrapped':
    case 'roles-not-rebound':
      return handover ? paths.handover(handover.id) : paths.handovers();
  }
}
