import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Id } from '#platform/kernel/id.ts';
import { paths } from '#kit/paths.ts';
import { documents } from '../document.api.ts';
import { KeepingChips, today, useKeepingWords } from './keeping-words.tsx';
import './retention.css';

/** How a file stands in the archive: its code, what it is of which year, how long it is kept, where its paper stands. */
export function ArchiveCard({ document }: { document: Id<'document'> }) {
  const { t } = useTranslation();
  const words = useKeepingWords();
  const { data } = useQuery(documents.listDirectory.queryOptions({ input: { document } }));
  const [row] = data?.rows ?? [];
  if (!row) return null;
  const facts = [
    [t('document.code'), row.code ?? '—'],
    [t('document.directory.kind'), [words.kind(row.kind), row.year].filter(Boolean).join(' ')],
    [t('document.keeping'), words.until(row)],
    [t('document.paper'), words.place(row.place)],
  ];
  return (
    <dl className="archive-card">
      {row.client && (
        <div>
          <dt className="faint">{t('document.directory.client')}</dt>
          <dd>
            <Link to={paths.classes(row.client.id)}>{row.client.name}</Link>
          </dd>
        </div>
      )}
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt className="faint">{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
      <KeepingChips of={row} today={today()} />
    </dl>
  );
}
