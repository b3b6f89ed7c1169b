import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink, useNavigate, useNavigation } from 'react-router';
import { KeyHelp } from '#kit/Keys.tsx';
import { printedKey, useKeys } from '#kit/keys.ts';
import { Notices } from '#kit/Notices.tsx';
import { Palette } from '#kit/Palette.tsx';
import { type Action, openPalette } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { useViewer } from '#kit/viewer.ts';
import { UnlockPlace } from '#modules/vault/web/UnlockPlace.tsx';
import { Alerts } from './Alerts.tsx';
import { find } from './find.ts';
import { setTone } from './look.ts';
import { menu } from './menu.ts';
import { PersonMenu } from './PersonMenu.tsx';
import { useSignOut } from './use-sign-out.ts';
import { useTone } from './use-tone.ts';
import './shell.css';

/** What stands around every page: the rail with its number keys, the search, the person; on a phone a bar at the foot. */
export function Shell({ demo, children }: { demo: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const navigate = useNavigate();
  const going = useNavigation().state !== 'idle';
  const tone = useTone();
  const signOut = useSignOut();
  const turn = () => setTone(tone === 'dark' ? 'light' : 'dark');

  const entries = menu.map((entry) => ({ ...entry, title: t(entry.text), run: () => void navigate(entry.to) }));
  useKeys(Object.fromEntries(entries.map(({ key, title, run }) => [key, { text: title, run }])));
  const actions: Action[] = [
    ...entries.map(({ key, title, to, run }) => ({ id: `go ${to}`, text: title, key, run })),
    { id: 'files', text: t('shell.files'), run: () => void navigate(paths.files()) },
    { id: 'tone', text: t(tone === 'dark' ? 'shell.light' : 'shell.dark'), run: turn },
    { id: 'sign-out', text: t('shell.sign-out'), run: signOut },
  ];

  return (
    <div className="shell">
      <a className="shell-skip" href="#content">
        {t('shell.skip')}
      </a>
      <nav className="rail" aria-label={t('shell.menu')}>
        <div className="brand">
          <b>接力</b>
          <small>{viewer.firmName}</small>
        </div>
        <ul>
          {entries.map(({ key, title, text, to }) => (
            <li key={key}>
              <NavLink to={to} end={to === paths.home()} aria-keyshortcuts={key}>
                <span className="rail-long">{title}</span>
                <span className="rail-short">{t(`${text}.short`)}</span>
                <kbd aria-hidden>{key}</kbd>
              </NavLink>
            </li>
          ))}
        </ul>
        {demo && <p className="rail-demo faint">{t('shell.demo')}</p>}
      </nav>
      <header className="topbar">
        <b className="topbar-brand">接力</b>
        <button type="button" className="find" onClick={openPalette}>
          <span className="find-long cut">{t('shell.search')}</span>
          <span className="find-short">{t('shell.search.short')}</span>
          <kbd aria-hidden>{printedKey('mod+k')}</kbd>
        </button>
        <span className="topbar-gap" />
        <Alerts />
        <button type="button" className="topbar-word topbar-wide" onClick={turn}>
          {t(tone === 'dark' ? 'shell.light' : 'shell.dark')}
        </button>
        <PersonMenu onTurn={turn} onSignOut={signOut} />
        {going && <i className="topbar-going" />}
      </header>
      <main id="content" tabIndex={-1}>
        {children}
      </main>
      <Palette find={find} actions={actions} />
      <KeyHelp />
      <Notices />
      <UnlockPlace />
    </div>
  );
}
