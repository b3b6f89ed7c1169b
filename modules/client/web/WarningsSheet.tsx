import { useTranslation } from 'react-i18next';
import type { Warning, WholeClient } from '#modules/client/client.contract.ts';
import { Mark } from '#kit/Mark.tsx';
import { Line, Lines, Sheet } from '#kit/Sheet.tsx';

/** What warns of the client: 合同已到期, arrears, a state other than 正常, filings and matters past their day. */
export function WarningsSheet({ of }: { of: WholeClient }) {
  const { t } = useTranslation();
  if (of.warnings.length === 0) return null;
  return (
    <Sheet title={t('client.warnings')} extra={of.warnings.length}>
      <Lines>
        {of.warnings.map((warning, at) => (
          <Line key={at} note={t(`client.warning.${warning.code}.note`)}>
            <Mark of={severe.has(warning.code) ? 'differs' : 'warns'} /> <Words of={warning} />
          </Line>
        ))}
      </Lines>
    </Sheet>
  );
}

const severe = new Set<Warning['code']>(['filing-overdue', 'matter-overdue']);

function Words({ of: { code, facts } }: { of: Warning }) {
  const { t } = useTranslation();
  const words = {
    ...facts,
    ...(facts.state ? { state: t(`choice.client-state.${facts.state}`) } : {}),
    ...(facts.tax ? { tax: t(`choice.tax.${facts.tax}`) } : {}),
  };
  return t(`client.warning.${code}`, words);
}
