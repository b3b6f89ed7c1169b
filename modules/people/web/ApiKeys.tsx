import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer } from '#kit/Answer.tsx';
import { Instant } from '#kit/Day.tsx';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { useActions } from '#kit/palette.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { people } from './people.api.ts';

const AddKeyDialog = lazy(async () => ({ default: (await import('./AddKeyDialog.tsx')).AddKeyDialog }));

/** Keys for programs that act as me: made and shown once, listed, ended at once. */
export function ApiKeys() {
  const { t } = useTranslation();
  const memory = useQueryClient();
  const keys = useQuery(people.listApiKeys.queryOptions());
  const end = useMutation(people.endApiKey.mutationOptions({ meta: { explained: true } }));
  const [adding, setAdding] = useState(false);
  const [ending, setEnding] = useState<{ id: string; name: string }>();
  const again = () => memory.invalidateQueries({ queryKey: people.listApiKeys.key() });
  useActions([{ id: 'people.api-key', text: t('people.api-key.add'), run: () => setAdding(true) }]);
  const add = <Button onClick={() => setAdding(true)}>{t('people.api-key.add')}</Button>;
  return (
    <Sheet title={t('people.api-keys')} extra={keys.data && keys.data.length > 0 && add}>
      <Answer
        of={keys}
        empty={(rows) =>
          rows.length === 0 && (
            <Empty
              sentence={t('people.api-key.empty')}
              button={add}
              example={<code>BATON_KEY=baton_… npm run baton -- client list</code>}
            />
          )
        }
      >
        {(rows) => (
          <LedgerTable
            label={t('people.api-keys')}
            rows={rows}
            rowKey={({ id }) => id}
            columns={[
              { key: 'name', title: t('people.api-key.name'), render: ({ name }) => name },
              {
                key: 'made',
                title: t('people.api-key.made'),
                wide: true,
                render: ({ createdAt }) => <Instant value={createdAt} />,
              },
              {
                key: 'ends',
                title: t('people.api-key.ends'),
                render: ({ expiresAt }) => <Instant value={expiresAt} />,
              },
              {
                key: 'deed',
                title: <span className="unseen">{t('people.api-key.end')}</span>,
                align: 'end',
                width: 96,
                render: (key) => (
                  <Button size="small" onClick={() => setEnding(key)}>
                    {t('people.api-key.end')}
                  </Button>
                ),
              },
            ]}
          />
        )}
      </Answer>
      <Suspense>{adding && <AddKeyDialog onClose={() => setAdding(false)} onAdded={() => void again()} />}</Suspense>
      <EffectsDialog
        title={t('people.api-key.end-title', { name: ending?.name })}
        open={ending !== undefined}
        onClose={() => setEnding(undefined)}
        effects={[t('people.api-key.end-effect')]}
        deed={t('people.api-key.end')}
        destructive
        onDeed={async () => {
          await end.mutateAsync({ id: ending!.id });
          await again();
        }}
      />
    </Sheet>
  );
}
