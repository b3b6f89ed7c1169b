/** Speaks the texts of the house; fetched only where there is something to say. */
export type Say = (key: string, facts?: Record<string, unknown>) => string;

/** What one types. */
export const usage =
  'baton reconcile LEFT RIGHT --key COLUMN[,COLUMN…] [--map FILE] [--normalise FILE] [--exact] [--equivalent list|count] ' +
  '[--memory MiB] [--seed HEX] [--format table|jsonl|csv|xlsx] [--result FILE]\n' +
  'baton reconcile --verify RESULT [LEFT RIGHT]';
