import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Mark } from '#kit/Mark.tsx';
import { Skeleton } from '#kit/states.tsx';

const CodeSteps = lazy(async () => ({ default: (await import('./CodeSteps.tsx')).CodeSteps }));

/** One-time codes (TOTP) beside the password: whether they are on, and the way to change that. */
export function OneTimeCodes({ on }: { on: boolean }) {
  const { t } = useTranslation();
  const [changing, setChanging] = useState(false);
  if (changing)
    return (
      <Suspense fallback={<Skeleton lines={3} />}>
        <CodeSteps on={on} onClose={() => setChanging(false)} />
      </Suspense>
    );
  return (
    <div className="stack">
      <p>
        <Mark of={on ? 'agreed' : 'warns'} /> {t(on ? 'people.code.on' : 'people.code.off')}
      </p>
      <div>
        <Button onClick={() => setChanging(true)}>{t(on ? 'people.code.end' : 'people.code.begin')}</Button>
      </div>
    </div>
  );
}
