import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLock } from '#kit/lock.ts';
import { paths } from '#kit/paths.ts';
import { useViewer } from '#kit/viewer.ts';
import { language, setLanguage } from './look.ts';
import { useTone } from './use-tone.ts';

/** The person at the top right: who one is, language and ground, sign out. */
export function PersonMenu({ onTurn, onSignOut }: { onTurn: () => void; onSignOut: () => void }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const tone = useTone();
  const lock = useLock();
  const menu = useRef<HTMLDivElement>(null);

  function turnLanguage() {
    setLanguage(language() === 'zh' ? 'en' : 'zh');
    location.reload();
  }

  return (
    <>
      <button
        type="button"
        className="topbar-word topbar-person"
        popoverTarget="person-menu"
        aria-label={t('shell.person', { name: viewer.name })}
      >
        {viewer.name}
      </button>
      <div id="person-menu" popover="auto" ref={menu} onClick={() => menu.current?.hidePopover()}>
        <p className="person-menu-who">
          <span className="strong">{viewer.name}</span> <span className="quiet">{viewer.title}</span>
          <br />
          <span className="faint">{viewer.email}</span>
        </p>
        {!viewer.fingerprint && <Link to={paths.welcome()}>{t('shell.vault.none')}</Link>}
        {viewer.fingerprint && lock.state === 'open' && (
          <button type="button" onClick={lock.shut}>
            {t('shell.vault.open')} · <span className="person-menu-deed">{t('shell.vault.shut')}</span>
          </button>
        )}
        {viewer.fingerprint && lock.state !== 'open' && <Link to={paths.welcome()}>{t('shell.vault.locked')}</Link>}
        <Link to={paths.settings('me')}>{t('shell.settings')}</Link>
        <button type="button" onClick={onTurn}>
          {t(tone === 'dark' ? 'shell.light' : 'shell.dark')}
        </button>
        <button type="button" onClick={turnLanguage}>
          {t('shell.other-language')}
        </button>
        <button type="button" className="person-menu-out" onClick={onSignOut}>
          {t('shell.sign-out')}
        </button>
      </div>
    </>
  );
}
