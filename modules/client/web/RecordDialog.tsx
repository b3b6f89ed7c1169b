import { useQuery } from '@tanstack/react-query';
import { Input } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownRecord } from '#modules/client/client.contract.ts';
import { canWriteClient, type HeldOn } from '#modules/client/client.policy.ts';
import { Answer } from '#kit/Answer.tsx';
import { Instant } from '#kit/Day.tsx';
import { Dialog } from '#kit/Dialog.tsx';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { Facts } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import { kindOf } from '../fields/catalogue.ts';
import { clients, people } from './client.api.ts';
import { MaskedValue } from './MaskedValue.tsx';
import { RecordFormDialog } from './RecordFormDialog.tsx';
import { fieldWords, filledFields, valueWords } from './record-words.tsx';

/** One record whole: its fields, its earlier versions, and what can be done with it. */
export function RecordDialog({ record, held, onClose }: { record: ShownRecord; held: HeldOn; onClose: () => void }) {
  const { t } = useTranslation();
  const [deed, setDeed] = useState<'change' | 'end'>();
  const [reason, setReason] = useState('');
  const writes = canWriteClient(held);
  if (deed === 'change')
    return <RecordFormDialog client={held.client} kind={record.kind} record={record} onClose={onClose} />;
  return (
    <>
      <Dialog
        title={record.label || t(`record.${record.kind}.title`)}
        open={deed === undefined}
        onClose={onClose}
        width={720}
        foot={
          !record.ended && (
            <span className="row between">
              {kindOf(record.kind).many ? (
                <VerdictButton verdict={writes} onClick={() => setDeed('end')}>
                  {t('client.end-record')}
                </VerdictButton>
              ) : (
                <span />
              )}
              <VerdictButton verdict={writes} type="primary" onClick={() => setDeed('change')}>
                {t('client.change-record')}
              </VerdictButton>
            </span>
          )
        }
      >
        <Facts
          of={filledFields(record.kind, [record]).map((name) => ({
            name: fieldWords(t, record.kind, name),
            value: record.masked.includes(name) ? (
              <MaskedValue record={record} name={name} held={held} />
            ) : (
              valueWords(t, record.kind, name, record.fields[name])
            ),
          }))}
        />
        <Versions of={record} />
      </Dialog>
      <EffectsDialog
        title={t('client.end-record')}
        open={deed === 'end'}
        onClose={onClose}
        effects={[t('client.end-record.effect', { label: record.label || t(`record.${record.kind}.title`) })]}
        deed={t('client.end-record')}
        destructive
        ready={reason.trim().length > 1}
        onDeed={() => clients.endRecord.call({ record: record.id, version: record.version, reason })}
      >
        <Input
          aria-label={t('client.reason')}
          placeholder={t('client.reason')}
          maxLength={200}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
      </EffectsDialog>
    </>
  );
}

/** Earlier versions, masked, with who replaced them and why. */
function Versions({ of }: { of: ShownRecord }) {
  const { t } = useTranslation();
  const versions = useQuery(clients.listVersions.queryOptions({ input: { record: of.id }, enabled: of.version > 1 }));
  const everybody = useQuery(people.listPeople.queryOptions({ staleTime: 60_000 }));
  if (of.version === 1) return <p className="faint">{t('client.first-version')}</p>;
  return (
    <Answer of={versions}>
      {(rows) => (
        <div className="client-versions">
          {rows.slice(1).map((row) => (
            <div key={row.version} className="client-version">
              <p>
                <span className="strong">{t('client.version', { version: row.version })}</span>{' '}
                <span className="quiet">
                  <Instant value={row.changedAt} /> {everybody.data?.find(({ id }) => id === row.changedBy)?.name}
                </span>
              </p>
              <p className="quiet">{t('client.replaced-for', { reason: row.reason ?? '—' })}</p>
              <Facts
                of={filledFields(of.kind, [row])
                  .filter((name) => row.fields[name] !== of.fields[name] || row.masked.includes(name))
                  .map((name) => ({
                    name: fieldWords(t, of.kind, name),
                    value: valueWords(t, of.kind, name, row.fields[name]),
                  }))}
              />
            </div>
          ))}
        </div>
      )}
    </Answer>
  );
}
