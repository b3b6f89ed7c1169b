import i18next from 'i18next';
import { flatten, type Texts } from './texts.ts';

/** The words of one module in each language, fetched when they are wanted. */
export type Vocabulary = Record<'zh' | 'en', () => Promise<{ default: Texts }>>;

const coming = new Set<Promise<void>>();

/**
 * Begins to learn words in the language of the page.
 *
 * @public by what `web/build/words.ts` writes into each file that says them.
 */
export function begin(vocabulary: Vocabulary): void {
  const language = document.documentElement.lang === 'en' ? 'en' : 'zh';
  const learnt = vocabulary[language]().then(({ default: texts }) => {
    i18next.addResourceBundle(language, 'translation', flatten(texts), true, true);
    coming.delete(learnt);
  });
  // Whoever waits for the words hears of it, now or later.
  learnt.catch(() => {});
  coming.add(learnt);
}

/** What has been loaded, once every word is there that it or anything before it says; the build puts it around each `import()`. */
export async function spoken<Loaded>(loading: Promise<Loaded>): Promise<Loaded> {
  const loaded = await loading;
  await Promise.all(coming);
  return loaded;
}

/** Learns the words of every module: a refusal may come from one that the page does not speak of. */
export async function learnEverything(): Promise<void> {
  await spoken(import('virtual:words'));
}
