import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { flatten, type Texts } from '#kit/texts.ts';

const root = join(import.meta.dirname, '..', '..');
const every = 'virtual:words';
const forms = ['', '_one', '_other'];
/** Codes that may come from any module; `learnEverything` fetches their words where the page has them not. */
const fromAnywhere = ['refusal.', 'help.'];

/** The texts of each module in a language; those of kit, platform and web are with every page. */
export function textsOfModules(language: 'zh' | 'en'): Map<string, Record<string, string>> {
  const files = globSync(`modules/*/locale/${language}.json`, { cwd: root }).toSorted();
  const read = (file: string) => flatten(JSON.parse(readFileSync(join(root, file), 'utf8')) as Texts);
  return new Map(files.map((file) => [file.split('/')[1]!, read(file)]));
}

/**
 * What a file of browser code says of the texts of the modules: all of those of a module where it names one of its keys or is its
 * policy, and of its neighbours' those alone that begin as it says, `task.` where it asks for `task.${kind}`.
 */
export function vocabulariesOf(file: string, source: string, texts: Map<string, Record<string, string>>): string[] {
  const own = /^modules\/([^/]+)\//.exec(file)?.[1] ?? '';
  const spoken = new Set(file.endsWith('.policy.ts') && texts.has(own) ? [own] : []);
  for (const [, text, end] of source.matchAll(/['"`]([a-z][\w-]*\.[\w.-]*)(['"`]|\$\{)/g)) {
    if (fromAnywhere.includes(text!)) continue;
    const beginning = end === '${' ? text! : `${text}.`;
    for (const [module, table] of texts) {
      if (forms.some((form) => Object.hasOwn(table, text + form))) spoken.add(module);
      else if (Object.keys(table).some((key) => key.startsWith(beginning)))
        spoken.add(module === own ? own : beginning);
    }
  }
  return [...spoken].toSorted();
}

/** The texts of a vocabulary, with those that they hold within them: `$t(issue.state.{{state}})`. */
export function wordsOf(vocabulary: string, texts: Map<string, Record<string, string>>): Record<string, string> {
  const all = Object.assign({}, ...texts.values()) as Record<string, string>;
  const beginningWith = (start: string) => Object.entries(all).filter(([key]) => key.startsWith(start));
  const own = texts.get(vocabulary) ?? Object.fromEntries(beginningWith(vocabulary));
  const held = Object.values(own).flatMap((text) => [...text.matchAll(/\$t\(([\w.-]+)/g)].map(([, key]) => key!));
  return { ...Object.fromEntries(held.flatMap(beginningWith)), ...own };
}

/**
 * A page fetches the words that it says and no others: each file begins to fetch its vocabularies, and whatever is loaded with
 * `import()` waits until they are there.
 */
export function words(): Plugin {
  const kit = join(root, 'kit', 'words.ts');
  const texts = { zh: textsOfModules('zh'), en: textsOfModules('en') };
  const load = (name: string): string => {
    if (name === '') return [...texts.zh.keys()].map((module) => `import '${every}/${module}';`).join('\n');
    const [, language, vocabulary] = /^(zh|en)\/(.*)/.exec(name) ?? [];
    if (language) return `export default ${JSON.stringify(wordsOf(vocabulary!, texts[language as 'zh' | 'en']))};`;
    const fetched = (['zh', 'en'] as const).map((one) => `${one}: () => import('${every}/${one}/${name}')`);
    return `import { begin } from ${JSON.stringify(kit)}; begin({ ${fetched.join(', ')} });`;
  };
  return {
    name: 'baton-words',
    enforce: 'pre',
    resolveId: (asked) => (asked === every || asked.startsWith(`${every}/`) ? `\0${asked}` : null),
    load: (asked) =>
      asked.startsWith(`\0${every}`) ? { code: load(asked.slice(every.length + 2)), moduleSideEffects: true } : null,
    transform(source, id) {
      const file = id.slice(root.length + 1).split('?')[0]!;
      if (!id.startsWith(root) || !/^(modules|kit|web)\/.*\.tsx?$/.test(file) || file.endsWith('.contract.ts'))
        return null;
      const waiting = source.replaceAll(/\bimport\(('[^']+\.tsx')\)/g, '__spoken(import($1))');
      const head = vocabulariesOf(file, source, texts.zh).map((name) => `import '${every}/${name}';`);
      if (waiting !== source) head.push(`import { spoken as __spoken } from ${JSON.stringify(kit)};`);
      return head.length === 0 ? null : { code: `${head.join(' ')} ${waiting}`, map: null };
    },
  };
}
