import { Checkbox } from 'antd';
import { useTranslation } from 'react-i18next';
import { Sheet } from '#kit/Sheet.tsx';

/** How the result is told, and how rows are known to be the same. */
export interface Manner {
  equivalent: 'list' | 'count';
  exact: boolean;
}

/** 比对方式: whether cells that are only written differently are listed or their rows counted, and whether bytes are compared. */
export function HowToCompare({ said, onSay }: { said: Manner; onSay: (manner: Manner) => void }) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('comparison.manner')} padded>
      <div className="stack">
        <Checkbox
          checked={said.equivalent === 'count'}
          onChange={({ target }) => onSay({ ...said, equivalent: target.checked ? 'count' : 'list' })}
        >
          {t('comparison.manner.count')} <span className="faint">{t('comparison.manner.count.note')}</span>
        </Checkbox>
        <Checkbox checked={said.exact} onChange={({ target }) => onSay({ ...said, exact: target.checked })}>
          {t('comparison.manner.exact')} <span className="faint">{t('comparison.manner.exact.note')}</span>
        </Checkbox>
      </div>
    </Sheet>
  );
}
