import type { Locale } from 'antd/es/locale/index.js';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { language } from './look.ts';

const loaders = { zh: () => import('./texts.zh.ts'), en: () => import('./texts.en.ts') };

// At once and not when the first words are there: those of a page may come before those of every page.
void i18next.use(initReactI18next).init({
  lng: language(),
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  resources: {},
  react: { bindI18nStore: 'added' },
});

/** Fetches the words that every page says, in the language of the page; returns antd's own words in it. */
export async function speak(): Promise<Locale> {
  const { texts, antd } = await loaders[language()]();
  i18next.addResourceBundle(language(), 'translation', texts, true, true);
  return antd as unknown as Locale; // antd's ES modules are typed as CommonJS
}
