import type { CrossCheckRule, LotRule } from './playbook-shape.ts';

/**
 * Where a wrong value does harm that nobody notices for months: money sent to another account, papers signed by a person who
 * no longer may. The record and one source that does not know it must say the same, by two channels.
 */
export const crossChecks: CrossCheckRule[] = [
  { record: 'bank-account', field: 'account', least: 2, leastChannels: 2, needed: [] },
  { record: 'basic', field: 'legalPerson', least: 2, leastChannels: 2, needed: [] },
];

/**
 * Two lots in each batch. Figures are inspected at level II with 1.0 %, everything else at level I with 2.5 %; seals, UKeys,
 * cash and open tax matters are critical lines and inspected to the last one, and a sealed secret is proved by its opening.
 */
export const sampling: LotRule[] = [
  {
    key: 'figures',
    name: { zh: '账税资金', en: 'Books, tax and money' },
    kinds: ['tax', 'invoices', 'ledgers', 'bank', 'assets', 'payroll'],
    level: 'II',
    limit: '1.0',
  },
  {
    key: 'particulars',
    name: { zh: '资料与事项', en: 'Particulars and matters' },
    kinds: [
      'basic-information',
      'licences',
      'seals',
      'keys',
      'books',
      'contracts',
      'open-matters',
      'relations',
      'calendar',
    ],
    level: 'I',
    limit: '2.5',
  },
];
