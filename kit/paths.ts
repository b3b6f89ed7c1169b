/**
 * Every address of the application. Pages link by these only; the routes are the same functions with `:name` in the place
 * of an id.
 */
export const paths = {
  home: (view?: 'cockpit') => (view ? `/?view=${view}` : '/'),
  signIn: () => '/sign-in',
  setup: () => '/setup',
  welcome: () => '/welcome',

  handovers: () => '/handovers',
  newHandover: () => '/handovers/new',
  handover: (handover: string, tab?: string) => join('/handovers', handover, tab),
  checking: (handover: string, client: string) => join('/handovers', handover, 'checking', client),
  sample: (handover: string, lot: string) => join('/handovers', handover, 'sampling', lot),
  signing: (handover: string, batch: string) => join('/handovers', handover, 'signing', batch),
  pledge: (handover: string, pledge: string) => join('/handovers', handover, 'pledges', pledge),

  newComparison: (handover: string, batch?: string, sides?: { left: string; right: string }) =>
    join('/handovers', handover, 'comparisons', 'new') +
    (batch === undefined ? '' : `?${new URLSearchParams({ batch, ...sides }).toString()}`),
  comparison: (handover: string, comparison: string, view?: 'differences' | 'links') =>
    join('/handovers', handover, 'comparisons', comparison, view),
  dataset: (handover: string, dataset: string) => join('/handovers', handover, 'datasets', dataset),

  letters: () => '/letters',
  letter: (letter: string) => join('/letters', letter),

  clients: () => '/clients',
  clientImport: (step?: string) => join('/clients/import', step),
  client: (client: string, tab?: string) => join('/clients', client, tab),

  issues: () => '/issues',
  issue: (issue: string) => join('/issues', issue),

  file: (document: string) => join('/files', document),
  files: (words?: string) => (words ? `/files?${new URLSearchParams({ words }).toString()}` : '/files'),

  archives: () => '/archives',
  archive: (archive: string) => join('/archives', archive),
  takings: () => '/archives/imports',
  /** With one thing to export, the page opens with the form for it. */
  exports: (of?: { client: string } | { package: string } | { firm: 'all' }) =>
    of ? `/archives/exports?${new URLSearchParams(of).toString()}` : '/archives/exports',
  journal: () => '/archives/journal',
  directory: (state?: string) => (state ? `/archives/directory?state=${state}` : '/archives/directory'),
  classes: (client?: string) => join('/archives/classes', client),
  retentionKinds: () => '/archives/kinds',
  safeguards: () => '/archives/safeguards',
  disposals: () => '/archives/disposals',
  newDisposal: () => '/archives/disposals/new',
  disposal: (disposal: string) => join('/archives/disposals', disposal),

  settings: (section?: string) => join('/settings', section),
} as const;

function join(...parts: (string | undefined)[]): string {
  return parts.filter((part) => part !== undefined).join('/');
}
