import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Button, Input, Segmented, Select } from 'antd';
import type { TFunction } from 'i18next';
import { lazy, Suspense, useDeferredValue, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate, useSearchParams } from 'react-router';
import type { Client } from '#modules/client/client.contract.ts';
import { canAddClient, canImportRegister } from '#modules/client/client.policy.ts';
import type { PersonId } from '#platform/kernel/id.ts';
import { type LocalDate, localDateOf } from '#platform/kernel/local-date.ts';
import { Chip } from '#kit/Chip.tsx';
import { Day } from '#kit/Day.tsx';
import type { Column, Sort } from '#kit/ledger-column.ts';
import { Page } from '#kit/Page.tsx';
import { useActions } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';
import { QueryTable } from '#kit/QueryTable.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { useViewer } from '#kit/viewer.ts';
import { setWalk } from './client-walk.ts';
import { clients, people } from './client.api.ts';
import { ClientState } from './ClientState.tsx';
import './client.css';

const AddClientDialog = lazy(async () => ({ default: (await import('./AddClientDialog.tsx')).AddClientDialog }));

type Row = Client & { ownerName: string };
const shown = ['all', 'contract-ended', 'not-normal'] as const;
type Shown = (typeof shown)[number];

/** 客户: the clients that the viewer may list, found by a piece of name, pinyin, code or number, or a whole phone. */
export function ClientsPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const viewer = useViewer();
  const [asked, ask] = useSearchParams();
  const show = (asked.get('show') ?? 'all') as Shown;
  const owner = asked.get('owner') as PersonId | null;
  const [words, setWords] = useState(asked.get('search') ?? '');
  const search = useDeferredValue(words.trim());
  const [sort, setSort] = useState<Sort>({ key: 'number', descending: false });
  const [adding, setAdding] = useState(false);
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  const found = useInfiniteQuery(
    clients.listClients.infiniteOptions({
      input: (after: string | undefined) => ({
        ...(search ? { search } : {}),
        ...(owner ? { owner } : {}),
        ...(show === 'contract-ended' ? { contractEnded: true } : {}),
        ...(show === 'not-normal'
          ? { states: ['suspended', 'deregistering', 'abnormal'] as const satisfies Client['state'][] }
          : {}),
        ...(after ? { after } : {}),
        sort: sort.key as 'number',
        descending: sort.descending,
        limit: 100,
      }),
      initialPageParam: undefined as string | undefined,
      getNextPageParam: (page) => page.next ?? undefined,
      placeholderData: (before) => before,
    }),
  );
  const ids = useMemo(() => found.data?.pages.flatMap(({ rows }) => rows.map(({ id }) => id)) ?? [], [found.data]);
  const total = found.data?.pages[0]?.total;
  useEffect(() => setWalk(ids, total), [ids, total]);

  const imports = canImportRegister(viewer);
  const toImport = () => void navigate(paths.clientImport());
  useActions(imports.allowed ? [{ id: 'client.import', text: t('client.import'), run: toImport }] : []);
  const filter = (key: string, value: string | undefined) =>
    ask((now) => {
      if (value) now.set(key, value);
      else now.delete(key);
      return now;
    });
  const whole = !search && !owner && show === 'all';

  return (
    <Page
      title={t('client.many')}
      clientData
      actions={
        <>
          <VerdictButton verdict={canAddClient(viewer)} onClick={() => setAdding(true)}>
            {t('client.add')}
          </VerdictButton>
          <VerdictButton verdict={imports} type="primary" onClick={toImport}>
            {t('client.import')}
          </VerdictButton>
        </>
      }
    >
      <Sheet>
        <div className="client-filters">
          <Input.Search
            className="client-search"
            aria-label={t('client.search')}
            placeholder={t('client.search')}
            allowClear
            maxLength={60}
            value={words}
            onChange={({ target }) => setWords(target.value)}
          />
          <Select
            className="client-owner"
            aria-label={t('client.owner')}
            placeholder={t('client.anybody')}
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={owner}
            options={(everybody.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(person?: string) => filter('owner', person)}
          />
          <Segmented
            aria-label={t('client.show')}
            value={show}
            onChange={(value) => filter('show', value === 'all' ? undefined : value)}
            options={shown.map((value) => ({ value, label: t(`client.show.${value}`) }))}
          />
        </div>
        <QueryTable<Row>
          label={t('client.many')}
          query={found}
          columns={columnsOf(t, localDateOf(new Date()))}
          rowKey={({ id }) => id}
          to={({ id }) => paths.client(id)}
          sort={{ now: sort, by: setSort }}
          standing={({ state }) => (state === 'normal' ? undefined : 'warns')}
          keys
          empty={
            whole ? (
              <Empty
                sentence={t('client.none')}
                button={imports.allowed && <Button onClick={toImport}>{t('client.import')}</Button>}
                example={t('client.none.example')}
              />
            ) : (
              <Empty sentence={t('client.none-so')} />
            )
          }
        />
      </Sheet>
      <Suspense>{adding && <AddClientDialog onClose={() => setAdding(false)} />}</Suspense>
    </Page>
  );
}

function columnsOf(t: TFunction, today: LocalDate): Column<Row>[] {
  return [
    { key: 'number', title: t('record.basic.number'), width: 132, sortable: true, render: ({ number }) => number },
    {
      key: 'name',
      title: t('record.basic.name'),
      sortable: true,
      render: ({ name, state }) => (
        <>
          {name} <ClientState of={state} />
        </>
      ),
    },
    {
      key: 'uscc',
      title: t('record.basic.uscc'),
      width: 196,
      wide: true,
      render: ({ uscc }) => uscc ?? <span className="faint">—</span>,
    },
    { key: 'owner', title: t('client.owner'), width: 112, render: ({ ownerName }) => ownerName },
    {
      key: 'contractEnd',
      title: t('record.contract.endsOn'),
      width: 188,
      wide: true,
      sortable: true,
      render: ({ contractEnd }) => (
        <>
          <Day value={contractEnd} />{' '}
          {contractEnd !== null && contractEnd < today && <Chip standing="warns">{t('client.contract-ended')}</Chip>}
        </>
      ),
    },
    {
      key: 'paidThrough',
      title: t('record.contract.paidThrough'),
      width: 128,
      wide: true,
      sortable: true,
      render: ({ paidThrough }) => <Day value={paidThrough} />,
    },
  ];
}
