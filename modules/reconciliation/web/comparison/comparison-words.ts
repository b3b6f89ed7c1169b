import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type {
  Comparison,
  Dataset,
  DifferenceLine,
  LinkDecision,
  MappedPair,
  MappingProposal,
} from '#modules/reconciliation/reconciliation.contract.ts';
import { formatAmount } from '#kit/figures.ts';
import type { Standing } from '#kit/Mark.tsx';
import { formatYuan } from '#platform/kernel/money.ts';

export type Normaliser = MappedPair['normaliser'];
export type DifferenceKind = DifferenceLine['kind'];

/** Steps of a text normaliser in the order in which they are taken. */
export const textSteps = ['width', 'brackets', 'edge', 'all', 'case', 'script'] as const;
export type TextStep = (typeof textSteps)[number];

/** The steps that a text normaliser takes. */
export function stepsOf(by: Extract<Normaliser, { kind: 'text' }>): TextStep[] {
  return textSteps.filter((step) => (step === 'edge' || step === 'all' ? by.blanks === step : by[step] === true));
}

/** How the values of a column are made comparable, in one line: `文字(不计全角半角、括号、首尾空格)`. */
export function useNormaliserWords(): (by: Normaliser) => string {
  const { t } = useTranslation();
  return (by) => {
    const name = t(`comparison.normaliser.${nameOf(by)}`);
    if (by.kind === 'text') {
      const steps = stepsOf(by).map((step) => t(`comparison.normaliser.step.${step}`));
      return steps.length === 0
        ? name
        : `${name} · ${t('comparison.normaliser.ignoring')} ${steps.join(t('comparison.and'))}`;
    }
    if (by.kind === 'amount' && by.toleranceFen && by.toleranceFen !== '0')
      return `${name} · ${t('comparison.normaliser.tolerance')} ${formatAmount(formatYuan(BigInt(by.toleranceFen)))}`;
    return name;
  };
}

/** The key of a normaliser's own words. */
export function nameOf(by: Normaliser): string {
  if (by.kind === 'digits' && by.phone) return 'digits.phone';
  if (by.kind === 'date' && by.serial) return `date.${by.serial}`;
  return by.kind;
}

/** Why two columns are taken for the same, in words. */
export function reasonWords(t: TFunction, reason: MappingProposal['pairs'][number]['reasons'][number]): string {
  return t(`comparison.reason.${reason.by}`, reason);
}

export const kindStandings: Record<DifferenceKind, Standing> = {
  changed: 'differs',
  removed: 'differs',
  added: 'warns',
  duplicate: 'warns',
  equivalent: 'plain',
};

export const datasetStandings: Record<Dataset['state'], Standing> = {
  reading: 'current',
  read: 'agreed',
  refused: 'differs',
  discarded: 'plain',
};

export const comparisonStandings: Record<Comparison['state'], Standing> = {
  waiting: 'current',
  running: 'current',
  done: 'agreed',
  failed: 'differs',
  cancelled: 'plain',
};

export const decisionStandings: Record<LinkDecision, Standing> = {
  accepted: 'agreed',
  refused: 'differs',
  unsure: 'warns',
};
