import { eq, inArray } from 'drizzle-orm';
import * as journal from '#modules/journal/journal.ts';
import { type Context, type Inside, read, transact } from '#platform/context/context.ts';
import { type Id, type PersonId, newId } from '#platform/kernel/id.ts';
import { Refusal, notFound } from '#platform/kernel/refusal.ts';
import { allow } from '#platform/kernel/verdict.ts';
import type { CreateTeam, SetTeamMembers, Team } from './people.contract.ts';
import { canFormTeams } from './people.policy.ts';
import { person, team, teamMember } from './people.table.ts';

/** The teams of the firm by name. */
export function listTeams(context: Context): Promise<Team[]> {
  return read(context, (inside) => selectTeams(inside));
}

/** Makes a team. Refused with `people.team-exists` when another has the name, `people.not-active` for who is away. */
export function createTeam(context: Context, input: CreateTeam): Promise<Team> {
  return transact(context, async (inside) => {
    allow(canFormTeams(inside.actor));
    const [same] = await inside.db.select({ id: team.id }).from(team).where(eq(team.name, input.name));
    if (same) throw new Refusal('people.team-exists', { team: same.id }, 'conflict');
    await refuseAway(inside, [input.leader, ...input.members]);
    const id = newId<'team'>();
    await inside.db.insert(team).values({ firmId: inside.firm, id, name: input.name, leaderId: input.leader });
    await insertMembers(inside, id, input.members);
    await journal.record(inside, {
      verb: 'people.team-created',
      subject: id,
      facts: { leader: input.leader, members: input.members },
    });
    return findTeam(inside, id);
  });
}

/** Sets leader and members of a team. Who newly comes in must be active; who is away may stay or be taken out. */
export function setTeamMembers(context: Context, input: SetTeamMembers): Promise<Team> {
  return transact(context, async (inside) => {
    allow(canFormTeams(inside.actor));
    const before = await findTeam(inside, input.team);
    const known = new Set([before.leader, ...before.members]);
    await refuseAway(
      inside,
      [input.leader, ...input.members].filter((one) => !known.has(one)),
    );
    await inside.db.update(team).set({ leaderId: input.leader }).where(eq(team.id, input.team));
    await inside.db.delete(teamMember).where(eq(teamMember.teamId, input.team));
    await insertMembers(inside, input.team, input.members);
    await journal.record(inside, {
      verb: 'people.team-changed',
      subject: input.team,
      facts: { leader: input.leader, members: input.members },
    });
    return findTeam(inside, input.team);
  });
}

async function findTeam(inside: Inside, id: Id<'team'>): Promise<Team> {
  const [found] = await selectTeams(inside, id);
  if (!found) throw notFound('team', { team: id });
  return found;
}

async function selectTeams(inside: Inside, id?: Id<'team'>): Promise<Team[]> {
  const teams = await inside.db
    .select({ id: team.id, name: team.name, leader: team.leaderId })
    .from(team)
    .where(id ? eq(team.id, id) : undefined)
    .orderBy(team.name);
  const members = await inside.db
    .select({ team: teamMember.teamId, person: teamMember.personId })
    .from(teamMember)
    .where(id ? eq(teamMember.teamId, id) : undefined);
  const byTeam = Map.groupBy(members, (member) => member.team);
  return teams.map((one) => ({ ...one, members: (byTeam.get(one.id) ?? []).map((member) => member.person) }));
}

async function insertMembers(inside: Inside, id: Id<'team'>, members: PersonId[]): Promise<void> {
  const rows = [...new Set(members)].map((personId) => ({ firmId: inside.firm, teamId: id, personId }));
  if (rows.length > 0) await inside.db.insert(teamMember).values(rows);
}

async function refuseAway(inside: Inside, wanted: PersonId[]): Promise<void> {
  if (wanted.length === 0) return;
  const found = await inside.db
    .select({ id: person.id, suspendedAt: person.suspendedAt, leftAt: person.leftAt })
    .from(person)
    .where(inArray(person.id, wanted));
  const missing = wanted.find((id) => !found.some((one) => one.id === id));
  if (missing) throw notFound('person', { person: missing });
  const away = found.find(({ suspendedAt, leftAt }) => suspendedAt ?? leftAt);
  if (away) throw new Refusal('people.not-active', { person: away.id }, 'conflict');
}
