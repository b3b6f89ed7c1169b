import { paths } from '#kit/paths.ts';

/** An entry of the menu, with its key on the keyboard. An entry stands here only when pages stand behind it. */
export type Entry = { key: string; text: string; to: string };

/** The entries in the order of the house's map; `text` is a key of the locale, its `.short` the word on a phone. */
export const menu: Entry[] = [
  { key: '1', text: 'menu.home', to: paths.home() },
  { key: '2', text: 'menu.handovers', to: paths.handovers() },
  { key: '3', text: 'menu.clients', to: paths.clients() },
  { key: '4', text: 'menu.issues', to: paths.issues() },
  { key: '7', text: 'menu.archives', to: paths.archives() },
  { key: '9', text: 'menu.settings', to: paths.settings() },
];
