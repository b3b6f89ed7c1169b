import { expect, test } from 'vitest';
import { defaultPlaybook } from './default-playbook.ts';
import { fillLetter, letterSchema } from './letter.ts';
import { clientNotice } from './letters/client-notice.ts';
import { confidentiality } from './letters/confidentiality.ts';
import { monitoringNotice } from './letters/monitoring-notice.ts';
import { responsibility } from './letters/responsibility.ts';
import { signingAgreement } from './letters/signing-agreement.ts';

const ofHandover = {
  firm: '上海启明财务咨询有限公司',
  person: '王敏',
  role: '接收人',
  handover: 'H-2026-0231',
  cutOff: '2026-10-31',
  from: '2026-11-18',
  until: '2026-12-31',
  outgoing: '李娜',
  incoming: '王敏',
  supervisor: '张强',
};

const whole = ({ title, paragraphs }: { title: string; paragraphs: string[] }) => [title, ...paragraphs].join('\n');

test.each(['zh', 'en'] as const)('every letter is filled in whole: %s', (language) => {
  const letters = [
    fillLetter(confidentiality, language, ofHandover),
    fillLetter(responsibility, language, ofHandover),
    fillLetter(signingAgreement, language, ofHandover),
    fillLetter(monitoringNotice, language, ofHandover),
    fillLetter(clientNotice, language, { ...ofHandover, client: '上海安中建筑工程有限公司', effective: '2026-11-27' }),
  ];
  for (const letter of letters) expect(whole(letter)).not.toMatch(/[{}]|undefined/);
});

test('the letter of responsibility says that the cut-off date releases neither the transferor nor the firm', () => {
  const text = whole(fillLetter(responsibility, 'zh', ofHandover));
  expect(text).toContain('交接基准日为 2026-10-31');
  expect(text).toContain(
    '不免除移交人对所移交的会计凭证、会计账簿、会计报表和其他有关资料的合法性、真实性承担的法律责任',
  );
  expect(text).toContain('也不免除 上海启明财务咨询有限公司 依照委托合同和法律对客户承担的责任');
  expect(responsibility.rules).toContain('basic-work-35');
});

test('no letter sets a sum of money', () => {
  for (const { paragraphs } of defaultPlaybook.letters) {
    for (const { zh, en } of paragraphs) {
      expect(zh).not.toMatch(/[¥￥]|\d+(?:\.\d+)?\s*元|[一二三四五六七八九十百千万]+元/);
      expect(en).not.toMatch(/[¥$]\s*\d/);
    }
  }
});

test('the confidentiality agreement gives the term of access and lets nobody be silenced before the authorities', () => {
  const text = whole(fillLetter(confidentiality, 'zh', ofHandover));
  expect(text).toContain('自 2026-11-18 起至 2026-12-31 止');
  expect(text).toContain('向有关机关举报、投诉违法行为');
});

test('the notice says what is not watched, why the rest is, and when it ends', () => {
  const text = whole(fillLetter(monitoringNotice, 'zh', ofHandover));
  expect(text).toContain('不记录所在位置，不记录键盘输入');
  expect(text).toContain('使用目的');
  expect(text).toContain('保存期限');
});

test('a letter with a placeholder that has no value there is refused, with its place', () => {
  const letter = { ...monitoringNotice, paragraphs: [{ zh: '{person}：{client}', en: 'To {person}' }] };
  expect(letterSchema.safeParse(letter).error?.issues).toMatchObject([
    { path: ['paragraphs', 0, 'zh'], message: 'placeholder {client} has no value in this letter' },
  ]);
});
