import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { explain } from './explain.ts';
import { Failed, Refused } from './states.tsx';

/** What a page shows instead of itself when it breaks, or when it was replaced on the server since it was opened. */
export function Boundary() {
  const { t } = useTranslation();
  const error = useRouteError();
  const reload = () => location.reload();
  if (
    error instanceof TypeError &&
    /dynamically imported module|module script failed|Importing a module/i.test(error.message)
  ) {
    const stale = { kind: 'fault', text: t('kit.stale.text'), help: t('kit.stale.help') } as const;
    return (
      <Refused
        explanation={stale}
        button={
          <Button type="primary" onClick={reload}>
            {t('kit.stale.button')}
          </Button>
        }
      />
    );
  }
  return <Failed explanation={explain(error)} again={reload} />;
}
