/** What a measurement must reach: at most, or at least, so much in the median. */
export interface Goal {
  what: string;
  unit: string;
  atMost?: number;
  atLeast?: number;
}

/** The costs that the house holds; `npm run bench` ends with 1 when a median misses one. */
export const goals = {
  'read-ratio': {
    what: 'API read with every check, over HTTP, against the row-level-security transaction of pgbench',
    unit: '×',
    atLeast: 0.6,
  },
  'read-many-ratio': {
    what: 'the same of 20 sessions at once, of which none shares a transaction',
    unit: '×',
    atLeast: 0.6,
  },
  'list-p95': { what: 'first page of the client list over 100,000 clients, 95th percentile', unit: 'ms', atMost: 50 },
  'sorted-p95': {
    what: 'first page of the client list by name, end of contract and payment over 100,000 clients, 95th percentile',
    unit: 'ms',
    atMost: 50,
  },
  'search-p95': {
    what: 'search by two Chinese characters over 100,000 clients, 95th percentile',
    unit: 'ms',
    atMost: 50,
  },
  import: { what: 'import of 100,000 rows, from upload to done', unit: 's', atMost: 30 },
  'sign-off': { what: 'the third signature over 1,000 clients, one journal entry each', unit: 's', atMost: 5 },
  start: { what: 'first answer after a warm npm start', unit: 's', atMost: 3 },
  'sign-in-weight': { what: 'script and style of the sign-in page, brotli', unit: 'KB', atMost: 100 },
  'page-weight': { what: 'script and style of the heaviest first page, brotli', unit: 'KB', atMost: 350 },
} as const satisfies Record<string, Goal>;

export type GoalName = keyof typeof goals;
