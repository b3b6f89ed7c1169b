import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  Answer as Said,
  CrossCheck,
  FieldRow,
  SheetLine,
} from '#modules/reconciliation/reconciliation.contract.ts';
import { Chip } from '#kit/Chip.tsx';
import { Instant } from '#kit/Day.tsx';
import { Sheet } from '#kit/Sheet.tsx';
import { VerdictButton } from '#kit/VerdictButton.tsx';
import type { ClientId, Id } from '#platform/kernel/id.ts';
import type { Verdict } from '#platform/kernel/verdict.ts';
import { ShownValue } from '../FieldWords.tsx';
import { reconciliation } from '../reconciliation.api.ts';
import './cross-check.css';

const TestimonyDialog = lazy(async () => ({ default: (await import('./TestimonyDialog.tsx')).TestimonyDialog }));

type CrossCheckPanelProps = {
  place: { handover: Id<'handover'>; client: ClientId };
  line: SheetLine;
  field: FieldRow;
  reveal: boolean;
  /** May the viewer record what a source says. */
  may: Verdict;
  onRecorded: () => void;
};

/** 交叉验证: what each source says of the field, side by side, and what is still needed. Nothing for a field that one source is enough for. */
export function CrossCheckPanel({ place, line, field, reveal, may, onRecorded }: CrossCheckPanelProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const checks = useQuery(
    reconciliation.readCrossChecks.queryOptions({ input: { ...place, reveal }, placeholderData: (before) => before }),
  );
  const found = checks.data?.find((one) => one.item === line.item && one.field === field.field);
  if (!found) return null;
  const { verdict } = found;
  const agreed = verdict.kind === 'agreed';
  const differs = verdict.kind === 'contradicted' || verdict.kind === 'split';
  return (
    <Sheet
      title={t('crosscheck.title')}
      extra={
        <Chip standing={agreed ? 'agreed' : differs ? 'differs' : 'warns'} mark>
          {t(`crosscheck.verdict.${verdict.kind}`)}
        </Chip>
      }
    >
      <ul className="voices">
        {found.answers.map((said, at) => (
          <Voice key={said.testimony ?? at} of={said} field={field} />
        ))}
      </ul>
      <div className="check-step">
        {!agreed && <p className={differs ? 'differs' : 'warns'}>{needs(found)}</p>}
        <VerdictButton verdict={may} onClick={() => setOpen(true)}>
          {t('crosscheck.record')}
        </VerdictButton>
      </div>
      {open && (
        <Suspense>
          <TestimonyDialog
            place={place}
            line={line}
            field={field}
            onRecorded={() => {
              setOpen(false);
              onRecorded();
            }}
            onClose={() => setOpen(false)}
          />
        </Suspense>
      )}
    </Sheet>
  );

  function needs({ verdict: now, rule }: CrossCheck): string {
    switch (now.kind) {
      case 'too-few':
        return t('crosscheck.needs.too-few', { have: now.have, least: now.least });
      case 'too-few-channels':
        return t('crosscheck.needs.too-few-channels', { have: now.have, least: now.least });
      case 'needed-missing':
        return t('crosscheck.needs.needed-missing', { voices: names(now.voices) });
      case 'contradicted':
        return t('crosscheck.needs.contradicted', { voices: names(now.by) });
      default:
        return t('crosscheck.needs.split', { least: rule.least });
    }
  }

  function names(voices: string[]): string {
    return voices.map((voice) => t(`crosscheck.voice.${voice}`)).join('、');
  }
}

function Voice({ of: said, field }: { of: Said; field: FieldRow }) {
  const { t } = useTranslation();
  const { voice, channel, value, by, at, remark, document, stale } = said;
  return (
    <li className={stale ? 'check-step voice faint' : 'check-step voice'}>
      <span className="strong">
        {t(`crosscheck.voice.${voice}`)}
        {channel !== 'record' && <span className="faint"> · {t(`crosscheck.channel.${channel}`)}</span>}
      </span>
      <span className="voice-value">
        {value === null ? (
          <span className="faint">{t('crosscheck.nothing')}</span>
        ) : (
          <ShownValue of={field} value={value} />
        )}
      </span>
      {by && (
        <span className="voice-who faint">
          {by.name} <Instant value={at} />
          {stale && ` · ${t('crosscheck.stale')}`}
          {(document ?? remark) && ` · ${document?.name ?? ''}${document && remark ? ' · ' : ''}${remark ?? ''}`}
        </span>
      )}
    </li>
  );
}
