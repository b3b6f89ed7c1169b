import { implement } from '@orpc/server';
import type { Context } from '#platform/context/context.ts';
import { peopleContract } from './people.contract.ts';
import * as people from './people.ts';

const os = implement(peopleContract).$context<Context>();

export const peopleRouter = os.router({
  foundFirm: os.foundFirm.handler(({ context, input }) => people.foundFirm(context, input)),
  me: os.me.handler(({ context }) => people.me(context)),
  listPeople: os.listPeople.handler(({ context }) => people.listPeople(context)),
  addPerson: os.addPerson.handler(({ context, input }) => people.addPerson(context, input)),
  changeStanding: os.changeStanding.handler(({ context, input }) => people.changeStanding(context, input)),
  resetPassword: os.resetPassword.handler(({ context, input }) => people.resetPassword(context, input)),
  suspensionEffects: os.suspensionEffects.handler(({ context, input }) => people.suspensionEffects(context, input)),
  suspendPerson: os.suspendPerson.handler(({ context, input }) => people.suspendPerson(context, input)),
  liftSuspension: os.liftSuspension.handler(({ context, input }) => people.liftSuspension(context, input)),
  introduceKeys: os.introduceKeys.handler(({ context, input }) => people.introduceKeys(context, input)),
  myKeyring: os.myKeyring.handler(({ context }) => people.myKeyring(context)),
  changeVaultPassword: os.changeVaultPassword.handler(({ context, input }) =>
    people.changeVaultPassword(context, input),
  ),
  setRecovery: os.setRecovery.handler(({ context, input }) => people.setRecovery(context, input)),
  readEscrow: os.readEscrow.handler(({ context }) => people.readEscrow(context)),
  addApiKey: os.addApiKey.handler(({ context, input }) => people.addApiKey(context, input)),
  listApiKeys: os.listApiKeys.handler(({ context }) => people.listApiKeys(context)),
  endApiKey: os.endApiKey.handler(({ context, input }) => people.endApiKey(context, input)),
  listAbsences: os.listAbsences.handler(({ context, input }) => people.listAbsences(context, input)),
  enterAbsence: os.enterAbsence.handler(({ context, input }) => people.enterAbsence(context, input)),
  withdrawAbsence: os.withdrawAbsence.handler(({ context, input }) => people.withdrawAbsence(context, input)),
  listTeams: os.listTeams.handler(({ context }) => people.listTeams(context)),
  createTeam: os.createTeam.handler(({ context, input }) => people.createTeam(context, input)),
  setTeamMembers: os.setTeamMembers.handler(({ context, input }) => people.setTeamMembers(context, input)),
});
