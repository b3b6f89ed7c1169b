import { InputNumber, Select } from 'antd';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { DatasetDescription, DatasetReading } from '#modules/reconciliation/reconciliation.contract.ts';
import { formatCount, formatHash, formatSize } from '#kit/figures.ts';
import { Mark } from '#kit/Mark.tsx';
import { Facts, Line, Lines, Sheet } from '#kit/Sheet.tsx';
import type { ReadDataset } from './use-dataset.ts';

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;
const separators = [',', ';', '\t', '|'] as const;
const marksShown = 8;

type DatasetFoundProps = {
  of: ReadDataset;
  /** Has it read otherwise; without it nothing can be changed. */
  onRead?: (reading: DatasetReading) => void;
  busy: boolean;
};

/** What was found of a dataset, each finding with its ground and open to correction, and what is doubtful of it. */
export function DatasetFound({ of, onRead, busy }: DatasetFoundProps) {
  const { t } = useTranslation();
  const { found, doubts, marks, columns } = of.description;
  const by = (how: string | null) => (how ? ` · ${t(`comparison.by.${how}`)}` : '');
  const isText = found.format === 'text';
  return (
    <Sheet
      title={t('comparison.found')}
      extra={t('comparison.rows-found', { rows: formatCount(of.rows ?? 0), columns: formatCount(columns.length) })}
    >
      <Facts
        of={[
          {
            name: t('comparison.format'),
            value: `${isText ? 'CSV' : found.format.toUpperCase()} · ${formatSize(of.bytes)}`,
          },
          { name: 'sha256', value: <code title={of.sha256}>{formatHash(of.sha256)}</code> },
          ...(found.encoding
            ? [{ name: t('comparison.encoding'), value: `${found.encoding.toUpperCase()}${by(found.encodingBy)}` }]
            : []),
          ...(isText
            ? [
                {
                  name: t('comparison.separator'),
                  value: `${separatorWords(t, found.separator)}${by(found.separatorBy)}`,
                },
              ]
            : []),
          ...(found.sheet ? [{ name: t('comparison.sheet'), value: found.sheet }] : []),
          {
            name: t('comparison.header'),
            value: `${found.headerLine === null ? t('comparison.no-header') : t('comparison.line', { line: found.headerLine })}${by(found.headerBy)}`,
          },
        ]}
      />
      {onRead && <ReadingOptions of={of} busy={busy} onRead={onRead} />}
      {doubts.length + marks.length > 0 && (
        <Lines>
          {doubts.map(({ code, facts }, at) => (
            <Line key={at}>
              <Mark of="warns" /> {t(`doubt.${code}`, facts)}
            </Line>
          ))}
          {marks.slice(0, marksShown).map(({ code, severity, count, places }) => (
            <Line key={`${severity} ${code}`} note={placesOf(t, columns, places, count)}>
              <Mark of={severity === 'fault' ? 'differs' : 'warns'} /> {t(`problem.${code}`, places[0]?.facts ?? {})}
            </Line>
          ))}
        </Lines>
      )}
    </Sheet>
  );
}

function ReadingOptions({ of, busy, onRead }: Required<DatasetFoundProps>) {
  const { t } = useTranslation();
  const { found } = of.description;
  const said = of.reading;
  const option = (changes: DatasetReading) => onRead({ ...said, ...changes });
  const isText = found.format === 'text';
  if (!isText && found.sheets.length === 0) return null;
  return (
    <div className="dataset-options">
      {isText && (
        <>
          <label>
            {t('comparison.encoding')}
            <Select
              value={said.encoding ?? null}
              placeholder={t('comparison.as-found')}
              allowClear
              disabled={busy}
              options={encodings.map((value) => ({ value, label: value.toUpperCase() }))}
              onChange={(encoding) => option({ encoding: encoding ?? undefined })}
            />
          </label>
          <label>
            {t('comparison.separator')}
            <Select
              value={said.separator ?? null}
              placeholder={t('comparison.as-found')}
              allowClear
              disabled={busy}
              options={separators.map((value) => ({ value: value as string, label: separatorWords(t, value) }))}
              onChange={(separator) => option({ separator: separator ?? undefined })}
            />
          </label>
        </>
      )}
      {found.sheets.length > 1 && (
        <label>
          {t('comparison.sheet')}
          <Select
            value={said.sheet ?? found.sheet}
            disabled={busy}
            options={found.sheets.map((name) => ({ value: name, label: name }))}
            onChange={(sheet) => option({ sheet: sheet ?? undefined })}
          />
        </label>
      )}
      <label>
        {t('comparison.header')}
        <InputNumber
          min={0}
          max={1000}
          value={said.headerLine ?? found.headerLine}
          disabled={busy}
          changeOnWheel={false}
          onBlur={({ target }) => {
            const line = Number(target.value);
            if (target.value !== '' && line !== (said.headerLine ?? found.headerLine ?? 0))
              option({ headerLine: line });
          }}
        />
      </label>
    </div>
  );
}

function separatorWords(t: TFunction, separator: string | null): string {
  if (separator === null) return t('comparison.no-separator');
  return separator === '\t' ? t('comparison.tab') : separator;
}

/** Where it stands, by lines: `共 12 处:第 3、8、9 行…`. */
function placesOf(
  t: TFunction,
  columns: DatasetDescription['columns'],
  places: DatasetDescription['marks'][number]['places'],
  count: number,
): string {
  const shown = places.slice(0, 6);
  const names = [...new Set(shown.flatMap(({ column }) => (column === null ? [] : [columns[column]?.name])))];
  const lines = shown.map(({ line }) => line).join(t('comparison.and'));
  const where = t('comparison.places', {
    count,
    shown: formatCount(count),
    lines: count > shown.length ? `${lines} …` : lines,
  });
  return names.length > 0 ? `${names.join(t('comparison.and'))} · ${where}` : where;
}
