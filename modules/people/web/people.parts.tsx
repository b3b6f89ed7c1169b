import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import './settings.css';

/** The sections of 设置 in their order; each is a page of its own at `paths.settings(section)`. */
const sections = ['people', 'teams', 'access', 'recovery', 'me', 'about'] as const;
export type SettingsSection = (typeof sections)[number];

/** A page of 设置: the sections beside each other, then the sheets. `title` is the name of the section unless given. */
export function SettingsPage({
  section,
  actions,
  children,
}: {
  section: SettingsSection;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <Page title={t(`people.settings.${section}`)} crumbs={[{ text: t('people.settings') }]} actions={actions}>
      <nav className="settings-sections" aria-label={t('people.settings')}>
        {sections.map((one) => (
          <NavLink key={one} to={paths.settings(one)}>
            {t(`people.settings.${one}`)}
          </NavLink>
        ))}
      </nav>
      {children}
    </Page>
  );
}
