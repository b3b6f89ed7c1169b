import type { ComponentType } from 'react';
import type { RouteObject } from 'react-router';
import { paths } from '#kit/paths.ts';
import { MissingPage } from './MissingPage.tsx';

/** A page at its address; its module is loaded when somebody goes there. */
export function page(path: string, load: () => Promise<ComponentType>): RouteObject {
  return { path, lazy: async () => ({ Component: await load() }) };
}

/**
 * Every page by its address:
 *
 * ```ts
 * page(paths.client(':client', ':tab?'), async () => (await import('#modules/client/web/ClientPage.tsx')).ClientPage),
 * ```
 */
export const pages: RouteObject[] = [
  page(paths.handovers(), async () => (await import('#modules/handover/web/HandoversPage.tsx')).HandoversPage),
  page(paths.newHandover(), async () => (await import('#modules/handover/web/NewHandoverPage.tsx')).NewHandoverPage),
  page(
    paths.handover(':handover', ':tab?'),
    async () => (await import('#modules/handover/web/HandoverPage.tsx')).HandoverPage,
  ),

  page(paths.home(), async () => (await import('#modules/overview/web/HomePage.tsx')).HomePage),
  page(paths.journal(), async () => (await import('#modules/overview/web/JournalPage.tsx')).JournalPage),
  page(paths.settings(), async () => (await import('#modules/people/web/PeoplePage.tsx')).PeoplePage),
  page(paths.settings('people'), async () => (await import('#modules/people/web/PeoplePage.tsx')).PeoplePage),
  page(paths.settings('teams'), async () => (await import('#modules/people/web/TeamsPage.tsx')).TeamsPage),
  page(paths.settings('me'), async () => (await import('#modules/people/web/MySignInPage.tsx')).MySignInPage),
  page(paths.settings('about'), async () => (await import('#modules/people/web/AboutPage.tsx')).AboutPage),
  page(
    paths.handover(':handover', 'signing'),
    async () => (await import('#modules/closing/web/SigningTab.tsx')).SigningTab,
  ),
  page(
    paths.signing(':handover', ':batch'),
    async () => (await import('#modules/closing/web/SignOffPage.tsx')).SignOffPage,
  ),
  page(paths.file(':document'), async () => (await import('#modules/document/web/FilePage.tsx')).FilePage),
  page(paths.files(), async () => (await import('#modules/document/web/FilesPage.tsx')).FilesPage),
  page(paths.archives(), async () => (await import('#modules/archive/web/ArchivesPage.tsx')).ArchivesPage),
  page(paths.exports(), async () => (await import('#modules/archive/web/ExportsPage.tsx')).ExportsPage),
  page(paths.takings(), async () => (await import('#modules/archive/web/TakingsPage.tsx')).TakingsPage),
  page(paths.archive(':archive'), async () => (await import('#modules/archive/web/ArchivePage.tsx')).ArchivePage),
  page(
    paths.directory(),
    async () => (await import('#modules/document/web/retention/DirectoryPage.tsx')).DirectoryPage,
  ),
  page(paths.classes(), async () => (await import('#modules/document/web/retention/ClassesPage.tsx')).ClassesPage),
  page(paths.classes(':client'), async () => (await import('#modules/document/web/retention/ClassPage.tsx')).ClassPage),
  page(paths.retentionKinds(), async () => (await import('#modules/document/web/retention/KindsPage.tsx')).KindsPage),
  page(
    paths.safeguards(),
    async () => (await import('#modules/document/web/retention/SafeguardsPage.tsx')).SafeguardsPage,
  ),
  page(paths.disposals(), async () => (await import('#modules/disposal/web/DisposalsPage.tsx')).DisposalsPage),
  page(paths.newDisposal(), async () => (await import('#modules/disposal/web/NewDisposalPage.tsx')).NewDisposalPage),
  page(paths.disposal(':disposal'), async () => (await import('#modules/disposal/web/DisposalPage.tsx')).DisposalPage),
  page(paths.clients(), async () => (await import('#modules/client/web/ClientsPage.tsx')).ClientsPage),
  page(paths.clientImport(), async () => (await import('#modules/client/web/ImportsPage.tsx')).ImportsPage),
  page(paths.clientImport(':import'), async () => (await import('#modules/client/web/ImportPage.tsx')).ImportPage),
  page(paths.client(':client', ':tab?'), async () => (await import('#modules/client/web/ClientPage.tsx')).ClientPage),
  page(
    paths.client(':client', 'vault'),
    async () => (await import('#modules/vault/web/ClientVaultPage.tsx')).ClientVaultPage,
  ),
  page(
    paths.client(':client', 'documents'),
    async () => (await import('#modules/document/web/ClientDocumentsPage.tsx')).ClientDocumentsPage,
  ),
  page(
    paths.handover(':handover', 'documents'),
    async () => (await import('#modules/document/web/HandoverDocumentsTab.tsx')).HandoverDocumentsTab,
  ),
  page(
    paths.handover(':handover', 'pledges'),
    async () => (await import('#modules/signing/web/PledgesTab.tsx')).PledgesTab,
  ),
  page(
    paths.pledge(':handover', ':letter'),
    async () => (await import('#modules/signing/web/LetterPage.tsx')).LetterPage,
  ),
  page(paths.letters(), async () => (await import('#modules/signing/web/MyLettersPage.tsx')).MyLettersPage),
  page(paths.letter(':letter'), async () => (await import('#modules/signing/web/LetterPage.tsx')).LetterPage),
  page(paths.settings('access'), async () => (await import('#modules/vault/web/AccessPage.tsx')).AccessPage),
  page(paths.settings('keys'), async () => (await import('#modules/vault/web/KeysToWrapPage.tsx')).KeysToWrapPage),
  page(paths.settings('recovery'), async () => (await import('#modules/vault/web/RecoveryPage.tsx')).RecoveryPage),
  page(paths.welcome(), async () => (await import('#modules/vault/web/WelcomePage.tsx')).WelcomePage),
  page(
    paths.checking(':handover', ':client'),
    async () => (await import('#modules/reconciliation/web/CheckPage.tsx')).CheckPage,
  ),
  page(
    paths.handover(':handover', 'comparisons'),
    async () => (await import('#modules/reconciliation/web/comparison/ComparisonsTab.tsx')).ComparisonsTab,
  ),
  page(
    paths.newComparison(':handover'),
    async () => (await import('#modules/reconciliation/web/comparison/NewComparisonPage.tsx')).NewComparisonPage,
  ),
  page(
    paths.comparison(':handover', ':comparison'),
    async () => (await import('#modules/reconciliation/web/comparison/ComparisonPage.tsx')).ComparisonPage,
  ),
  page(
    paths.comparison(':handover', ':comparison', 'differences'),
    async () => (await import('#modules/reconciliation/web/comparison/DifferencesPage.tsx')).DifferencesPage,
  ),
  page(
    paths.comparison(':handover', ':comparison', 'links'),
    async () => (await import('#modules/reconciliation/web/comparison/LinksPage.tsx')).LinksPage,
  ),
  page(
    paths.dataset(':handover', ':dataset'),
    async () => (await import('#modules/reconciliation/web/comparison/DatasetPage.tsx')).DatasetPage,
  ),
  page(
    paths.handover(':handover', 'sampling'),
    async () => (await import('#modules/reconciliation/web/sampling/SamplingTab.tsx')).SamplingTab,
  ),
  page(
    paths.sample(':handover', ':lot'),
    async () => (await import('#modules/reconciliation/web/sampling/SamplePage.tsx')).SamplePage,
  ),
  page(paths.issues(), async () => (await import('#modules/issue/web/IssuesPage.tsx')).IssuesPage),
  page(paths.issue(':issue'), async () => (await import('#modules/issue/web/IssuePage.tsx')).IssuePage),
  { path: '*', element: <MissingPage /> },
];

/** The few pages that are shown to nobody in particular: founding the firm. */
export const outside: RouteObject[] = [
  page(paths.setup(), async () => (await import('#modules/people/web/SetupPage.tsx')).SetupPage),
];
