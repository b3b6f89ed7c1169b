import { fileURLToPath } from 'node:url';

/** The families that a template may name: the Chinese sans in weights 400 and 600, the serif in 600, the Latin in 400. */
export const families = { sans: 'Noto Sans SC', serif: 'Noto Serif SC', latin: 'Noto Sans' } as const;

/** The font files that every document is set in: they come with the packages, so no machine's own fonts are needed. */
export const fontFiles: readonly string[] = [
  import.meta.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  import.meta.resolve('@expo-google-fonts/noto-sans-sc/600SemiBold/NotoSansSC_600SemiBold.ttf'),
  import.meta.resolve('@expo-google-fonts/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf'),
  import.meta.resolve('@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf'),
].map((url) => fileURLToPath(url));
