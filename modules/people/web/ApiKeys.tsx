import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Answer } from '#kit/Answer.tsx';
import { Instant } from '#kit/Day.tsx';
import { Dialog } from '#kit/Dialog.tsx';
import { EffectsDialog } from '#kit/EffectsDialog.tsx';
import { EntryForm } from '#kit/EntryForm.tsx';
import { ChoiceField, TextField } from '#kit/fields.tsx';
import { LedgerTable } from '#kit/LedgerTable.tsx';
import { notify } from '#kit/notice.ts';
import { useActions } from '#kit/palette.ts';
import { Sheet } from '#kit/Sheet.tsx';
import { Empty } from '#kit/states.tsx';
import { people } from './people.api.ts';

const lifetimes = [7, 30, 90, 365];

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
                title: '',
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
      <AddKeyDialog open={adding} onClose={() => setAdding(false)} onAdded={() => void again()} />
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

function AddKeyDialog({ open, onClose, onAdded }: { open: boolean; onClose: () => void; onAdded: () => void }) {
  const { t } = useTranslation();
  const add = useMutation(people.addApiKey.mutationOptions({ meta: { explained: true } }));
  const [made, setMade] = useState<string>();

  function close() {
    setMade(undefined);
    onClose();
  }

  async function copy() {
    await navigator.clipboard.writeText(made!);
    notify({ text: t('people.copied') });
  }

  return (
    <Dialog
      title={t(made ? 'people.api-key.added' : 'people.api-key.add')}
      open={open}
      onClose={close}
      foot={
        made && (
          <Button type="primary" onClick={close}>
            {t('people.first-password.kept')}
          </Button>
        )
      }
    >
      {made ? (
        <div className="stack">
          <div className="slip">
            <p className="slip-password">{made}</p>
          </div>
          <p className="quiet">{t('people.api-key.once')}</p>
          <div>
            <Button onClick={() => void copy()}>{t('people.copy')}</Button>
          </div>
        </div>
      ) : (
        <EntryForm<{ name: string; days: string }>
          submit={t('people.api-key.submit')}
          initial={{ days: '90' }}
          onSubmit={async ({ name, days }) => {
            setMade((await add.mutateAsync({ name, days: Number(days) })).key);
            onAdded();
          }}
        >
          <TextField name="name" label={t('people.api-key.name')} help={t('people.api-key.name-help')} autoFocus />
          <ChoiceField
            name="days"
            label={t('people.api-key.lifetime')}
            choices={lifetimes.map((days) => ({
              value: String(days),
              label: t('people.api-key.days', { count: days }),
            }))}
          />
        </EntryForm>
      )}
    </Dialog>
  );
}
