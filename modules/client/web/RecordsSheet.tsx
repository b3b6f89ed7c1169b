import { Button, Checkbox } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownRecord, WholeClient } from '#modules/client/client.contract.ts';
import { canWriteClient } from '#modules/client/client.policy.ts';
import { Chip } from '#kit/Chip.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Facts, Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { kindOf, type RecordKind } from '../fields/catalogue.ts';
import { MaskedValue } from './MaskedValue.tsx';
import { fieldWords, filledFields, isFigure, valueWords } from './record-words.tsx';

const RecordDialog = lazy(async () => ({ default: (await import('./RecordDialog.tsx')).RecordDialog }));
const RecordFormDialog = lazy(async () => ({ default: (await import('./RecordFormDialog.tsx')).RecordFormDialog }));

const mostColumns = 6;

/** The records of one kind of a client: one as names and values, several as a ledger; pressed, a record opens whole. */
export function RecordsSheet({ of, kind }: { of: WholeClient; kind: RecordKind }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<string>();
  const [adding, setAdding] = useState(false);
  const [withEnded, setWithEnded] = useState(false);
  const all = of.records.filter((record) => record.kind === kind);
  const ended = all.filter((record) => record.ended).length;
  const records = withEnded ? all : all.filter((record) => !record.ended);
  const held = { client: of.client.id, capabilities: of.capabilities };
  const writes = canWriteClient(held);
  const { many } = kindOf(kind);
  const opened = all.find(({ id }) => id === open);
  const title = t(`record.${kind}.title`);

  const value = (record: ShownRecord, name: string) =>
    record.masked.includes(name) ? (
      <MaskedValue key={`${record.id} ${record.version}`} record={record} name={name} held={held} />
    ) : (
      valueWords(t, kind, name, record.fields[name])
    );
  const columns: Column<ShownRecord>[] = filledFields(kind, records)
    .slice(0, mostColumns)
    .map((name, at) => ({
      key: name,
      title: fieldWords(t, kind, name),
      ...(isFigure(kind, name) ? { align: 'end' as const } : {}),
      ...(at > 2 ? { wide: true } : {}),
      render: (record) => (
        <>
          {value(record, name)} {at === 0 && record.ended && <Chip>{t('client.ended')}</Chip>}
        </>
      ),
    }));

  return (
    <Sheet
      title={title}
      extra={
        <span className="row">
          {ended > 0 && (
            <Checkbox checked={withEnded} onChange={({ target }) => setWithEnded(target.checked)}>
              {t('client.with-ended', { count: ended })}
            </Checkbox>
          )}
          {many && (
            <VerdictButton verdict={writes} size="small" onClick={() => setAdding(true)}>
              {t('client.add-record')}
            </VerdictButton>
          )}
        </span>
      }
      {...(!many && all[0] && writes.allowed
        ? { foot: <Button onClick={() => setOpen(all[0]!.id)}>{t('client.open-record')}</Button> }
        : {})}
    >
      {records.length === 0 ? (
        <p className="sheet-body faint">{t('client.no-records', { kind: title })}</p>
      ) : many ? (
        <LedgerTable
          label={title}
          columns={columns}
          rows={records}
          rowKey={({ id }) => id}
          onOpen={({ id }) => setOpen(id)}
        />
      ) : (
        <Facts
          of={filledFields(kind, records).map((name) => ({
            name: fieldWords(t, kind, name),
            value: value(records[0]!, name),
          }))}
        />
      )}
      <Suspense>
        {opened && <RecordDialog record={opened} held={held} onClose={() => setOpen(undefined)} />}
        {adding && <RecordFormDialog client={of.client.id} kind={kind} onClose={() => setAdding(false)} />}
      </Suspense>
    </Sheet>
  );
}
