import { letterKinds } from './letter.ts';
import type { Line, PlaybookContent } from './playbook-shape.ts';

type Path = (string | number)[];

/** A name in a playbook that stands for nothing in it, or a part that does not fit another. */
export interface LooseEnd {
  path: Path;
  message: string;
}

/** Every loose end of a playbook: a playbook without any can be published. */
export function looseEnds(content: PlaybookContent): LooseEnd[] {
  return [
    ...doubles(content),
    ...missingLetters(content),
    ...strayNames(content),
    ...strayLines(content),
    ...strayLots(content),
  ];
}

function doubles(content: PlaybookContent): LooseEnd[] {
  const lists: [list: string, names: (string | number)[]][] = [
    ['stages', content.stages.map(({ key }) => key)],
    ['gates', content.gates.map(({ check }) => check)],
    ['evidence', content.evidence.map(({ key }) => key)],
    ['methods', content.methods.map(({ key }) => key)],
    ['kinds', content.kinds.map(({ key }) => key)],
    ['kinds', content.kinds.map(({ number }) => number)],
    ['mandatoryLines', content.mandatoryLines.map(({ key }) => key)],
    ['statutoryKinds', content.statutoryKinds.map(({ key }) => key)],
    ['letters', content.letters.map(({ kind }) => kind)],
    ['rules', content.rules.map(({ id }) => id)],
  ];
  return lists.flatMap(([list, names]) =>
    names.flatMap((name, index) =>
      names.indexOf(name) === index ? [] : [{ path: [list, index], message: `${name} stands here twice` }],
    ),
  );
}

function missingLetters({ letters }: PlaybookContent): LooseEnd[] {
  return letterKinds
    .filter((kind) => !letters.some((letter) => letter.kind === kind))
    .map((kind) => ({ path: ['letters'], message: `the letter ${kind} is missing` }));
}

function strayNames(content: PlaybookContent): LooseEnd[] {
  const stages = new Set(content.stages.map(({ key }) => key));
  const evidence = new Set(content.evidence.map(({ key }) => key));
  const rules = new Set(content.rules.map(({ id }) => id));
  return [
    ...content.gates.flatMap(({ after, rule }, at) => [
      ...stray(stages, after, 'gates', at, 'after'),
      ...stray(rules, rule, 'gates', at, 'rule'),
    ]),
    ...content.methods.flatMap((method, at) => method.evidence.flatMap((key) => stray(evidence, key, 'methods', at))),
    ...content.statutoryKinds.flatMap(({ rule }, at) => stray(rules, rule, 'statutoryKinds', at, 'rule')),
    ...content.retention.flatMap(({ rule }, at) => stray(rules, rule, 'retention', at, 'rule')),
    ...content.letters.flatMap((letter, at) =>
      letter.rules.flatMap((rule) => stray(rules, rule, 'letters', at, 'rules')),
    ),
    ...stray(rules, content.lateFees.payment.rule, 'lateFees', 'payment'),
    ...stray(rules, content.lateFees.filing.rule, 'lateFees', 'filing'),
  ];
}

function strayLines(content: PlaybookContent): LooseEnd[] {
  const own = content.mandatoryLines.filter(({ key, kind }) => key === kind);
  const headings = new Set([...content.kinds, ...own].map(({ key }) => key));
  const evidence = new Set(content.evidence.map(({ key }) => key));
  const mandatory = new Set(content.mandatoryLines.map(({ key }) => key));
  const statutory = new Set(content.statutoryKinds.map(({ key }) => key));

  function ofLine(line: Line, ...path: Path): LooseEnd[] {
    const kind = content.kinds.find(({ key }) => key === line.kind);
    return [
      ...stray(headings, line.kind, ...path, 'kind'),
      ...line.evidence.flatMap((key) => stray(evidence, key, ...path, 'evidence')),
      ...(kind && !kind.methods.includes(line.method)
        ? [{ path: [...path, 'method'], message: `${line.kind} are not handed over by ${line.method}` }]
        : []),
    ];
  }

  return [
    ...content.mandatoryLines.flatMap((line, at) => ofLine(line, 'mandatoryLines', at)),
    ...content.recordLines.flatMap((line, at) => [
      ...ofLine(line, 'recordLines', at),
      ...stray(mandatory, line.serves, 'recordLines', at, 'serves'),
      ...stray(statutory, line.statutory, 'recordLines', at, 'statutory'),
    ]),
    ...ofLine(content.secretLine, 'secretLine'),
    ...content.trades.flatMap(({ lines }, at) =>
      lines.flatMap((line, which) => ofLine(line, 'trades', at, 'lines', which)),
    ),
    ...content.statutoryKinds.flatMap(({ kind }, at) => stray(headings, kind, 'statutoryKinds', at, 'kind')),
  ];
}

/** Each heading of the inventory belongs to one lot: a line of one that is left out would never be inspected. */
function strayLots({ sampling, kinds, mandatoryLines }: PlaybookContent): LooseEnd[] {
  if (!sampling) return [];
  const own = mandatoryLines.filter(({ key, kind }) => key === kind);
  const headings = [...kinds, ...own].map(({ key }) => key);
  const lots = new Map(headings.map((key) => [key, sampling.filter((lot) => lot.kinds.includes(key)).length]));
  return [
    ...sampling.flatMap((lot, at) =>
      lot.kinds.flatMap((key) => stray(new Set(headings), key, 'sampling', at, 'kinds')),
    ),
    ...[...lots].flatMap(([key, count]) =>
      count === 1 ? [] : [{ path: ['sampling'], message: `${key} belongs to ${count} lots` }],
    ),
  ];
}

function stray(known: ReadonlySet<string>, name: string | undefined, ...path: Path): LooseEnd[] {
  if (name === undefined || known.has(name)) return [];
  return [{ path, message: `${name} stands for nothing in this playbook` }];
}
