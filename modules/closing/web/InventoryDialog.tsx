import { useQuery } from '@tanstack/react-query';
import { Segmented } from 'antd';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Inventory } from '#modules/archive/archive.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { Dialog } from '#kit/Dialog.tsx';
import type { Column } from '#kit/ledger-column.ts';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Printable } from '#kit/Printable.tsx';
import type { SignOff } from '../closing.contract.ts';
import { closing } from './closing.api.ts';
import { PaperInventory } from './PaperInventory.tsx';
import './sign-off.css';

type Line = Inventory['lines'][number];
type InventoryDialogProps = { signOff: SignOff; open: boolean; onClose: () => void };

/** The inventory line by line, from the very bytes whose hash is signed; and as paper, for who signs by hand. */
export function InventoryDialog({ signOff, open, onClose }: InventoryDialogProps) {
  const { t } = useTranslation();
  const [as, setAs] = useState<'lines' | 'paper'>('lines');
  const { batch, inventory } = signOff;
  const query = useQuery(
    closing.readInventory.queryOptions({
      input: { batch },
      enabled: open,
      select: ({ json, hash }) => ({ inventory: JSON.parse(json) as Inventory, hash }),
    }),
  );
  return (
    <Dialog title={t('closing.read.title', { version: inventory?.version })} open={open} onClose={onClose} width={1080}>
      <Answer of={query}>
        {({ inventory: content, hash }) => (
          <div className="stack">
            <div className="row between">
              <Segmented
                value={as}
                onChange={setAs}
                options={[
                  { value: 'lines', label: t('closing.read.lines') },
                  { value: 'paper', label: t('closing.read.paper') },
                ]}
              />
              <span className="faint mono">sha256 {hash}</span>
            </div>
            {as === 'lines' ? (
              <LinesTable content={content} signOff={signOff} />
            ) : (
              <Printable label={t('closing.paper.print')}>
                <PaperInventory content={content} hash={hash} signOff={signOff} />
              </Printable>
            )}
          </div>
        )}
      </Answer>
    </Dialog>
  );
}

function LinesTable({ content, signOff }: { content: Inventory; signOff: SignOff }) {
  const { t, i18n } = useTranslation();
  const language = i18n.language === 'en' ? 'en' : 'zh';
  const names = useMemo(() => new Map(content.clients.map(({ number, name }) => [number, name])), [content]);
  const kinds = useMemo(
    () => new Map(signOff.totals.map(({ kind, name }) => [kind, name[language]])),
    [signOff.totals, language],
  );
  const columns: Column<Line>[] = [
    { key: 'client', title: t('closing.line.client'), render: ({ client }) => names.get(client) ?? client },
    { key: 'position', title: t('closing.line.position'), align: 'end', width: 64, render: ({ position }) => position },
    {
      key: 'kind',
      title: t('closing.column.kind'),
      wide: true,
      width: 148,
      render: ({ kind }) => kinds.get(kind) ?? kind,
    },
    { key: 'name', title: t('closing.line.name'), render: ({ name }) => name },
    {
      key: 'quantity',
      title: t('closing.line.quantity'),
      align: 'end',
      wide: true,
      width: 88,
      render: ({ quantity, unit }) => (quantity ? `${quantity} ${unit ?? ''}` : '—'),
    },
    {
      key: 'state',
      title: t('closing.line.state'),
      wide: true,
      width: 88,
      render: ({ state }) => t(`closing.line.state.${state}`),
    },
    { key: 'result', title: t('closing.line.result'), width: 120, render: (line) => <Result line={line} /> },
  ];
  return (
    <LedgerTable
      label={t('closing.read')}
      columns={columns}
      rows={content.lines}
      rowKey={({ item }) => item}
      standing={({ result, state }) => (result === 'different' ? 'differs' : state === 'missing' ? 'warns' : undefined)}
      framed
    />
  );
}

function Result({ line: { result, state, difference } }: { line: Line }) {
  const { t } = useTranslation();
  if (state === 'none' || state === 'dropped') return <span className="faint">{difference ?? '—'}</span>;
  const mark = (
    { agreed: 'agreed', corrected: 'agreed', noted: 'warns', different: 'differs', unchecked: null } as const
  )[result];
  return (
    <span title={difference ?? undefined}>
      {mark && <Mark of={mark} />} {t(`closing.line.result.${result}`)}
    </span>
  );
}
