/** Who can say what is true of a field: the client, its bank, the registry, the tax office, the books, the paper itself. */
export const voices = ['client', 'bank', 'registry', 'tax-office', 'books', 'paper'] as const;
export type Voice = (typeof voices)[number];

/** How it was heard. A call counts only to a number that is known independently of what was handed over. */
export const channels = ['phone', 'email', 'website', 'paper', 'statement', 'file', 'visit'] as const;
export type Channel = (typeof channels)[number];
