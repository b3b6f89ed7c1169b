import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { Page } from '#kit/Page.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';

/** An address under which nothing stands. */
export function MissingPage() {
  const { t } = useTranslation();
  return (
    <Page title={t('missing.title')}>
      <Sheet>
        <Empty
          sentence={t('missing.sentence')}
          button={<Link to={paths.home()}>{t('missing.home')}</Link>}
          example={t('missing.example')}
        />
      </Sheet>
    </Page>
  );
}
