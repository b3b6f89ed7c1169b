import { useTranslation } from 'react-i18next';
import type { SheetGroup } from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Sheet } from '#kit/Sheet.tsx';

type GroupListProps = { groups: readonly SheetGroup[]; active: string; onActive: (kind: string) => void };

/** The headings of the inventory, each with how far it is. */
export function GroupList({ groups, active, onActive }: GroupListProps) {
  const { t, i18n } = useTranslation();
  const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
  return (
    <Sheet>
      <nav aria-label={t('check.groups')}>
        <ul className="check-groups">
          {groups.map((group) => (
            <li key={group.kind}>
              <button
                type="button"
                aria-current={group.kind === active || undefined}
                onClick={() => onActive(group.kind)}
              >
                <span className="check-group-name">
                  {group.name[language]} {group.sealed && <Chip>{t('check.sealed')}</Chip>}
                </span>
                <Count of={group} />
              </button>
            </li>
          ))}
        </ul>
      </nav>
    </Sheet>
  );
}

function Count({ of: { done, total, differs, stale } }: { of: SheetGroup }) {
  if (total === 0) return <span className="faint">—</span>;
  const wrong = differs > 0 || stale > 0;
  const whole = done === total && !wrong;
  return (
    <span className={wrong ? 'differs line' : whole ? 'agreed line' : 'quiet line'}>
      {done} / {total} {wrong && <Mark of="more" />}
      {whole && <Mark of="agreed" />}
    </span>
  );
}
