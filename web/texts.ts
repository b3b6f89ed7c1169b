import type { Locale } from 'antd/es/locale/index.js';
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from './look.ts';

const loaders = { zh: () => import('./texts.zh.ts'), en: () => import('./texts.en.ts') };

/** Makes the language the page's with the words that every page says; returns antd's own words in it. */
export async function speak(language: Language): Promise<Locale> {
  const { texts, antd } = await loaders[language]();
  if (!i18next.isInitialized) {
    await i18next.use(initReactI18next).init({
      lng: language,
      fallbackLng: false,
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      resources: {},
      react: { bindI18nStore: 'added' },
    });
  }
  i18next.addResourceBundle(language, 'translation', texts, true, true);
  await i18next.changeLanguage(language);
  return antd as unknown as Locale; // antd's ES modules are typed as CommonJS
}
