import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportFormat, WholeComparison } from '#modules/reconciliation/reconciliation.contract.ts';
import { Instant } from '#kit/Day.tsx';
import { download } from '#kit/download.ts';
import { explain } from '#kit/explain.ts';
import { formatHash } from '#kit/figures.ts';
import { notify } from '#kit/notice.ts';
import { Facts, Sheet } from '#kit/Sheet.tsx';

const formats: readonly ExportFormat[] = ['xlsx', 'csv', 'jsonl', 'pdf'];

/** What proves the result: its hash and those of its inputs, with which anyone runs it again; and the result to take away. */
export function ResultProof({ of }: { of: WholeComparison }) {
  const { t, i18n } = useTranslation();
  const [fetching, setFetching] = useState<ExportFormat>();
  const hash = (value: string | null) => value && <code title={value}>{formatHash(value)}</code>;

  async function take(format: ExportFormat) {
    setFetching(format);
    try {
      const language = i18n.language.startsWith('zh') ? 'zh' : 'en';
      await download(`/comparisons/${of.id}/export/${format}?language=${language}`);
    } catch (error) {
      notify({ text: explain(error).text, standing: 'differs' });
    } finally {
      setFetching(undefined);
    }
  }

  return (
    <Sheet
      title={t('comparison.proof')}
      foot={
        of.mayReveal && (
          <div className="row">
            <span className="quiet">{t('comparison.export')}</span>
            {formats.map((format) => (
              <Button key={format} size="small" loading={fetching === format} onClick={() => void take(format)}>
                {t(`comparison.export.${format}`)}
              </Button>
            ))}
          </div>
        )
      }
    >
      <div className="comparison-proof">
        <Facts
          of={[
            { name: t('comparison.proof.result'), value: hash(of.result) },
            { name: t('comparison.proof.left'), value: hash(of.left.sha256) },
            { name: t('comparison.proof.right'), value: hash(of.right.sha256) },
            {
              name: t('comparison.proof.identity'),
              value: of.summary?.missed
                ? t('comparison.proof.hashed', { missed: of.summary.missed })
                : t('comparison.proof.bytes'),
            },
            {
              name: t('comparison.proof.by'),
              value: (
                <>
                  {of.startedBy.name} · <Instant value={of.finishedAt ?? of.startedAt} />
                </>
              ),
            },
          ]}
        />
      </div>
    </Sheet>
  );
}
