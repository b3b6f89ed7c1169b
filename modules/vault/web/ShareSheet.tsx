import { useTranslation } from 'react-i18next';
import { formatInstant } from '#kit/Day.tsx';
import { useViewer } from '#kit/viewer.ts';
import './recovery.css';

/** One of the three sheets: the share in big groups, what it is for, and who keeps it. */
export function ShareSheet({ share, number, recipient }: { share: string; number: number; recipient: string }) {
  const { t } = useTranslation();
  const { firmName } = useViewer();
  return (
    <article className="share-sheet printable-part">
      <header>
        <h3>{t('vault.share.title', { number })}</h3>
        <span className="quiet">
          {firmName} · {formatInstant(new Date())}
        </span>
      </header>
      <ol className="share-groups" aria-label={t('vault.share.groups')}>
        {groupsOf(share).map((group, at) => (
          <li key={at}>
            <small>{at + 1}</small>
            {group}
          </li>
        ))}
      </ol>
      <p>{t('vault.share.what')}</p>
      <p className="quiet">{t('vault.share.keep')}</p>
      <footer>
        <span>
          {t('vault.share.keeper')} <i />
        </span>
        <span>
          {t('vault.share.place')} <i />
        </span>
        <code className="faint">{recipient}</code>
      </footer>
    </article>
  );
}

/** The sixteen groups of a printed share. */
function groupsOf(share: string): string[] {
  return share.split(/[-\n]/);
}
