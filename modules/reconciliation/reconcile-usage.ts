/** Speaks the texts of the house; fetched only where there is something to say. */
export interface Say {
  (key: string, facts?: Record<string, unknown>): string;
  readonly language: 'zh' | 'en';
}

/** What one types. */
export const usage =
  'baton reconcile LEFT RIGHT --key COLUMN[,COLUMN…] [--map FILE] [--normalise FILE] [--exact] [--equivalent list|count] ' +
  '[--memory MiB] [--seed HEX] [--format table|jsonl|csv|xlsx] [--result FILE] [--pdf FILE]\n' +
  'baton reconcile --verify RESULT [LEFT RIGHT]';
