import type { ContractRouterClient } from '@orpc/contract';
import type { Id } from '#platform/kernel/id.ts';
import { Refusal } from '#platform/kernel/refusal.ts';
import type { RegisterImport, clientContract } from './client.contract.ts';

export type ClientApi = ContractRouterClient<typeof clientContract>;

/** Uploads a register file and gives the proposed import, of which nothing is imported yet. Throws the server's refusal. */
export async function uploadRegister(
  server: { url: string; headers?: Record<string, string> },
  file: { name: string; content: Blob | Uint8Array<ArrayBuffer> },
): Promise<Id<'register-import'>> {
  const response = await fetch(`${server.url}/client-imports?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { ...server.headers, 'content-type': 'application/octet-stream' },
    body: file.content,
  });
  const answer = (await response.json()) as {
    import: Id<'register-import'>;
    code: string;
    facts: Record<string, unknown>;
  };
  if (!response.ok) throw new Refusal(answer.code, answer.facts);
  return answer.import;
}

/** Waits for a confirmed import to end; asks twice a second and tells `onProgress` what it heard. */
export async function awaitImport(
  api: ClientApi,
  of: Id<'register-import'>,
  onProgress: (progress: RegisterImport) => void = () => {},
): Promise<RegisterImport> {
  for (;;) {
    const progress = await api.importProgress({ import: of });
    onProgress(progress);
    if (progress.state !== 'running') return progress;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
