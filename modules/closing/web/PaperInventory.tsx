import { useTranslation } from 'react-i18next';
import type { Inventory } from '#modules/archive/archive.contract.ts';
import type { SignOff } from '../closing.contract.ts';
import { mannerRemark } from './manner-remark.ts';

/** The inventory as a paper to be signed by hand: cover, every line, what is to be explained, and places for the signatures. */
export function PaperInventory({ content, hash, signOff }: { content: Inventory; hash: string; signOff: SignOff }) {
  const { t } = useTranslation();
  const kinds = new Map(signOff.totals.map(({ kind, name }) => [kind, name.zh]));
  const names = new Map(content.clients.map(({ number, name }) => [number, name]));
  const { manner, mannerReason } = content.handover;
  const remark = mannerRemark({ manner, reason: mannerReason, parties: content.parties }, t);
  return (
    <div className="paper-frame">
      <div className="paper-sheet">
        <h2>{t('closing.sheet')}</h2>
        <p>
          {content.firm.name} · {content.handover.number}/{content.batch.number} ·{' '}
          {t('closing.draft', { version: content.version })} · {t('closing.paper.cutoff', { cutOff: content.cutOff })}
        </p>
        <p className="mono">sha256 {hash}</p>
        <p>{t('closing.paper.day')}</p>
        <table>
          <thead>
            <tr>
              {['position', 'client', 'name', 'number', 'quantity', 'place', 'state', 'result', 'remark'].map(
                (column) => (
                  <th key={column}>{t(`closing.line.${column}`)}</th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {content.lines.map((line) => (
              <tr key={line.item}>
                <td>{line.position}</td>
                <td>{names.get(line.client) ?? line.client}</td>
                <td>
                  {line.name}
                  {kinds.has(line.kind) && <span className="faint"> · {kinds.get(line.kind)}</span>}
                </td>
                <td>{line.number}</td>
                <td>{line.quantity && `${line.quantity} ${line.unit ?? ''}`}</td>
                <td>{line.place}</td>
                <td>{t(`closing.line.state.${line.state}`)}</td>
                <td>{line.state === 'none' ? '' : t(`closing.line.result.${line.result}`)}</td>
                <td>{[line.difference, line.remark].filter(Boolean).join(' ')}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p>
          <b>{t('closing.remarks')}</b> {remark ?? (content.notes.length === 0 && t('closing.remarks.none'))}
        </p>
        {content.notes.length > 0 && (
          <ol>
            {content.notes.map((note, at) => (
              <li key={at}>
                {t('closing.paper.note', { ...note, client: (note.client && names.get(note.client)) ?? '' })}
              </li>
            ))}
          </ol>
        )}
        <div className="paper-signs">
          {signOff.signatures.map(({ side, name, title }) => (
            <div key={side}>
              {t(`side.${side}`)} {name} · {title}
            </div>
          ))}
        </div>
      </div>
    </div>
  );
}
