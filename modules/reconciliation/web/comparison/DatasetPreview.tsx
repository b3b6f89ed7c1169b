import { useTranslation } from 'react-i18next';
import { Sheet } from '#kit/Sheet.tsx';

type DatasetPreviewProps = {
  columns: readonly string[];
  /** The first rows as written; null for whom values are not shown. */
  rows: readonly (readonly string[])[] | null;
};

/** The first rows of a dataset, cell by cell, as they stand in the file. */
export function DatasetPreview({ columns, rows }: DatasetPreviewProps) {
  const { t } = useTranslation();
  if (rows === null)
    return (
      <Sheet title={t('comparison.preview')} padded>
        <p className="quiet">{t('comparison.preview.hidden')}</p>
      </Sheet>
    );
  return (
    <Sheet title={t('comparison.preview')} extra={t('comparison.preview.first', { count: rows.length })}>
      <div
        className="ledger ledger-tight dataset-preview"
        tabIndex={0}
        role="region"
        aria-label={t('comparison.preview')}
      >
        <table>
          <thead>
            <tr>
              {columns.map((column) => (
                <th key={column} scope="col">
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((cells, row) => (
              <tr key={row}>
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
