import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '#kit/paths.ts';
import './home.css';

/** 工作台 and 总览 beside each other, for those who have both. */
export function HomeTabs({ cockpit }: { cockpit: boolean }) {
  const { t } = useTranslation();
  const tabs = [
    { to: paths.home(), text: t('overview.desk'), current: !cockpit },
    { to: paths.home('cockpit'), text: t('overview.cockpit'), current: cockpit },
  ];
  return (
    <nav className="home-tabs" aria-label={t('overview.views')}>
      {tabs.map(({ to, text, current }) => (
        <Link key={to} to={to} aria-current={current ? 'page' : undefined}>
          {text}
        </Link>
      ))}
    </nav>
  );
}
