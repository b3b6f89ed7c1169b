import type { UseQueryResult } from '@tanstack/react-query';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClientId } from '#platform/kernel/id.ts';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { Answer } from '#kit/Answer.tsx';
import { Chip } from '#kit/Chip.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Line, Lines } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import './client-chooser.css';

/** A client of the outgoing person as the form shows it. */
export interface Choosable {
  id: ClientId;
  number: string;
  name: string;
  contractEnd: string | null;
  /** H-2026-0001 when it cannot be taken. */
  inHandover: string | null;
}

/** Chooses clients by boxes, found by number or name; those of another open batch are counted below and cannot be chosen. */
export function ClientChooser({
  of,
  chosen,
  onChoose,
}: {
  of: UseQueryResult<Choosable[]>;
  chosen: ReadonlySet<ClientId>;
  onChoose: (chosen: ReadonlySet<ClientId>) => void;
}) {
  const { t } = useTranslation();
  const [words, setWords] = useState('');
  const today = localDateOf(new Date());

  const columns: Column<Choosable>[] = [
    { key: 'number', title: t('handover.client-number'), width: 120, render: ({ number }) => number },
    { key: 'name', title: t('handover.client'), render: ({ name }) => name },
    {
      key: 'state',
      title: t('handover.client-state'),
      width: 160,
      render: ({ contractEnd }) =>
        contractEnd && contractEnd < today && <Chip standing="warns">{t('handover.contract-ended')}</Chip>,
    },
  ];

  return (
    <Answer of={of} empty={(rows) => rows.length === 0 && <Empty sentence={t('handover.owns-none')} />}>
      {(rows) => {
        const free = rows.filter(({ inHandover }) => inHandover === null);
        const wanted = words.trim().toLowerCase();
        const shown = free.filter(({ name, number }) => `${number} ${name}`.toLowerCase().includes(wanted));
        const taken = Map.groupBy(
          rows.filter(({ inHandover }) => inHandover !== null),
          ({ inHandover }) => inHandover!,
        );
        const set = (next: ReadonlySet<string>) => {
          const inSight = new Set(shown.map(({ id }) => id as string));
          onChoose(new Set([...[...chosen].filter((id) => !inSight.has(id)), ...next] as ClientId[]));
        };
        return (
          <>
            <div className="sheet-body row between">
              <Input.Search
                className="chooser-search"
                placeholder={t('handover.find-client')}
                aria-label={t('handover.find-client')}
                allowClear
                value={words}
                onChange={(event) => setWords(event.target.value)}
              />
              <Button onClick={() => onChoose(new Set(free.map(({ id }) => id)))}>
                {t('handover.choose-all', { count: free.length })}
              </Button>
            </div>
            <LedgerTable
              label={t('handover.new.clients')}
              columns={columns}
              rows={shown}
              rowKey={({ id }) => id}
              choice={{ chosen, set }}
              framed={shown.length > 12}
            />
            {taken.size > 0 && (
              <Lines>
                {[...taken].map(([number, held]) => (
                  <Line key={number}>
                    <span className="quiet">{t('handover.held-elsewhere', { number, count: held.length })}</span>
                  </Line>
                ))}
              </Lines>
            )}
          </>
        );
      }}
    </Answer>
  );
}
