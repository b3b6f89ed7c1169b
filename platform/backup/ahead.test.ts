import { expect, test } from 'vitest';
import { ahead } from './ahead.ts';

test('several are fetched at a time, never more than allowed, and come in their order whichever is there first', async () => {
  const open = new Map<number, (found: number) => void>();
  const found = Array.fromAsync(ahead([1, 2, 3, 4], 2, (item) => new Promise<number>((done) => open.set(item, done))));
  const turn = async (item: number) => {
    await expect.poll(() => open.has(item)).toBe(true);
    open.get(item)!(item * 10);
  };
  await expect.poll(() => [...open.keys()]).toEqual([1, 2]);
  await turn(2);
  expect([...open.keys()]).toEqual([1, 2]);
  await turn(1);
  await turn(4);
  await turn(3);
  expect(await found).toEqual([10, 20, 30, 40]);
});

test('what fails is told in its turn', async () => {
  const fetching = ahead(['one', 'two', 'three'], 3, async (item) => {
    if (item === 'two') throw new Error('gone');
    return item;
  });
  expect(await fetching.next()).toEqual({ value: 'one', done: false });
  await expect(fetching.next()).rejects.toThrow('gone');
});
