import * as handover from '#modules/handover/handover.ts';
import * as playbook from '#modules/playbook/playbook.ts';
import type { Inside } from '#platform/context/context.ts';
import type { Id } from '#platform/kernel/id.ts';
import type { Wanted } from './due-pledges.ts';
import { pledgesWanted } from './issue-letters.ts';
import { frameworkKinds } from './letter-terms.ts';
import { frameworkOf, pledgesOf } from './letters.ts';

/** Everybody who must has signed the confidentiality agreement and the letter of responsibility. */
const pledgesSigned: handover.Gate = {
  id: 'pledges-signed',
  async check(inside, batch) {
    const { handover: id, wanted } = await wantedFor(inside, batch);
    const pledges = await pledgesOf(inside, id);
    const missing = wanted.filter(
      ({ kind, person, side }) =>
        !pledges.some(
          (one) => one.kind === kind && one.person.id === person && one.side === side && one.state === 'signed',
        ),
    );
    return handover.gateResult(
      wanted.length,
      missing.map(({ kind, name, side }) => ({ code: 'pledge-unsigned', facts: { letter: kind, person: name, side } })),
    );
  },
};

/** Whoever signs has agreed on electronic signing and has seen the notice of what is recorded. */
const signingAgreed: handover.Gate = {
  id: 'signing-agreed',
  async check(inside, batch) {
    const { wanted } = await wantedFor(inside, batch);
    const names = new Map(wanted.map(({ person, name }) => [person, name]));
    const present = await frameworkOf(inside, [...names.keys()]);
    const missing = [...names].flatMap(([person, name]) =>
      frameworkKinds
        .filter(
          (kind) => !present.some((one) => one.kind === kind && one.person.id === person && one.state === 'signed'),
        )
        .map((kind) => ({ code: 'agreement-unsigned', facts: { letter: kind, person: name } })),
    );
    return handover.gateResult(names.size * frameworkKinds.length, missing);
  },
};

/** The checks that this module registers, by the names by which playbooks call them. */
export const gates: Record<string, handover.Gate> = {
  'pledges-signed': pledgesSigned,
  'signing-agreed': signingAgreed,
};

async function wantedFor(inside: Inside, batch: Id<'batch'>): Promise<{ handover: Id<'handover'>; wanted: Wanted[] }> {
  const { handoverId } = await handover.findBatch(inside, batch);
  const { manner, playbookVersionId } = await handover.findHandover(inside, handoverId);
  const content = await playbook.contentOf(inside, playbookVersionId);
  return { handover: handoverId, wanted: pledgesWanted(content, manner, await handover.partiesOf(inside, handoverId)) };
}
