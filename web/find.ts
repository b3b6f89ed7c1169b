import i18next from 'i18next';
import type { clientContract } from '#modules/client/client.contract.ts';
import type { documentContract } from '#modules/document/document.contract.ts';
import type { HandoverLine, handoverContract } from '#modules/handover/handover.contract.ts';
import { connect } from '#kit/connect.ts';
import type { Find, Found } from '#kit/palette.ts';
import { paths } from '#kit/paths.ts';

const clients = connect<typeof clientContract>('client');
const documents = connect<typeof documentContract>('document');
const handovers = connect<typeof handoverContract>('handover');

/** What the palette finds on the server: clients by name, pinyin, initials or code; handovers by number or party; files by the words in them. */
export const find: Find = async (words, signal) => {
  const [found, running, files] = await Promise.allSettled([
    findClients(words, signal),
    findHandovers(words, signal),
    findFiles(words, signal),
  ]);
  return [
    { title: i18next.t('find.clients'), found: found.status === 'fulfilled' ? found.value : [] },
    { title: i18next.t('find.handovers'), found: running.status === 'fulfilled' ? running.value : [] },
    { title: i18next.t('find.files'), found: files.status === 'fulfilled' ? files.value : [] },
  ];
};

async function findClients(search: string, signal: AbortSignal): Promise<Found[]> {
  const { rows } = await clients.listClients.call({ search, limit: 8 }, { signal });
  return rows.map(({ id, name, number, ownerName }) => ({
    key: id,
    text: name,
    note: `${number} · ${ownerName}`,
    to: paths.client(id),
  }));
}

async function findHandovers(words: string, signal: AbortSignal): Promise<Found[]> {
  const all = await handovers.list.call({}, { signal });
  return all
    .filter((line) => fits(line, words))
    .slice(0, 5)
    .map((line) => ({ key: line.id, text: line.number, note: parties(line), to: paths.handover(line.id) }));
}

/** The palette shows five; the page of files shows them all. */
async function findFiles(words: string, signal: AbortSignal): Promise<Found[]> {
  if (words.replaceAll(/\s/g, '').length < 2) return [];
  const { found } = await documents.searchDocuments.call({ words }, { signal });
  return found.slice(0, 5).map(({ document, name, places: [first] }) => ({
    key: document,
    text: name,
    note: first && `${first.before}${first.words}${first.after}`,
    to: paths.file(document),
  }));
}

function fits({ number, parties }: HandoverLine, words: string): boolean {
  return (
    number.toLowerCase().includes(words.toLowerCase()) || parties.some(({ person }) => person.name.includes(words))
  );
}

function parties({ parties: all, clients: count }: HandoverLine): string {
  const name = (side: string) => all.find((party) => party.side === side)?.person.name ?? '';
  return i18next.t('find.parties', { outgoing: name('outgoing'), incoming: name('incoming'), count });
}
