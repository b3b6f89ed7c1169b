import { useMutation } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ShownRecord } from '#modules/client/client.contract.ts';
import { canReveal, type HeldOn } from '#modules/client/client.policy.ts';
import { verdictText } from '#kit/explain.ts';
import { clients } from './client.api.ts';
import { valueWords } from './record-words.tsx';

const shownFor = 30_000;

/** A sensitive value under its mask, with a word to reveal it for half a minute; each reveal is journalled. */
export function MaskedValue({ record, name, held }: { record: ShownRecord; name: string; held: HeldOn }) {
  const { t } = useTranslation();
  const reveal = useMutation(clients.revealField.mutationOptions());
  const { reset } = reveal;
  const shown = reveal.data;
  useEffect(() => {
    if (!shown) return;
    const timer = setTimeout(reset, shownFor);
    return () => clearTimeout(timer);
  }, [shown, reset]);
  const verdict = canReveal(held);
  if (shown) return <span className="client-revealed">{valueWords(t, record.kind, name, shown.value)}</span>;
  return (
    <span className="line">
      {String(record.fields[name])}
      {verdict.allowed ? (
        <button
          type="button"
          className="client-reveal"
          aria-label={t('client.reveal-what', { what: t(`record.${record.kind}.${name}`, { defaultValue: name }) })}
          disabled={reveal.isPending}
          onClick={() => reveal.mutate({ record: record.id, field: name })}
        >
          {t('client.reveal')}
        </button>
      ) : (
        <span className="unseen">{verdictText(verdict)}</span>
      )}
    </span>
  );
}
