import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Dialog } from '#kit/Dialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { NoteField } from '#kit/fields.tsx';
import { notify } from '#kit/notice.ts';
import type { AskExport } from '../archive.contract.ts';
import { archive } from './archive.api.ts';

type Values = { reason: string; recipients?: string };

/** Asks for the export that the address names: of a client, of a sealed package, or of the firm. */
export function AskExportDialog({ search, onClose }: { search: URLSearchParams; onClose: () => void }) {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const ask = useMutation(archive.askExport.mutationOptions({ meta: { explained: true } }));
  const wanted = wantedBy(search);

  async function submit({ reason, recipients = '' }: Values) {
    const named = recipients.split(/[\s,;]+/).filter((one) => one !== '');
    await ask.mutateAsync({ ...wanted!, reason, recipients: named });
    await memory.invalidateQueries({ queryKey: archive.key() });
    notify({ text: t('archive.exports.is-asked'), standing: 'agreed' });
    onClose();
  }

  return (
    <Dialog title={t('archive.exports.ask')} open={wanted !== null} onClose={onClose}>
      {wanted && (
        <div className="stack">
          <p className="quiet">{t(`archive.exports.what.${wanted.scope}`)}</p>
          <EntryForm<Values>
            submit={t('archive.exports.ask')}
            onSubmit={submit}
            onCancel={{ text: t('kit.cancel'), run: onClose }}
          >
            <NoteField
              name="recipients"
              label={t('archive.exports.recipients')}
              help={t('archive.exports.recipients.help')}
              maxLength={4000}
              optional
            />
            <NoteField name="reason" label={t('archive.exports.reason')} maxLength={400} />
          </EntryForm>
        </div>
      )}
    </Dialog>
  );
}

function wantedBy(search: URLSearchParams): Pick<AskExport, 'scope' | 'client' | 'package'> | null {
  const client = search.get('client') as AskExport['client'] | null;
  const sealed = search.get('package') as AskExport['package'] | null;
  if (client) return { scope: 'client', client };
  if (sealed) return { scope: 'package', package: sealed };
  return search.has('firm') ? { scope: 'firm' } : null;
}
