import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import * as journal from '#modules/journal/journal.ts';
import * as people from '#modules/people/people.ts';
import { transact } from '#platform/context/context.ts';
import { type Someone, useHouse } from '#testing/house.ts';

const house = useHouse();
let address = '';

async function listenAs({ token }: Someone) {
  if (!address) {
    await house().server.listen({ host: '127.0.0.1', port: 0 });
    address = `http://127.0.0.1:${(house().server.server.address() as AddressInfo).port}`;
  }
  const answer = await fetch(`${address}/events`, { headers: { authorization: `Bearer ${token}` } });
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  return {
    /** What is said until the words come, or until the stream ends. */
    async until(words: string): Promise<string> {
      let said = '';
      while (!said.includes(words)) {
        const { value, done } = await reader.read();
        if (done) return said;
        said += value;
      }
      return said;
    },
  };
}

test('a page whose person’s access changed is cut off, and the others go on being told', async () => {
  const leaver = await house().hire('李娜');
  const cut = await listenAs(leaver);
  const other = await listenAs(house().founder);
  await Promise.all([cut.until('event: open'), other.until('event: open')]);
  await transact(house().founder.context, async (inside) => {
    await people.announceAccessChange(inside, [leaver.id]);
    await journal.record(
      inside,
      Array.from({ length: 50 }, () => ({ verb: 'test.happened', facts: {} })),
    );
  });
  expect(await cut.until('never said')).not.toContain('never said');
  expect(await other.until('test.happened')).toContain('event: changed');
  expect((await fetch(`${address}/livez`)).status).toBe(200);
});
