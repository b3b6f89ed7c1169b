import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { canStartHandover } from '#modules/handover/handover.policy.ts';
import type { Card } from '#modules/overview/overview.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { formatCount } from '#kit/figures.ts';
import { Bar } from '#kit/LongWork.tsx';
import { Mark } from '#kit/Mark.tsx';
import { paths } from '#kit/paths.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { useViewer } from '#kit/viewer.ts';
import './home.css';

/** 我的交接: each with who hands over to whom, how far it is, and how many working days are left. */
export function MyHandovers({ of }: { of: Card[] }) {
  const { t } = useTranslation();
  const starts = canStartHandover(useViewer()).allowed;
  const [only] = of;
  return (
    <Sheet title={t('overview.mine')} extra={of.length === 1 && only && <StageChip of={only} />}>
      {of.length === 0 ? (
        <Empty
          sentence={t('overview.mine.empty')}
          button={
            starts && (
              <Link to={paths.newHandover()}>
                <Button tabIndex={-1}>{t('overview.mine.start')}</Button>
              </Link>
            )
          }
          example={t('overview.mine.example')}
        />
      ) : (
        <ul className="lines">
          {of.map((card) => (
            <li key={card.id} className="handover-card">
              <HandoverCard of={card} chip={of.length > 1} />
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  );
}

function HandoverCard({ of: card, chip }: { of: Card; chip: boolean }) {
  const { t } = useTranslation();
  const { clients, received, differing, waiting } = card;
  return (
    <>
      <div className="row between">
        <Link to={paths.handover(card.id)} className="strong">
          {card.number} {t(`handover.kind.${card.kind}`)}
        </Link>
        <span className="quiet">
          {chip && <StageChip of={card} />} <DaysLeft of={card} />
        </span>
      </div>
      <p className="quiet">
        <PartiesLine of={card} /> · {t('overview.clients', { count: clients })}
      </p>
      <Bar share={clients > 0 ? received / clients : 0} label={t('overview.received')} />
      <div className="row between">
        <span>
          {t('overview.received')} <b>{formatCount(received)}</b>
        </span>
        <span className={differing > 0 ? 'differs' : 'quiet'}>
          {differing > 0 && <Mark of="more" />} {t('overview.differing')} <b>{formatCount(differing)}</b>
        </span>
        <span className="quiet">
          {t('overview.waiting')} <b>{formatCount(waiting)}</b>
        </span>
      </div>
    </>
  );
}

/** Where a handover stands: its stage, late or not; planned ones wait for their parties. */
export function StageChip({ of: { stage, state } }: { of: Pick<Card, 'stage' | 'state'> }) {
  const { t, i18n } = useTranslation();
  if (!stage) return <Chip>{t(`handover.state.${state}`)}</Chip>;
  const name = stage.name[i18n.language.startsWith('zh') ? 'zh' : 'en'];
  return (
    <Chip standing={stage.late ? 'differs' : 'current'}>{stage.late ? t('overview.late', { stage: name }) : name}</Chip>
  );
}

/** `李娜 → 我 · 监交 张敬`, with `我` for the one who looks. */
export function PartiesLine({ of: { parties } }: { of: Pick<Card, 'parties'> }) {
  const { t } = useTranslation();
  const viewer = useViewer();
  const name = (side: Card['parties'][number]['side']) => {
    const person = parties.find((one) => one.side === side)?.person;
    return person?.id === viewer.person ? t('overview.me') : (person?.name ?? '');
  };
  return t('overview.parties', {
    outgoing: name('outgoing'),
    incoming: name('incoming'),
    supervisor: name('supervisor'),
  });
}

/** Working days until the plan ends; with a ≈ where a year's holidays are not announced yet. */
export function DaysLeft({ of: { daysLeft } }: { of: Pick<Card, 'daysLeft'> }) {
  const { t } = useTranslation();
  const { result, known } = daysLeft;
  if (result === 0) return t('overview.days-left.none');
  return <>{t(known ? 'overview.days-left' : 'overview.days-left.about', { count: result })}</>;
}
