import { useTranslation } from 'react-i18next';
import type { WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { formatCount } from '#kit/figures.ts';
import { Mark } from '#kit/Mark.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import type { Asked } from './differences-asked.ts';

const kinds = ['changed', 'removed', 'added', 'duplicate', 'equivalent'] as const;
const states = ['open', 'accepted', 'issue'] as const;

type DifferenceKindsProps = {
  of: WholeComparison;
  asked: Asked;
  onAsk: (changes: Record<string, string | undefined>) => void;
};

/** The kinds of differences and how they stand, each with its count, and the fields; pressing one shows it alone. */
export function DifferenceKinds({
  of: { counts, settled, pairs, key },
  asked: { filter },
  onAsk,
}: DifferenceKindsProps) {
  const { t } = useTranslation();
  const all = settled ? settled.open + settled.accepted + settled.issue : null;
  return (
    <Sheet>
      <nav aria-label={t('comparison.kinds')}>
        <ul className="difference-kinds">
          <Entry
            name={t('comparison.kinds.all')}
            count={all}
            now={!filter.kinds}
            onPress={() => onAsk({ kind: undefined })}
          />
          {kinds.map((kind) => (
            <Entry
              key={kind}
              name={t(`comparison.kind.${kind}`)}
              count={counts?.[kind] ?? null}
              differs={kind === 'changed' || kind === 'removed' || kind === 'added'}
              now={filter.kinds?.[0] === kind}
              onPress={() => onAsk({ kind })}
            />
          ))}
        </ul>
        <ul className="difference-kinds">
          <Entry
            name={t('comparison.states.all')}
            count={all}
            now={!filter.state}
            onPress={() => onAsk({ state: undefined })}
          />
          {states.map((state) => (
            <Entry
              key={state}
              name={t(`comparison.verdict.${state}`)}
              count={settled?.[state] ?? null}
              now={filter.state === state}
              onPress={() => onAsk({ state })}
            />
          ))}
        </ul>
        <ul className="difference-kinds">
          <Entry
            name={t('comparison.filter.column')}
            now={!filter.column}
            onPress={() => onAsk({ column: undefined })}
          />
          {pairs
            .filter(({ left }) => !key.includes(left))
            .map(({ left }) => (
              <Entry key={left} name={left} now={filter.column === left} onPress={() => onAsk({ column: left })} />
            ))}
        </ul>
      </nav>
    </Sheet>
  );
}

type EntryProps = { name: string; count?: number | null; differs?: boolean; now: boolean; onPress: () => void };

function Entry({ name, count, differs = false, now, onPress }: EntryProps) {
  return (
    <li>
      <button type="button" aria-current={now || undefined} onClick={onPress}>
        <span>{name}</span>
        {count === null && <span className="faint">—</span>}
        {typeof count === 'number' && (
          <span className={`line ${differs && count > 0 ? 'differs' : 'quiet'}`}>
            {formatCount(count)} {differs && count > 0 && <Mark of="more" />}
          </span>
        )}
      </button>
    </li>
  );
}
