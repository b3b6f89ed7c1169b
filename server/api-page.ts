import type { FastifyInstance } from 'fastify';

interface Operation {
  summary?: string;
  tags?: string[];
  parameters?: { name: string; in: string; required?: boolean }[];
}

/** A page at `/api` to read the API by: every operation with its method, address and what it does; the document itself beside it. */
export function apiPage(app: FastifyInstance, specification: { paths?: Record<string, unknown> }): void {
  const rows = Object.entries(specification.paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, Operation>).map(([method, operation]) => row(method, path, operation)),
  );
  const html = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Baton API</title>
<style>body{font:15px/1.6 system-ui,sans-serif;max-width:72rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid;text-align:left;padding:.4rem .8rem .4rem 0;vertical-align:top}code{font-size:.9em}</style>
<h1>Baton API</h1><p>Authorise with <code>Authorization: Bearer KEY</code>; keys are made under 设置 → API. Machine-readable: <a href="/api/v1/openapi.json">OpenAPI 3.1 document</a>. Refusals carry <code>data.code</code> and <code>data.facts</code>.</p>
<table><tr><th>Method</th><th>Address</th><th>Does</th><th>In the address</th></tr>${rows.join('')}</table></html>`;
  app.get('/api', async (_request, reply) => reply.type('text/html').send(html));
}

function row(method: string, path: string, { summary, parameters }: Operation): string {
  const names = (parameters ?? []).map(
    (parameter) => `<code>${escape(parameter.name)}</code>${parameter.required ? '' : '?'}`,
  );
  return `<tr><td><code>${method.toUpperCase()}</code></td><td><code>/api/v1${escape(path)}</code></td><td>${escape(summary ?? '')}</td><td>${names.join(' ')}</td></tr>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
