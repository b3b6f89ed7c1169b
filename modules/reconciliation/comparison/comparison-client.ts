import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { ContractRouterClient } from '@orpc/contract';
import type { Id } from '#platform/kernel/id.ts';
import { type Facts, Refusal } from '#platform/kernel/refusal.ts';
import type { Comparison, comparisonContract, WholeComparison, WholeDataset } from './comparison-contract.ts';
import type { ExportFormat } from './comparison-terms.ts';

export type ComparisonApi = ContractRouterClient<typeof comparisonContract>;

/** Where the server is, and what proves who asks. */
interface Server {
  url: string;
  headers: Record<string, string>;
}

/** Sends a file as a dataset of a batch, as it is read from the disk; throws the server's refusal. */
export async function uploadDataset(server: Server, batch: Id<'batch'>, path: string): Promise<Id<'dataset'>> {
  const answer = await fetch(`${server.url}/datasets?batch=${batch}`, {
    method: 'POST',
    headers: { ...server.headers, 'x-dataset-name': encodeURIComponent(basename(path)) },
    body: Readable.toWeb(createReadStream(path)) as ReadableStream<Uint8Array>,
    duplex: 'half',
  } as RequestInit);
  const { dataset } = (await answerOf(answer)) as { dataset: Id<'dataset'> };
  return dataset;
}

/** The dataset once it was read; throws why it was refused. */
export async function awaitDataset(api: ComparisonApi, dataset: Id<'dataset'>): Promise<WholeDataset> {
  for (;;) {
    const found = await api.readDataset({ dataset });
    if (found.state === 'refused') throw new Refusal(found.failure!.code, found.failure!.facts);
    if (found.state !== 'reading') return found;
    await aMoment();
  }
}

/** The comparison once it has ended, told meanwhile how far it is; throws why it failed. */
export async function awaitComparison(
  api: ComparisonApi,
  comparison: Id<'comparison'>,
  tell: (progress: NonNullable<Comparison['progress']>) => void,
): Promise<WholeComparison> {
  for (;;) {
    const found = await api.read({ comparison });
    if (found.state === 'failed') throw new Refusal(found.failure!.code, found.failure!.facts);
    if (found.state !== 'waiting' && found.state !== 'running') return found;
    if (found.progress) tell(found.progress);
    await aMoment();
  }
}

/** The result of a comparison as a stream; throws the server's refusal. */
export async function exportComparison(
  server: Server,
  comparison: Id<'comparison'>,
  format: ExportFormat,
  language: 'zh' | 'en',
): Promise<Readable> {
  const path = `/comparisons/${comparison}/export/${format}?language=${language}`;
  const answer = await fetch(server.url + path, { headers: server.headers });
  if (!answer.ok) await answerOf(answer);
  return Readable.fromWeb(answer.body as never);
}

async function answerOf(answer: Response): Promise<unknown> {
  const body: unknown = await answer.json();
  if (answer.ok) return body;
  const { code, facts } = body as { code: string; facts: Facts };
  throw new Refusal(code, facts);
}

function aMoment(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 500));
}
