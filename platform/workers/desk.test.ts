import { expect, test } from 'vitest';
import { Desk } from './desk.ts';

test('what asks more of a desk than its memory is refused, and nobody else falls with it', async () => {
  const greedy = 'const kept = []; for (;;) kept.push(Array.from({ length: 1e5 }, Math.random));';
  const desk = new Desk<{ open: () => void }>(new URL(`data:text/javascript,${greedy}`), {
    megabytes: 32,
    beyond: 'comparison.too-many-open',
  });
  await expect(desk.ask('open', undefined as never)).rejects.toMatchObject({
    code: 'comparison.too-many-open',
    facts: { megabytes: 32 },
  });
  expect(desk.ended).toBe(true);
});
