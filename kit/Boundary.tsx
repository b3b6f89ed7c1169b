import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';
import { explain } from './explain.ts';
import { Failed, Refused, Skeleton } from './states.tsx';

/** What a page shows instead of itself when it breaks, or when a piece of it does not arrive though it was asked for again. */
export function Boundary() {
  const { t } = useTranslation();
  const error = useRouteError();
  const [isComing] = useState(() => isMissing(error) && isFetchedAgain());
  const reload = () => location.reload();
  if (isComing) return <Skeleton />;
  if (isMissing(error)) {
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

function isMissing(error: unknown): boolean {
  return (
    error instanceof TypeError &&
    /dynamically imported module|module script failed|Importing a module/i.test(error.message)
  );
}

/** Asks the page's first script, `web/build/arrival.js`, for the page anew; false where it has been tried often enough. */
function isFetchedAgain(): boolean {
  return !dispatchEvent(new Event('baton:missing', { cancelable: true }));
}
