import { useTranslation } from 'react-i18next';
import { Outlet } from 'react-router';
import { useViewer } from '#kit/viewer.ts';
import { useSignOut } from './use-sign-out.ts';
import './outside.css';

/** What stands around the first page of a person who has made no vault password yet: there is nowhere else to go, but out. */
export function Keyless() {
  const { t } = useTranslation();
  const { name } = useViewer();
  const signOut = useSignOut();
  return (
    <div className="outside">
      <header>
        <b>接力</b>
        <span className="outside-person">
          {name}
          <button type="button" onClick={signOut}>
            {t('shell.sign-out')}
          </button>
        </span>
      </header>
      <main>
        <Outlet />
      </main>
    </div>
  );
}
