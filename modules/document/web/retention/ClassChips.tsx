import { useTranslation } from 'react-i18next';
import type { ArchiveClass } from '#modules/document/document.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';

/** How the files of a class stand, with how many: restricted, held, due, not filed, destroyed. */
export function ClassChips({ of }: { of: ArchiveClass }) {
  const { t } = useTranslation();
  const warned = ['restricted', 'held'] as const;
  const told = ['due', 'unfiled', 'destroyed'] as const;
  return (
    <span className="row class-chips">
      {warned.map(
        (state) =>
          of[state] > 0 && (
            <Chip key={state} standing="warns" mark>
              {t(`document.directory.${state}`)} {formatCount(of[state])}
            </Chip>
          ),
      )}
      {told.map(
        (state) =>
          of[state] > 0 && (
            <Chip key={state} {...(state === 'due' ? { standing: 'current' as const } : {})}>
              {t(`document.directory.${state}`)} {formatCount(of[state])}
            </Chip>
          ),
      )}
    </span>
  );
}
