import type { Side } from '#modules/handover/handover.contract.ts';
import { type Actor, holds } from '#platform/context/actor.ts';
import { type Verdict, all, when } from '#platform/kernel/verdict.ts';

/** What the policies ask of a sign-off. */
export interface SignOffFacts {
  batch: string;
  state: string;
  /** The side that the actor stands on, or null. */
  mine: Side | null;
  /** Whose turn it is, or null. */
  next: Side | null;
  /** Whether the actor sees every client of the batch. */
  sees: boolean;
  /** Whether every gate that must hold does, as far as the actor sees. */
  green: boolean;
  /** Whether the inventory was made from what stands now. */
  current: boolean;
}

/** A party of the handover, or a manager, who sees the clients makes the inventory once every gate is green. */
export function canMakeInventory(actor: Actor, facts: SignOffFacts): Verdict {
  return all(
    when(facts.mine !== null || holds(actor, 'manager'), 'closing.not-a-party', { batch: facts.batch }),
    when(facts.state === 'checking' || facts.state === 'signing', 'closing.not-in-checking', {
      batch: facts.batch,
      state: facts.state,
    }),
    when(facts.sees, 'closing.clients-unseen', { batch: facts.batch }),
    when(facts.green, 'closing.gates-shut', { batch: facts.batch }),
  );
}

/** A party signs in turn, what stands now, while every gate is green. */
export function canSign(facts: SignOffFacts): Verdict {
  return all(
    when(facts.mine !== null, 'closing.not-a-party', { batch: facts.batch }),
    when(facts.state === 'signing', 'closing.not-in-signing', { batch: facts.batch, state: facts.state }),
    when(facts.sees, 'closing.clients-unseen', { batch: facts.batch }),
    when(facts.current, 'closing.changed-since', { batch: facts.batch }),
    when(facts.green, 'closing.gates-shut', { batch: facts.batch }),
    when(facts.next === facts.mine, 'closing.not-your-turn', { batch: facts.batch, next: facts.next }),
  );
}

/** The supervisor accepts a paper in the turn of the party who signed it. */
export function canAcceptInk(facts: SignOffFacts): Verdict {
  return all(
    when(facts.mine === 'supervisor', 'closing.only-supervisor-accepts-ink', { batch: facts.batch }),
    when(facts.state === 'signing', 'closing.not-in-signing', { batch: facts.batch, state: facts.state }),
    when(facts.current, 'closing.changed-since', { batch: facts.batch }),
    when(facts.green, 'closing.gates-shut', { batch: facts.batch }),
    when(facts.next !== null && facts.next !== 'supervisor', 'closing.no-ink-awaited', { batch: facts.batch }),
  );
}

/** Any party sends the batch back to checking while it is being signed. */
export function canRefuse(facts: SignOffFacts): Verdict {
  return all(
    when(facts.mine !== null, 'closing.not-a-party', { batch: facts.batch }),
    when(facts.state === 'signing', 'closing.not-in-signing', { batch: facts.batch, state: facts.state }),
  );
}
