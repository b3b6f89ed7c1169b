import { useTranslation } from 'react-i18next';
import type { Warning } from '#modules/handover/handover.contract.ts';
import { Mark } from '#kit/Mark.tsx';
import { Line, Lines } from '#kit/Sheet.tsx';

/** What speaks against a plan or needs somebody's eye; nothing of it stops anybody. */
export function Warnings({ of }: { of: Warning[] }) {
  const { t } = useTranslation();
  return (
    <Lines>
      {of.map(({ code, facts }) => (
        <Line key={`${code} ${JSON.stringify(facts)}`}>
          <Mark of="warns" /> {t(`plan.${code}`, facts)}
        </Line>
      ))}
    </Lines>
  );
}
