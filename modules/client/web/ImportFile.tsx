import { InputNumber, Select } from 'antd';
import { useTranslation } from 'react-i18next';
import { formatCount, formatSize } from '#kit/figures.ts';
import { Mark } from '#kit/Mark.tsx';
import { Facts, Line, Lines, Sheet } from '#kit/Sheet.tsx';
import type { ImportStep } from './import-step.ts';

const encodings = ['utf-8', 'gb18030', 'utf-16le', 'utf-16be'] as const;
const separators = [',', ';', '\t', '|'] as const;

/** 文件: what was found of the file, each of it open to correction, and its first rows as they were read. */
export function ImportFile({ read, said, onSay, busy }: ImportStep & { busy: boolean }) {
  const { t } = useTranslation();
  const { found } = read;
  const by = (how: string | null) => (how ? t(`client.import.by.${how}`) : '');
  const option = (changes: Partial<typeof said.options>) =>
    onSay({ ...said, options: { ...said.options, ...changes } });
  return (
    <>
      <Sheet title={t('client.import.found')} extra={t('client.import.rows-found', { rows: formatCount(found.rows) })}>
        <Facts
          of={[
            { name: t('client.import.format'), value: `${found.format.toUpperCase()} · ${formatSize(found.bytes)}` },
            ...(found.encoding
              ? [
                  {
                    name: t('client.import.encoding'),
                    value: `${found.encoding.toUpperCase()} · ${by(found.encodingBy)}`,
                  },
                ]
              : []),
            ...(found.separator
              ? [
                  {
                    name: t('client.import.separator'),
                    value: `${separatorWords(found.separator, t)} · ${by(found.separatorBy)}`,
                  },
                ]
              : []),
            {
              name: t('client.import.header'),
              value: `${found.headerLine === null ? t('client.import.no-header') : t('client.import.line', { line: found.headerLine })} · ${by(found.headerBy)}`,
            },
            ...(found.sheet ? [{ name: t('client.import.sheet'), value: found.sheet }] : []),
            { name: t('client.import.blank-lines'), value: formatCount(found.blankLines) },
          ]}
        />
        <div className="import-options">
          {found.format === 'csv' && (
            <>
              <label>
                {t('client.import.encoding')}
                <Select
                  value={said.options.encoding ?? null}
                  placeholder={t('client.import.as-found')}
                  allowClear
                  disabled={busy}
                  options={encodings.map((value) => ({ value, label: value.toUpperCase() }))}
                  onChange={(encoding) => option({ encoding: encoding ?? undefined })}
                />
              </label>
              <label>
                {t('client.import.separator')}
                <Select
                  value={said.options.separator ?? null}
                  placeholder={t('client.import.as-found')}
                  allowClear
                  disabled={busy}
                  options={separators.map((value) => ({ value, label: separatorWords(value, t) }))}
                  onChange={(separator) => option({ separator: separator ?? undefined })}
                />
              </label>
            </>
          )}
          {found.sheets.length > 1 && (
            <label>
              {t('client.import.sheet')}
              <Select
                value={said.options.sheet ?? found.sheet}
                disabled={busy}
                options={found.sheets.map(({ name }) => ({ value: name, label: name }))}
                onChange={(sheet) => option({ sheet: sheet ?? undefined })}
              />
            </label>
          )}
          <label>
            {t('client.import.header')}
            <InputNumber
              min={0}
              max={1000}
              value={said.options.headerLine ?? found.headerLine}
              disabled={busy}
              changeOnWheel={false}
              onBlur={({ target }) => {
                const line = Number(target.value);
                if (target.value !== '' && line !== (said.options.headerLine ?? found.headerLine))
                  option({ headerLine: line });
              }}
            />
          </label>
        </div>
        {read.doubts.length > 0 && (
          <Lines>
            {read.doubts.map(({ code, facts }, at) => (
              <Line key={at}>
                <Mark of="warns" /> {t(`doubt.${code}`, facts)}
              </Line>
            ))}
          </Lines>
        )}
      </Sheet>
      <Preview read={read} />
    </>
  );
}

/** The first rows of the file, cell by cell, with the lines they stand on. */
export function Preview({ read }: Pick<ImportStep, 'read'>) {
  const { t } = useTranslation();
  return (
    <Sheet title={t('client.import.preview')} extra={t('client.import.first-rows', { count: read.preview.length })}>
      <div
        className="ledger ledger-tight import-preview"
        tabIndex={0}
        role="region"
        aria-label={t('client.import.preview')}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">{t('client.import.line-number')}</th>
              {read.columns.map(({ column }) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {read.preview.map(({ line, cells }) => (
              <tr key={line}>
                <td className="faint">{line}</td>
                {cells.map((cell, at) => (
                  <td key={at} title={cell}>
                    {cell}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Sheet>
  );
}

function separatorWords(separator: string, t: (key: string) => string): string {
  return separator === '\t' ? t('client.import.tab') : separator;
}
