import { existsSync, globSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { join } from 'node:path';
import { Visitor } from '@swc/core/Visitor.js';
import type { VariableDeclarator } from '@swc/core';
import { cruise, type ICruiseOptions, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser';

/** The modules in the one order in which they stand on each other: each may import those before it, none after it. */
export const modules = [
  'journal',
  'people',
  'task',
  'client',
  'vault',
  'playbook',
  'handover',
  'document',
  'signing',
  'issue',
  'reconciliation',
  'conversation',
  'training',
  'care',
  'archive',
  'disposal',
  'closing',
  'evaluation',
  'overview',
] as const;

const ground = '^(platform|kit)/';
const programs = ['server', 'web', 'cli'];
const read = ['modules', 'platform', 'kit', ...programs, 'testing', 'e2e', 'bench'];
const testCode = String.raw`\.(test|e2e|factory)\.tsx?$|^(testing|e2e|bench)/`;
const browserSafeGround = String.raw`^platform/(kernel/|crypto/|context/actor\.ts$)`;
const contractOrPolicy = String.raw`^modules/(?<known>[^/]+)/\k<known>\.(contract|policy|client)\.ts$`;
/** What a module's pages offer to the pages of its neighbours. */
const parts = String.raw`^modules/(?<offering>[^/]+)/web/\k<offering>\.parts\.tsx?$`;
const texts = '^modules/[^/]+/locale/';
/** The whole API, put together from the contracts of the modules. */
const serverContract = String.raw`^server/contract\.ts$`;
const serverOnly = [
  '^(platform|server|testing)/',
  String.raw`^modules/(?<entered>[^/]+)/\k<entered>(\.(table|router|jobs|cli|factory))?\.ts$`,
  `^(${builtinModules.join('|')})$`,
];
const webTools = String.raw`^web/(vite\.config\.ts$|build/)`;
const webCode = '^(modules/[^/]+/web|web|kit)/';

/** The import rules of the house; each name is what a breach is reported under, each comment what to do about it. */
export const rules: IForbiddenRuleType[] = [
  {
    name: 'the-grounds-know-no-module',
    comment: 'platform and kit serve any product; what knows a module belongs into that module.',
    from: { path: ground },
    to: { path: `^(modules|${programs.join('|')})/` },
  },
  {
    name: 'modules-know-no-program',
    comment: 'server, web and cli put modules together; a module does not know who runs it.',
    from: { path: '^modules/' },
    to: { path: `^(${programs.join('|')})/` },
  },
  ...modules.slice(0, -1).map((module, index) => ({
    name: 'modules-stand-on-earlier-modules',
    comment: 'A module stands on those before it in the order; let a job listen to the journal entry instead.',
    from: { path: `^modules/${module}/` },
    to: { path: `^modules/(${modules.slice(index + 1).join('|')})/` },
  })),
  {
    name: 'a-module-is-entered-by-its-door',
    comment: 'Another module is known by x.ts, x.contract.ts, x.policy.ts; x.table.ts for keys; x.factory.ts in tests.',
    from: { path: '^modules/([^/]+)/' },
    to: {
      path: '^modules/',
      pathNot: [
        '^modules/$1/',
        String.raw`^modules/(?<entered>[^/]+)/\k<entered>(\.(contract|policy|client|table|factory))?\.ts$`,
        parts,
      ],
    },
  },
  {
    name: 'the-server-enters-by-the-door',
    comment: 'The server mounts x.router.ts and x.jobs.ts and calls x.ts; the inner files of a module are its own.',
    from: { path: '^server/', pathNot: testCode },
    to: {
      path: '^modules/',
      pathNot: [
        String.raw`^modules/(?<entered>[^/]+)/\k<entered>(\.(contract|policy|client|table|router|jobs))?\.ts$`,
        texts,
      ],
    },
  },
  {
    name: 'factories-are-for-tests',
    comment: 'A factory makes things for tests; the product calls the operations.',
    from: { pathNot: testCode },
    to: { path: String.raw`\.factory\.ts$` },
  },
  {
    name: 'test-code-stays-in-tests',
    comment: 'testing/, e2e/ and bench/ stand outside the product.',
    from: { path: `^(modules|platform|kit|${programs.join('|')})/`, pathNot: testCode },
    to: { path: '^(testing|e2e|bench)/' },
  },
  {
    name: 'routers-and-jobs-are-mounted-by-the-server',
    comment: 'Call the operation in x.ts instead of going through a router or a job.',
    from: { path: '^(modules|platform|kit|web|cli)/', pathNot: testCode },
    to: { path: String.raw`^modules/[^/]+/[^/]+\.(router|jobs)\.ts$` },
  },
  {
    name: 'commands-are-mounted-by-the-cli',
    comment: 'Only cli/ puts the commands of modules together.',
    from: { path: '^(modules|platform|kit|web|server)/', pathNot: testCode },
    to: { path: String.raw`^modules/[^/]+/[^/]+\.cli\.ts$` },
  },
  {
    name: 'web-knows-contract-and-policy',
    comment: 'Pages and forms know a module by its contract and policy, and the web folder of their own module.',
    from: { path: '^modules/([^/]+)/web/' },
    to: {
      path: '^(modules|server|cli|testing)/',
      pathNot: ['^modules/$1/(web|locale|fields)/', contractOrPolicy, parts],
    },
  },
  {
    name: 'web-knows-contract-and-policy',
    comment: 'web/ mounts modules/*/web and knows the rest of a module by its contract and policy.',
    from: { path: '^web/', pathNot: [webTools, testCode] },
    to: { path: '^(modules|server|cli)/', pathNot: ['^modules/[^/]+/web/', texts, contractOrPolicy] },
  },
  {
    name: 'web-runs-in-the-browser',
    comment: 'Browser code imports from platform only kernel, crypto and the type of the actor.',
    from: { path: webCode, pathNot: [webTools, testCode] },
    to: { path: '^platform/', pathNot: browserSafeGround },
  },
  {
    name: 'web-runs-in-the-browser',
    comment: 'Browser code imports no built-in module of Node.',
    from: { path: webCode, pathNot: [webTools, testCode] },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'commands-know-contract-and-policy',
    comment:
      'A command speaks to the server by the contract; it may use the inner files of its own module that need none.',
    from: { path: String.raw`^modules/([^/]+)/[^/]+\.cli\.ts$` },
    to: {
      path: [
        String.raw`^modules/(?<entered>[^/]+)/\k<entered>\.ts$`,
        String.raw`\.(table|router|jobs|factory)\.ts$`,
        '^modules/(?!$1/)',
        String.raw`^platform/(database|jobs|context/(?!actor\.ts$))`,
        '^(server|web)/',
      ],
      pathNot: [contractOrPolicy, texts],
    },
  },
  {
    name: 'commands-know-contract-and-policy',
    comment: 'cli/ mounts *.cli.ts and knows the rest of a module by its contract and policy.',
    from: { path: '^cli/', pathNot: testCode },
    to: {
      path: '^(modules|server|web)/',
      pathNot: [String.raw`^modules/[^/]+/[^/]+\.cli\.ts$`, texts, contractOrPolicy, serverContract],
    },
  },
  {
    name: 'the-engine-stands-alone',
    comment:
      'The reconciliation engine could be published by itself: of the house it knows platform/tabular and kernel.',
    from: { path: '^modules/reconciliation/engine/', pathNot: testCode },
    to: {
      path: `^(${read.join('|')})/`,
      pathNot: ['^modules/reconciliation/engine/', '^platform/(tabular|kernel)/'],
    },
  },
  {
    name: 'kernel-and-crypto-run-in-the-browser',
    comment: 'platform/kernel, platform/crypto and actor.ts import only each other.',
    from: { path: browserSafeGround, pathNot: testCode },
    to: { path: `^(${read.join('|')})/`, pathNot: browserSafeGround },
  },
  {
    name: 'kernel-and-crypto-run-in-the-browser',
    comment: 'platform/kernel, platform/crypto and actor.ts import no built-in module of Node.',
    from: { path: browserSafeGround, pathNot: testCode },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'contracts-and-policies-run-in-the-browser',
    comment: 'A contract or policy imports contracts, policies, what of platform runs in the browser, and inner files',
    from: { path: contractOrPolicy },
    to: { path: `^(${read.join('|')})/`, pathNot: ['^modules/$1/', contractOrPolicy, browserSafeGround] },
  },
  {
    name: 'contracts-and-policies-run-in-the-browser',
    comment: 'that reach no table, operation, platform service or built-in module of Node.',
    from: { path: contractOrPolicy },
    to: { reachable: true, path: serverOnly, pathNot: browserSafeGround },
  },
  {
    name: 'no-circles',
    comment: 'Types count: move what both need into a third file.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'imports-resolve',
    comment: 'An import that cannot be found is checked by no other rule.',
    from: {},
    to: { couldNotResolve: true, pathNot: '^virtual:' },
  },
];

/** One import that breaks a rule, or a folder that the order of modules does not know. */
export type Breach = { rule: string; from: string; to: string; advice: string };

export type ArchitectureReport = { filesRead: number; breaches: Breach[] };

/**
 * Reads every import under `root`, types included, and returns what breaks the rules. Throws when a source file was not
 * read: a check that reads nothing finds nothing.
 */
export async function checkArchitecture(root: string): Promise<ArchitectureReport> {
  const folders = read.filter((folder) => existsSync(join(root, folder)));
  const sources = globSync(`{${folders.join(',')}}/**/*.{ts,tsx}`, { cwd: root, exclude: ['**/dist/**'] });
  const { modules: files, summary } = await readImports(root, folders);
  const seen = new Set(files.map(({ source }) => source));
  const unread = sources.filter((source) => !seen.has(source.replaceAll('\\', '/')));
  if (sources.length === 0 || unread.length > 0 || summary.totalDependenciesCruised === 0) {
    throw new Error(`The architecture check read ${seen.size} files and missed: ${unread.join(', ') || 'all imports'}`);
  }
  return {
    filesRead: sources.length,
    breaches: [
      ...strangers(root),
      ...summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to, advice: adviceOn(rule.name) })),
    ],
  };
}

function adviceOn(name: string): string {
  return [...new Set(rules.filter((rule) => rule.name === name).map(({ comment }) => comment))].join(' ');
}

/** swc parses `using` declarations, and its walker, which dependency-cruiser extends, throws on them. */
function walkUsingDeclarations(): void {
  const { visitStatement } = Visitor.prototype;
  Visitor.prototype.visitStatement = function (statement) {
    const { type, decls } = statement as unknown as { type: string; decls: VariableDeclarator[] };
    if (type !== 'UsingDeclaration') return visitStatement.call(this, statement);
    this.visitVariableDeclarators(decls);
    return statement;
  };
}

walkUsingDeclarations();

async function readImports(root: string, folders: string[]): Promise<ICruiseResult> {
  const options: ICruiseOptions = {
    baseDir: root,
    parser: 'swc',
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    validate: true,
    ruleSet: { forbidden: rules },
  };
  const { output } = await cruise(folders, options, {
    exportsFields: ['exports'],
    conditionNames: ['import', 'node', 'default', 'types'],
    extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'],
  });
  return output as ICruiseResult;
}

function strangers(root: string): Breach[] {
  const known: readonly string[] = modules;
  return readdirSync(join(root, 'modules'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !known.includes(entry.name))
    .map(({ name }) => ({
      rule: 'every-module-has-its-place',
      from: `modules/${name}`,
      to: 'architecture.ts',
      advice: 'Give the module its place in the order of modules.',
    }));
}
