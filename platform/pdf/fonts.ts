import { createRequire } from 'node:module';

const { resolve } = createRequire(import.meta.url);

/** The families that a template may name; each carries weights 400 and 600, the Latin one 400 only. */
export const families = { sans: 'Noto Sans SC', serif: 'Noto Serif SC', latin: 'Noto Sans' } as const;

/** The font files that every document is set in: they come with the packages, so no machine's own fonts are needed. */
export const fontFiles: readonly string[] = [
  resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  resolve('@expo-google-fonts/noto-sans-sc/600SemiBold/NotoSansSC_600SemiBold.ttf'),
  resolve('@expo-google-fonts/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf'),
  resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
];
