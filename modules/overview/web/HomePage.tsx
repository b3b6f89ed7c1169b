import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import { canSeeCockpit } from '#modules/overview/overview.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Page } from '#kit/Page.tsx';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Skeleton } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';
import { Cockpit } from './Cockpit.tsx';
import { DateLine } from './DateLine.tsx';
import { greeting } from './greeting.ts';
import { HomeTabs } from './HomeTabs.tsx';
import { MyHandovers } from './MyHandovers.tsx';
import { overview } from './overview.api.ts';
import { TodoSheet } from './TodoSheet.tsx';
import { WarningsSheet } from './WarningsSheet.tsx';

/** 工作台: what waits for me before anything else, then my handovers and what warns; for managers the cockpit beside it. */
export function HomePage() {
  const { t } = useTranslation();
  const viewer = useViewer();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const manages = canSeeCockpit(viewer).allowed;
  const cockpit = manages && search.get('view') === 'cockpit';
  const home = useQuery(overview.home.queryOptions());
  useActions(
    manages
      ? [{ id: 'overview.cockpit', text: t('overview.cockpit'), run: () => void navigate(paths.home('cockpit')) }]
      : [],
  );
  return (
    <Page
      title={t(`overview.greeting.${greeting(new Date())}`, { name: viewer.name })}
      actions={home.data && <DateLine of={home.data.filing} />}
      clientData
    >
      {manages && <HomeTabs cockpit={cockpit} />}
      {cockpit ? (
        <Cockpit />
      ) : (
        <Answer
          of={home}
          waiting={
            <div className="columns">
              <Sheet>
                <Skeleton lines={6} />
              </Sheet>
              <Sheet>
                <Skeleton lines={4} />
              </Sheet>
            </div>
          }
        >
          {(desk) => (
            <div className="columns">
              <TodoSheet of={desk} />
              <div className="stack">
                <MyHandovers of={desk.handovers} />
                <WarningsSheet of={desk.warnings} />
              </div>
            </div>
          )}
        </Answer>
      )}
    </Page>
  );
}
