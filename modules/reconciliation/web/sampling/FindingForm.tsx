import { useQuery } from '@tanstack/react-query';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordKind } from '#modules/client/client.contract.ts';
import { fieldWords } from '#modules/client/web/client.parts.tsx';
import {
  type Inspected,
  type Outcome,
  outcomes,
  type SampleLine,
  type SampleLineFields,
} from '#modules/reconciliation/reconciliation.contract.ts';
import { Answer } from '#kit/Answer.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { TextField } from '#kit/fields.tsx';
import { Facts } from '#kit/Sheet.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { ShownValue } from '../FieldWords.tsx';
import { reconciliation } from '../reconciliation.api.ts';
import { valueOf } from '../typed-value.ts';

type FindingFormProps = {
  lot: Id<'sampling-lot'>;
  line: SampleLine;
  onInspected: (result: Inspected) => Promise<void>;
};

/** Columns of the 清册 in its order. */
const columns = ['number', 'from', 'until', 'quantity', 'unit', 'medium', 'original', 'place', 'retention', 'due'];

type Field = SampleLineFields['fields'][number];
type Values = { remark: string } & Record<`found.${string}`, string | undefined>;

/** What was handed over in a drawn line, and what the checker finds of it; nothing that anybody found before. */
export function FindingForm({ lot, line, onInspected }: FindingFormProps) {
  const { t } = useTranslation();
  const [reveal, setReveal] = useState(false);
  const fields = useQuery(
    reconciliation.readSampleLine.queryOptions({
      input: { lot, item: line.item, reveal },
      placeholderData: (before) => before,
    }),
  );
  const listed = columns.filter((name) => line.listed[name]).map((name) => [name, line.listed[name]] as const);
  return (
    <>
      <p className="quiet">{t('sampling.blind')}</p>
      {listed.length > 0 && (
        <Facts of={listed.map(([name, value]) => ({ name: t(`sampling.listed.${name}`), value }))} />
      )}
      <Answer of={fields}>
        {(data) => (
          <>
            {data.fields.length > 0 && (
              <Button type="link" onClick={() => setReveal(!reveal)}>
                {t(reveal ? 'check.hide' : 'check.reveal')}
              </Button>
            )}
            <Finding lot={lot} line={line} of={data} onInspected={onInspected} />
          </>
        )}
      </Answer>
    </>
  );
}

function Finding({ lot, line, of, onInspected }: FindingFormProps & { of: SampleLineFields }) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<Outcome>('as-listed');
  const [otherwise, setOtherwise] = useState<ReadonlySet<string>>(new Set());
  const asksFields = outcome === 'as-listed' && of.fields.length > 0;

  async function inspect(values: Values) {
    const found = of.fields.map(({ field, type }) => ({
      field,
      found: otherwise.has(field)
        ? ({ kind: 'value', value: valueOf({ type }, values[`found.${field}`]) } as const)
        : ({ kind: 'as-handed' } as const),
    }));
    await onInspected(
      await reconciliation.inspectLine.call({
        lot,
        item: line.item,
        outcome,
        fields: asksFields ? found : [],
        remark: values.remark,
      }),
    );
  }

  function choose(field: string, value: string) {
    const next = new Set(otherwise);
    if (value === 'value') next.add(field);
    else next.delete(field);
    setOtherwise(next);
  }

  return (
    <EntryForm<Values> submit={t('sampling.finding.submit')} onSubmit={inspect}>
      <div className="finding-outcome" role="group" aria-label={t('sampling.finding.outcome')}>
        <Segmented
          value={outcome}
          options={outcomes.map((value) => ({ value, label: t(`sampling.outcome.${value}`) }))}
          onChange={setOutcome}
        />
      </div>
      {asksFields &&
        of.fields.map((field) => (
          <FieldFinding
            key={field.field}
            of={field}
            label={fieldWords(t, (of.record ?? 'basic') as RecordKind, field.field)}
            isOtherwise={otherwise.has(field.field)}
            onChoose={(value) => choose(field.field, value)}
          />
        ))}
      <TextField
        name="remark"
        label={t('sampling.finding.remark')}
        help={t('sampling.finding.remark-help')}
        maxLength={200}
      />
    </EntryForm>
  );
}

function FieldFinding({
  of,
  label,
  isOtherwise,
  onChoose,
}: {
  of: Field;
  label: string;
  isOtherwise: boolean;
  onChoose: (value: string) => void;
}) {
  const { t } = useTranslation();
  return (
    <div className="finding-field">
      <span>
        <span className="quiet">{label}</span> <ShownValue of={of} value={of.handed} />
      </span>
      <Segmented
        size="small"
        aria-label={label}
        value={isOtherwise ? 'value' : 'as-handed'}
        options={['as-handed', 'value'].map((value) => ({ value, label: t(`sampling.found.${value}`) }))}
        onChange={onChoose}
      />
      {isOtherwise && (
        <TextField
          name={`found.${of.field}`}
          label={t('sampling.found.what', { field: label })}
          maxLength={200}
          optional
        />
      )}
    </div>
  );
}
