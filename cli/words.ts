import { readFileSync, readdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import i18next from 'i18next';

/** The texts of every module, the grounds and the command line in the language of the terminal. */
export function speak<Language extends 'zh' | 'en'>(language: Language) {
  const instance = i18next.createInstance();
  void instance.init({
    lng: language,
    initAsync: false,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: { [language]: { translation: textsOf(language) } },
  });
  const say = (key: string, facts: Record<string, unknown> = {}): string => instance.t(key, facts);
  return Object.assign(say, { language });
}

/** zh unless the environment says English (LC_ALL, LC_MESSAGES, LANG). */
export function languageOf({ LC_ALL, LC_MESSAGES, LANG }: NodeJS.ProcessEnv): 'zh' | 'en' {
  return (LC_ALL || LC_MESSAGES || LANG || '').startsWith('en') ? 'en' : 'zh';
}

const root = join(import.meta.dirname, '..');

function textsOf(language: string): Record<string, string> {
  const modules = readdirSync(join(root, 'modules')).map((name) => join('modules', name));
  const files = [...modules, 'platform', 'cli'].map((folder) => join(root, folder, 'locale', `${language}.json`));
  return Object.assign({}, ...files.filter(existsSync).map((file) => flat(JSON.parse(readFileSync(file, 'utf8')))));
}

interface Texts {
  [key: string]: string | Texts;
}

function flat(texts: Texts, prefix = ''): Record<string, string> {
  const parts = Object.entries(texts).map(([key, value]) =>
    typeof value === 'string' ? { [prefix + key]: value } : flat(value, `${prefix}${key}.`),
  );
  return Object.assign({}, ...parts);
}
