import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { printedKey } from './keys.ts';
import type { Action, Find } from './palette.ts';
import './palette.css';

/** The open palette: what is typed finds clients and handovers by the server and actions by their words and pinyin. */
export function PaletteDialog({ find, actions, onClose }: { find: Find; actions: Action[]; onClose: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [typed, setTyped] = useState('');
  const words = useDeferredValue(typed.trim());
  const pinyin = useQuery({ queryKey: ['palette-pinyin'], queryFn: () => import('pinyin-pro'), staleTime: Infinity });
  const found = useQuery({
    queryKey: ['palette', words],
    queryFn: async ({ signal }) => {
      await pause(120, signal);
      return find(words, signal);
    },
    enabled: words.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 30_000,
  });
  const fits = ({ text }: Action) =>
    !words ||
    text.toLowerCase().includes(words.toLowerCase()) ||
    pinyin.data?.match(text, words.toLowerCase(), { continuous: true });

  function go(run: () => void) {
    onClose();
    run();
  }

  const groups = words ? (found.data ?? []).filter((group) => group.found.length > 0) : [];
  const doable = actions.filter(fits);
  const choices = [...groups.flatMap((group) => group.found.map(({ key }) => key)), ...doable.map(({ id }) => id)];
  const [wanted, setWanted] = useState('');
  const chosen = choices.includes(wanted) ? wanted : (choices[0] ?? '');
  return (
    <Command.Dialog
      open
      onOpenChange={(open) => open || onClose()}
      label={t('kit.palette.label')}
      shouldFilter={false}
      value={chosen}
      onValueChange={setWanted}
      loop
      overlayClassName="palette-veil"
      contentClassName="palette"
    >
      <Command.Input value={typed} onValueChange={setTyped} placeholder={t('kit.palette.hint')} />
      <Command.List>
        {groups.map((group) => (
          <Command.Group key={group.title} heading={group.title}>
            {group.found.map((one) => (
              <Command.Item key={one.key} value={one.key} onSelect={() => go(() => void navigate(one.to))}>
                <span className="cut">{one.text}</span>
                {one.note && <span className="faint cut">{one.note}</span>}
              </Command.Item>
            ))}
          </Command.Group>
        ))}
        {doable.length > 0 && (
          <Command.Group heading={t('kit.palette.actions')}>
            {doable.map((action) => (
              <Command.Item key={action.id} value={action.id} onSelect={() => go(action.run)}>
                <span className="cut">{action.text}</span>
                {action.key && <kbd>{printedKey(action.key)}</kbd>}
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {groups.length === 0 && doable.length === 0 && (
          <p className="palette-none faint">{found.isFetching ? t('kit.loading') : t('kit.palette.none', { words })}</p>
        )}
      </Command.List>
    </Command.Dialog>
  );
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    });
  });
}
