import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { JournalEntry } from '#modules/journal/journal.contract.ts';
import { formatInstant } from '#kit/Day.tsx';
import { Dialog } from '#kit/Dialog.tsx';
import { formatCount } from '#kit/figures.ts';
import './journal-entry.css';

/** What an entry says was done, in words; the bare verb when it has none. */
export function useVerbWords(): (verb: string) => string {
  const { t, i18n } = useTranslation();
  return (verb) => (i18n.exists(`journal.verb.${verb}`) ? t(`journal.verb.${verb}`) : verb);
}

/** Where an entry came from: the network address and the kind of program, as the request told them. */
export function originOf({ facts }: JournalEntry): { address?: string; device?: string } {
  return (facts?.from as { address?: string; device?: string } | undefined) ?? {};
}

/** `Firefox`, `Chrome`, …; the first word of what else there is. */
export function shortDevice(device: string): string {
  const known = ['Edg', 'Firefox', 'Chrome', 'Safari'].find((name) => device.includes(`${name}/`));
  return known === 'Edg' ? 'Edge' : (known ?? device.split(/[\s/]/)[0] ?? device);
}

/** Everything of one entry: names, place in the log, and the facts as they are committed to. */
export function EntryDialog({
  entry,
  who,
  about,
  onClose,
}: {
  entry: JournalEntry;
  who: ReactNode;
  about: ReactNode;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const words = useVerbWords();
  const { address, device } = originOf(entry);
  const { from: _, ...facts } = entry.facts ?? {};
  const lines: [string, ReactNode][] = [
    [t('journal.at'), formatInstant(entry.at)],
    [t('journal.who'), who],
    [t('journal.about'), about],
    [t('journal.from'), [address, device].filter(Boolean).join(' · ') || '—'],
    [t('journal.verb'), <code key="verb">{entry.verb}</code>],
    [t('journal.place'), entry.index === null ? t('journal.place.none') : `#${formatCount(entry.index)}`],
    [t('journal.id'), <code key="id">{entry.id}</code>],
  ];
  return (
    <Dialog title={words(entry.verb)} open onClose={onClose}>
      <dl className="entry">
        {lines.map(([name, value]) => (
          <div key={name}>
            <dt className="quiet">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="quiet">{entry.facts ? t('journal.facts') : t('journal.facts.erased')}</p>
      {entry.facts && <pre className="entry-facts">{JSON.stringify(facts, null, 2)}</pre>}
    </Dialog>
  );
}
