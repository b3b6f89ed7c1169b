import { language } from '../look.ts';
import en from './locale/en.json' with { type: 'json' };
import zh from './locale/zh.json' with { type: 'json' };

/** The page's own texts; it is too light for the application's machinery of languages. */
export function t(key: keyof typeof zh): string {
  return (language() === 'en' ? en : zh)[key];
}
