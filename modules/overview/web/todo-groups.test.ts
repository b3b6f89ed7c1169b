import { expect, test } from 'vitest';
import { countGroups, groupOf } from './todo-groups.ts';

test('tasks stand under 核对, 签署, 密码 or 交接', () => {
  expect(['handover.check', 'issue.answer', 'closing.sign', 'vault.wrap-keys', 'handover.accept'].map(groupOf)).toEqual(
    ['check', 'check', 'sign', 'vault', 'handover'],
  );
});

test('a group without a task is not offered', () => {
  expect(countGroups({ 'issue.answer': 2, 'handover.check': 4, 'signing.sign-letter': 1 })).toEqual([
    { group: 'check', count: 6 },
    { group: 'sign', count: 1 },
  ]);
});
