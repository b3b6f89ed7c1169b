import { Input, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatYuan, parseYuan } from '#platform/kernel/money.ts';
import { nameOf, type Normaliser, stepsOf, type TextStep, textSteps } from './comparison-words.ts';

/** The normalisers that a person chooses from, as they begin. */
const beginnings: Normaliser[] = [
  { kind: 'text', width: true, brackets: true, blanks: 'edge' },
  { kind: 'amount' },
  { kind: 'date' },
  { kind: 'date', serial: 1900 },
  { kind: 'date', serial: 1904 },
  { kind: 'digits' },
  { kind: 'digits', phone: true },
  { kind: 'credit-code' },
  { kind: 'none' },
];

type NormaliserChoiceProps = {
  /** The column, for those who hear the field. */
  column: string;
  value: Normaliser;
  onChange: (by: Normaliser) => void;
  /** The most that the playbook lets two amounts be apart, in yuan. */
  mostTolerance: string;
};

/** How the values of a column are made comparable: what they are, and what does not count in them. */
export function NormaliserChoice({ column, value, onChange, mostTolerance }: NormaliserChoiceProps) {
  const { t } = useTranslation();
  return (
    <div className="normaliser">
      <Select
        aria-label={t('comparison.normaliser.of', { column })}
        value={nameOf(value)}
        options={beginnings.map((by) => ({ value: nameOf(by), label: t(`comparison.normaliser.${nameOf(by)}`) }))}
        onChange={(name) => onChange(beginnings.find((by) => nameOf(by) === name)!)}
      />
      {value.kind === 'text' && (
        <Select
          mode="multiple"
          aria-label={t('comparison.normaliser.ignoring.of', { column })}
          placeholder={t('comparison.normaliser.everything-counts')}
          value={stepsOf(value)}
          options={textSteps.map((step) => ({ value: step, label: t(`comparison.normaliser.step.${step}`) }))}
          onChange={(steps) => onChange(textBy(steps))}
          maxTagCount="responsive"
          showSearch={false}
        />
      )}
      {value.kind === 'amount' && mostTolerance !== '0.00' && mostTolerance !== '0' && (
        <Tolerance column={column} fen={value.toleranceFen} most={mostTolerance} onChange={onChange} />
      )}
    </div>
  );
}

/** The later of two choices about blanks holds: those at the edge are among all. */
function textBy(steps: TextStep[]): Normaliser {
  const blanks = steps.findLast((step) => step === 'edge' || step === 'all') as 'edge' | 'all' | undefined;
  const flags = steps.filter((step) => step !== 'edge' && step !== 'all').map((step) => [step, true]);
  return { kind: 'text', ...(blanks ? { blanks } : {}), ...Object.fromEntries(flags) };
}

type ToleranceProps = {
  column: string;
  fen: string | undefined;
  most: string;
  onChange: (by: Normaliser) => void;
};

function Tolerance({ column, fen, most, onChange }: ToleranceProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(fen ? formatYuan(BigInt(fen)) : '');
  const amount = typed === '' ? 0n : parseYuan(typed);
  const fits = amount !== null && amount >= 0n && amount <= parseYuan(most)!;
  return (
    <Input
      aria-label={`${t('comparison.normaliser.tolerance')}: ${column}`}
      addonBefore="±¥"
      placeholder="0.00"
      inputMode="decimal"
      status={fits ? '' : 'error'}
      title={t('comparison.normaliser.tolerance.most', { most })}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
      onBlur={() => {
        if (fits) onChange({ kind: 'amount', ...(amount > 0n ? { toleranceFen: String(amount) } : {}) });
      }}
    />
  );
}
