import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useKeys } from './keys.ts';
import { type Action, closePalette, type Find, openPalette, usePalette } from './palette.ts';

const PaletteDialog = lazy(async () => ({ default: (await import('./PaletteDialog.tsx')).PaletteDialog }));

/** ⌘K: finds clients and handovers through `find`, and any action. Stands once, in the shell; loaded when first opened. */
export function Palette({ find, actions }: { find: Find; actions: Action[] }) {
  const { t } = useTranslation();
  const palette = usePalette();
  useKeys({
    'mod+k': { text: t('kit.key.palette'), run: openPalette },
    '/': { text: t('kit.key.palette'), run: openPalette },
  });
  if (!palette.open) return null;
  return (
    <Suspense>
      <PaletteDialog find={find} actions={[...palette.actions, ...actions]} onClose={closePalette} />
    </Suspense>
  );
}
