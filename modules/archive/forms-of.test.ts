import { expect, test } from 'vitest';
import { defaultPlaybook } from '#modules/playbook/playbook.factory.ts';
import { anInventory, threeParties } from './archive.factory.ts';
import { formsOf } from './forms-of.ts';

test('the list of one client shows its lines with their sources in words, and no word of another: neither lines nor remarks', () => {
  const inventory = anInventory(threeParties());
  const [first, second] = inventory.clients.map(({ number }) => number) as [string, string];
  inventory.notes = [first, second].map((client) => ({
    client,
    item: inventory.lines.find((line) => line.client === client)!.item,
    text: `#7 ${client} 财务专用章`,
    cause: `${client} 原件存客户处`,
    person: '李娜',
    deadline: '2026-12-01',
    approvedBy: '张强',
  }));
  const sealing = {
    inventoryHash: '0'.repeat(64),
    signatures: [],
    checkpoint: '',
    content: defaultPlaybook,
    at: new Date('2026-11-23T07:21:00Z'),
  };
  const source = { voice: 'bank', channel: 'phone', on: '2026-11-20', says: 'same' as const };
  inventory.lines.find(({ client, state }) => client === first && state !== 'none')!.crossChecks = [
    { field: '账号', least: 2, leastChannels: 2, needed: ['bank'], verdict: 'agreed', sources: [source] },
  ];
  const { head, clients } = formsOf(inventory, sealing);
  expect(clients[0]!.lines.flatMap(({ crossChecks }) => crossChecks)).toEqual([
    {
      field: '账号',
      sources: ['银行·电话 2026-11-20 一致'],
      rule: '连同移交资料至少 2 个来源、2 种途径,须有银行',
      verdict: '来源一致',
      agreed: true,
    },
  ]);
  expect(JSON.stringify(clients.find(({ number }) => number === first))).not.toContain(second);
  expect(clients[0]!.remarks).toEqual([`#7 ${first} 财务专用章:${first} 原件存客户处(责任人 李娜,限期 2026-12-01)`]);
  expect(head.remarks).toHaveLength(2);
});
