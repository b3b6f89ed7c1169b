import type { Actor } from '#platform/context/actor.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';

/** What the policies ask of a letter. */
export interface LetterFacts {
  id: string;
  kind: string;
  person: string;
  handover: string | null;
  state: 'waiting' | 'signed' | 'declined';
}

/** The own letter, once; whatever is signed electronically needs the agreement on electronic signing before it. */
export function canSignLetter(actor: Actor, letter: LetterFacts, agreed: boolean): Verdict {
  return all(
    mine(actor, letter),
    when(letter.state !== 'signed', 'signing.already-signed', about(letter)),
    when(agreed || letter.kind === 'signing-agreement', 'signing.agreement-first', about(letter)),
  );
}

/** The own letter, as long as it is not signed; nobody is made to sign. */
export function canDeclineLetter(actor: Actor, letter: LetterFacts): Verdict {
  return all(mine(actor, letter), when(letter.state !== 'signed', 'signing.already-signed', about(letter)));
}

function mine(actor: Actor, letter: LetterFacts): Verdict {
  return when(actor.kind === 'person' && actor.person === letter.person, 'signing.not-yours', about(letter));
}

function about({ id, handover, kind }: LetterFacts) {
  return { letter: id, kind, ...(handover ? { handover } : {}) };
}
