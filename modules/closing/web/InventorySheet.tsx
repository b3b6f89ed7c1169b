import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { HandoverView } from '#modules/handover/handover.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import { formatCount } from '#kit/figures.ts';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Seal } from '#kit/Seal.tsx';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { useViewer } from '#kit/viewer.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import type { SignOff } from '../closing.contract.ts';
import { mannerRemark } from './manner-remark.ts';
import { isSigned } from './sign-off-facts.ts';

type Party = SignOff['signatures'][number];
type Total = SignOff['totals'][number];
type Language = 'zh' | 'en';

/** The cover of the 汇总清册 as the law asks for it, the totals by kind, what is to be explained, and the place of the seal. */
export function InventorySheet({
  signOff,
  whole,
  falling,
}: {
  signOff: SignOff;
  whole: HandoverView | undefined;
  falling: boolean;
}) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'en' ? 'en' : 'zh';
  const { clients, sees, totals, firm, cutOff, inventory, signatures } = signOff;
  const signed = isSigned(signOff);
  const last = signatures.every(({ signedAt }) => signedAt) ? signatures.at(-1)?.signedAt : null;
  const day = localDateOf(last ?? new Date());
  const remarks = [...(remarkOf(whole, t) ?? []), ...signOff.remarks];
  const cover = [
    { name: t('closing.cover.firm'), value: firm },
    { name: t('closing.cover.day'), value: <CoverDays day={day} cutOff={cutOff} /> },
    ...absentOutgoing(whole, t),
    ...signatures.map((party) => ({
      name: t(`side.${party.side}`),
      value: <PartyLine party={party} next={signOff.next} />,
    })),
    {
      name: t('closing.cover.lines'),
      value: inventory
        ? t('closing.cover.lines.of', { lines: formatCount(inventory.lines), lists: formatCount(clients) })
        : '—',
    },
  ];
  return (
    <Sheet
      title={t('closing.sheet')}
      extra={<span className="faint">{t('closing.copies', { lists: formatCount(clients) })}</span>}
    >
      <Facts of={cover} />
      {sees ? (
        <LedgerTable
          label={t('closing.totals')}
          columns={columnsOf(totals, t, language)}
          rows={rowsOf(totals, language)}
          rowKey={({ kind }) => kind}
        />
      ) : (
        <p className="sheet-body quiet">{t(signed ? 'closing.gone' : 'closing.unseen')}</p>
      )}
      <div className="sign-off-remarks">
        <div>
          <h3 className="quiet">{t('closing.remarks')}</h3>
          {remarks.length === 0 ? (
            <p>{sees ? t('closing.remarks.none') : '—'}</p>
          ) : (
            <ol>
              {remarks.map((remark, at) => (
                <li key={at}>{remark}</li>
              ))}
            </ol>
          )}
        </div>
        <Seal state={signed ? 'down' : 'awaited'} falling={falling} />
      </div>
    </Sheet>
  );
}

function CoverDays({ day, cutOff }: { day: string; cutOff: string }) {
  const { t } = useTranslation();
  return (
    <>
      <span className="line">{day} · </span>
      <span className="line">{t('closing.cover.cutoff', { cutOff })}</span>
    </>
  );
}

function PartyLine({ party, next }: { party: Party; next: SignOff['next'] }) {
  const { t } = useTranslation();
  const { person } = useViewer();
  const { name, title, side, signedAt, manner, fingerprint } = party;
  const turn = next === side;
  return (
    <>
      {name} · {title}{' '}
      {signedAt ? (
        <span title={fingerprint ? t('closing.party.key', { fingerprint }) : undefined}>
          <Chip standing="agreed" mark>
            <Instant value={signedAt} />
            {manner === 'wet-ink' && ` ${t('closing.party.ink')}`}
          </Chip>
        </span>
      ) : (
        <Chip standing={turn ? 'warns' : 'plain'}>
          {t(
            turn ? (party.person === person ? 'closing.party.yours' : 'closing.party.signing') : 'closing.party.waits',
          )}
        </Chip>
      )}
    </>
  );
}

/** Kinds that are there, line by line; the empty ones stand together as 无. */
function rowsOf(totals: Total[], language: Language): Total[] {
  const none = totals.filter((total) => total.none);
  const together = none.map(({ name }) => name[language]).join(language === 'zh' ? '、' : ', ');
  const name = { zh: together, en: together };
  return [...totals.filter((total) => !total.none), ...none.slice(0, 1).map((total) => ({ ...total, name }))];
}

function remarkOf(whole: HandoverView | undefined, t: TFunction): [string] | null {
  if (!whole) return null;
  const parties = whole.parties.map(({ side, person, basis }) => ({ side, name: person.name, basis }));
  const remark = mannerRemark({ ...whole, reason: whole.mannerReason, parties }, t);
  return remark === null ? null : [remark];
}

/** Who hands over without signing: by proxy, or because they refuse or are gone. */
function absentOutgoing(whole: HandoverView | undefined, t: TFunction) {
  const outgoing = whole?.parties.find(({ side }) => side === 'outgoing');
  if (!outgoing || whole!.manner === 'regular') return [];
  const value = `${outgoing.person.name} · ${outgoing.title} · ${t(`handover.manner.${whole!.manner}`)}`;
  return [{ name: t('side.outgoing'), value }];
}

function columnsOf(totals: Total[], t: TFunction, language: Language): Column<Total>[] {
  const sum = (of: (total: Total) => number) => totals.reduce((all, total) => all + of(total), 0);
  const figure = (of: (total: Total) => number) => (total: Total) =>
    total.none ? '' : of(total) === 0 ? <span className="faint">—</span> : formatCount(of(total));
  const count = (key: 'agreed' | 'corrected' | 'noted') => ({
    key,
    title: t(`closing.column.${key}`),
    align: 'end' as const,
    render: figure((total) => total[key]),
    total: formatCount(sum((total) => total[key])),
  });
  return [
    {
      key: 'name',
      title: t('closing.column.kind'),
      render: ({ name }) => name[language],
      total: t('closing.column.total'),
    },
    {
      key: 'lines',
      title: t('closing.column.lines'),
      align: 'end',
      render: (total) => (total.none ? t('closing.column.none') : formatCount(total.lines)),
      total: formatCount(sum(({ lines }) => lines)),
    },
    count('agreed'),
    { ...count('corrected'), wide: true },
    count('noted'),
  ];
}
