import { ORPCError } from '@orpc/client';

/** Sends a register file to be read; gives the id of the import it began. Throws the server's refusal as an API call does. */
export async function uploadRegister(file: File): Promise<string> {
  const answer = await fetch(`/client-imports?name=${encodeURIComponent(file.name)}`, {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body: file,
  });
  const said = (await answer.json()) as { import: string; code?: string };
  if (answer.ok) return said.import;
  throw new ORPCError(said.code ?? 'server.failed', { status: answer.status, data: said });
}
