import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Keeping, PaperPlace, Term } from '#modules/document/document.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { documents } from '../document.api.ts';

/** The words of keeping: kinds by their names, terms, and how long something is still kept. */
export function useKeepingWords() {
  const { t, i18n } = useTranslation();
  const { data: kinds = [] } = useQuery(documents.listKinds.queryOptions({ staleTime: 300_000 }));
  const language = i18n.language === 'en' ? 'en' : 'zh';
  const term = (of: Term | null) =>
    of === null ? '—' : t(`document.term.${of.kind}`, { count: of.kind === 'permanent' ? 0 : of.years });
  return {
    kinds: kinds.map((kind) => ({ ...kind, name: kind[language] })),
    kind: (key: string | null) =>
      key === null ? t('document.unfiled') : (kinds.find((one) => one.key === key)?.[language] ?? '…'),
    term,
    /** 应保管期限 · until when. */
    until: ({ state, keptUntil, destroyedAt }: Keeping) => {
      if (destroyedAt) return t('document.destroyed');
      return state === 'until' ? t('document.kept.until', { day: keptUntil }) : t(`document.kept.${state}`);
    },
    /** `柜 3 · 架 2 · 盒 15`. */
    place: (of: PaperPlace | null) =>
      of
        ? (['cabinet', 'shelf', 'box'] as const)
            .flatMap((part) => (of[part] ? `${t(`document.paper.${part}`)} ${of[part]}` : []))
            .join(' · ')
        : '—',
    /** `3-2-15`, as it is searched. */
    shortPlace: (of: PaperPlace | null) => (of ? [of.cabinet, of.shelf, of.box].filter(Boolean).join('-') : '—'),
    /** 已保管期限; nothing where no year is known. */
    kept: ({ keptYears }: Keeping) => (keptYears === null ? '—' : t('document.kept.years', { count: keptYears })),
  };
}

/** How a file stands: due, held, restricted, destroyed. */
export function KeepingChips({ of, today }: { of: Keeping; today: string }) {
  const { t } = useTranslation();
  if (of.destroyedAt) return <Chip>{t('document.destroyed')}</Chip>;
  return (
    <span className="row">
      {of.held && (
        <Chip standing="warns" mark>
          {t('document.safeguard.hold')}
        </Chip>
      )}
      {of.restricted && (
        <Chip standing="warns" mark>
          {t('document.safeguard.restriction')}
        </Chip>
      )}
      {of.state === 'unfiled' && <Chip>{t('document.unfiled')}</Chip>}
      {of.mayGoFrom !== null && of.mayGoFrom <= today && <Chip standing="current">{t('document.due')}</Chip>}
    </span>
  );
}

/** The day of today by the clock of the firm. */
export function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
}
