import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Compared, SourcePreview, SourceReading } from '#modules/reconciliation/reconciliation.contract.ts';
import { Dialog } from '#kit/Dialog.tsx';
import { explain } from '#kit/explain.ts';
import { FileField } from '#kit/FileField.tsx';
import { Mark } from '#kit/Mark.tsx';
import { Skeleton } from '#kit/states.tsx';
import type { Id } from '#platform/kernel/id.ts';
import { handovers, reconciliation } from './reconciliation.api.ts';
import { SourcePreviewForm } from './SourcePreviewForm.tsx';
import { SourceResult } from './SourceResult.tsx';

/** Checks the clients of a batch against a second register: the file, what it was understood as, the result. */
export function SourceDialog({ batch, onClose }: { batch: Id<'batch'>; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const [file, setFile] = useState<File>();
  const [preview, setPreview] = useState<SourcePreview>();
  const [result, setResult] = useState<Compared>();
  const meta = { explained: true };
  const look = useMutation(reconciliation.previewSource.mutationOptions({ meta }));
  const check = useMutation(reconciliation.checkAgainstSource.mutationOptions({ meta }));
  const trouble = check.error ?? look.error;

  function read(chosen: File, reading: SourceReading) {
    setFile(chosen);
    void look
      .mutateAsync({ batch, file: chosen, reading })
      .then(setPreview)
      .catch(() => setPreview(undefined));
  }

  async function compare(reading: SourceReading) {
    setResult(await check.mutateAsync({ batch, file: file!, reading }));
    await Promise.all([
      memory.invalidateQueries({ queryKey: reconciliation.key() }),
      memory.invalidateQueries({ queryKey: handovers.key() }),
    ]);
  }

  return (
    <Dialog title={t('source.title')} open onClose={onClose} width={760}>
      {result ? (
        <SourceResult of={result} foot={<Button onClick={onClose}>{t('kit.close')}</Button>} />
      ) : (
        <>
          <p className="quiet source-intro">{t('source.intro')}</p>
          <FileField
            label={t('source.file')}
            help={t('source.file-help')}
            accept=".csv,.txt,.xlsx"
            onFile={(chosen) => read(chosen, {})}
          />
          {trouble && (
            <p role="alert" className="field-refusal">
              <Mark of="differs" /> {explain(trouble).text} <span className="quiet">{explain(trouble).help}</span>
            </p>
          )}
          {look.isPending && <Skeleton lines={4} />}
          {preview && file && !look.isPending && (
            <SourcePreviewForm
              key={JSON.stringify(preview.columns)}
              of={preview}
              busy={check.isPending}
              onAgain={(reading) => read(file, reading)}
              onCheck={(reading) => void compare(reading).catch(() => {})}
            />
          )}
        </>
      )}
    </Dialog>
  );
}
