import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Proof } from '#modules/handover/handover.contract.ts';
import type { SheetLine } from '#modules/reconciliation/reconciliation.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField } from '#kit/ChoiceField.tsx';
import { CheckField, DayField, NoteField, TextField } from '#kit/fields.tsx';
import { localDateOf } from '#platform/kernel/local-date.ts';
import { type EvidencePlace, useEvidenceFile } from './evidence.tsx';
import { OpenSecret } from './OpenSecret.tsx';
import { handovers, reconciliation } from './reconciliation.api.ts';

type ProofDialogProps = { place: EvidencePlace; line: SheetLine; onDone: (words: string) => void; onClose: () => void };

/** The receiver shows by the method of the line that it was received, or says what is wrong with it. */
export function ProofDialog({ place, line, onDone, onClose }: ProofDialogProps) {
  const { t } = useTranslation();
  const [wrong, setWrong] = useState(false);
  return (
    <Dialog title={t('check.proof.title', { title: line.title })} open onClose={onClose}>
      {wrong ? (
        <ReportForm line={line} onDone={onDone} onBack={() => setWrong(false)} />
      ) : (
        <ProofForm place={place} line={line} onDone={onDone} onWrong={() => setWrong(true)} />
      )}
    </Dialog>
  );
}

/** What the fields of all methods give; each method takes its own. */
interface Values {
  counted?: string;
  serial?: string;
  receipt?: string;
  signedIn?: boolean;
  clientConfirmed?: boolean;
  boundOn?: string;
  toldBack?: string;
  asOf?: string;
  statement?: string;
  dueOn?: string;
}

function ProofForm({ place, line, onDone, onWrong }: Omit<ProofDialogProps, 'onClose'> & { onWrong: () => void }) {
  const { t } = useTranslation();
  const file = useEvidenceFile(place);
  const asks = (key: string) => line.evidence.includes(key);
  const today = localDateOf(new Date());
  const withFile = ['physical', 'file', 'rebind', 'balance'].includes(line.method);

  async function prove(values: Values) {
    const document = await file.send();
    const proof = proofOf(line, values, document?.id, document?.sha256);
    await handovers.proveItem.call({ item: line.item, proof });
    onDone(t('check.proof.done'));
  }

  return (
    <EntryForm<Values>
      submit={t('check.proof.submit')}
      initial={{ boundOn: today, asOf: line.line.until ?? today, dueOn: line.line.due ?? today }}
      onSubmit={prove}
      onCancel={{ text: t('check.report.title'), run: onWrong }}
    >
      {line.method === 'physical' && (
        <>
          <TextField name="counted" label={t('check.proof.counted')} inputMode="numeric" maxLength={7} autoFocus />
          <TextField name="serial" label={t('check.proof.serial')} maxLength={100} optional={!line.line.number} />
          <CheckField name="both" label={t('check.proof.both')} mustBeTrue={t('check.proof.agree')} />
        </>
      )}
      {line.method === 'file' && (
        <CheckField name="opened" label={t('check.proof.opened')} mustBeTrue={t('check.proof.agree')} />
      )}
      {line.method === 'rebind' && <DayField name="boundOn" label={t('check.proof.bound-on')} max={today} />}
      {(line.method === 'rebind' || asks('filing-receipt')) && (
        <TextField name="receipt" label={t('check.proof.receipt')} maxLength={100} optional />
      )}
      {line.method === 'secret' && line.secret && <OpenSecret secret={line.secret} />}
      {line.method === 'knowledge' && (
        <NoteField
          name="toldBack"
          label={t('check.proof.told-back')}
          help={t('check.proof.told-back-help')}
          maxLength={2000}
          rows={5}
        />
      )}
      {line.method === 'balance' && (
        <>
          <DayField name="asOf" label={t('check.proof.as-of')} max={today} />
          <TextField name="statement" label={t('check.proof.statement')} maxLength={200} optional />
        </>
      )}
      {line.method === 'obligation' && <DayField name="dueOn" label={t('check.proof.due-on')} min={today} />}
      {(line.method === 'secret' || asks('signed-in')) && (
        <CheckField name="signedIn" label={t('check.proof.signed-in')} mustBeTrue={t('check.proof.agree')} />
      )}
      {asks('client-confirmation') && (
        <CheckField
          name="clientConfirmed"
          label={t('check.proof.client-confirmed')}
          mustBeTrue={t('check.proof.agree')}
        />
      )}
      {withFile && file.field}
    </EntryForm>
  );
}

/** The proof of the line's method from what was filled in; the server refuses what does not hold. */
function proofOf(
  line: SheetLine,
  values: Values,
  document: Extract<Proof, { method: 'physical' }>['document'],
  sha256: string | undefined,
): Proof {
  const shown = document ? { document } : {};
  const day = (value: string | undefined) => value as Extract<Proof, { method: 'balance' }>['asOf'];
  switch (line.method) {
    case 'physical':
      return {
        method: 'physical',
        counted: Number(values.counted),
        both: true,
        ...shown,
        ...(values.serial ? { serial: values.serial } : {}),
      };
    case 'file':
      return {
        method: 'file',
        opened: true,
        signedIn: values.signedIn ?? false,
        ...shown,
        ...(sha256 ? { sha256 } : {}),
        ...(line.record ? { recordVersion: line.record.version } : {}),
        ...(values.receipt ? { receipt: values.receipt } : {}),
      };
    case 'rebind':
      return {
        method: 'rebind',
        boundOn: day(values.boundOn),
        ...shown,
        signedIn: values.signedIn ?? false,
        clientConfirmed: values.clientConfirmed ?? false,
        ...(values.receipt ? { receipt: values.receipt } : {}),
      };
    case 'secret':
      return { method: 'secret', signedIn: true };
    case 'knowledge':
      return { method: 'knowledge', toldBack: values.toldBack ?? '' };
    case 'balance':
      return {
        method: 'balance',
        asOf: day(values.asOf),
        ...shown,
        ...(values.statement ? { statement: values.statement } : {}),
      };
    case 'obligation':
      return { method: 'obligation', dueOn: day(values.dueOn) };
  }
}

function ReportForm({
  line,
  onDone,
  onBack,
}: {
  line: SheetLine;
  onDone: (words: string) => void;
  onBack: () => void;
}) {
  const { t } = useTranslation();
  type Report = { state: 'missing' | 'unreadable' | 'different'; remark: string };

  async function report({ state, remark }: Report) {
    const { number } = await reconciliation.reportItem.call({ item: line.item, state, remark });
    onDone(t('check.report.done', { number }));
  }

  const states = ['missing', 'unreadable', 'different'] as const;
  return (
    <EntryForm<Report>
      submit={t('check.report.submit')}
      initial={{ state: 'missing' }}
      onSubmit={report}
      onCancel={{ text: t('kit.cancel'), run: onBack }}
    >
      <ChoiceField
        name="state"
        label={t('check.report.state')}
        choices={states.map((value) => ({ value, label: t(`check.state.${value}`) }))}
      />
      <NoteField name="remark" label={t('check.report.remark')} maxLength={500} />
    </EntryForm>
  );
}
