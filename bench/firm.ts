import { randomBytes } from 'node:crypto';
import pg from 'pg';
import * as people from '#modules/people/people.ts';
import type { Context, Ground } from '#platform/context/context.ts';
import type { ClusterAddress } from '#platform/database/embedded/address.ts';
import { readConfig } from '#platform/config/config.ts';
import { ensureDatabase } from '#platform/database/ensure-database.ts';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';
import { createLog } from '#platform/log/log.ts';
import { openGround } from '#server/ground.ts';

/** A firm of two people in a database of its own. */
export interface BenchFirm {
  ground: Ground;
  firm: FirmId;
  /** The superuser of the database. */
  owner: pg.Client;
  accountant: Context;
  everybodyElse: Context;
  ids: { accountant: PersonId; everybodyElse: PersonId };
  close(): Promise<void>;
}

export async function openFirm(cluster: ClusterAddress, dataFolder: string): Promise<BenchFirm> {
  await ensureDatabase(cluster, 'bench');
  const settings: pg.ClientConfig = { ...cluster, database: 'bench' };
  const { ground, close } = await openGround(readConfig({ BATON_DATA: dataFolder }), settings, createLog('silent'));
  const owner = new pg.Client(settings);
  await owner.connect();
  const founder = await people.foundFirm(
    { by: { kind: 'credential', secret: '' }, ground },
    {
      firm: '测速代理记账有限公司',
      name: '负责人',
      title: '单位负责人',
      email: 'f@example.com',
      password: 'a long password of the bench',
    },
  );
  const asFounder = await signIn(founder.person);
  const added = await people.addPerson(asFounder, {
    name: '甲',
    title: '会计',
    email: 'a@example.com',
    roles: ['staff'],
    positions: ['accountant'],
  });
  const accountant = await signIn(added.person);
  return {
    ground,
    firm: founder.firm,
    owner,
    accountant,
    everybodyElse: asFounder,
    ids: { accountant: added.person, everybodyElse: founder.person },
    close: async () => {
      await owner.end();
      await close();
    },
  };

  async function signIn(person: PersonId): Promise<Context> {
    const secret = randomBytes(24).toString('base64url');
    await owner.query(
      `with found as (select user_id, firm_id from person where id = $1), ready as (update auth."user" set "mustChangePassword" = false from found where id = found.user_id)
       insert into auth.session (id, token, "userId", "expiresAt", "firmId") select gen_random_uuid()::text, $2, user_id, now() + interval '12 hours', firm_id from found`,
      [person, secret],
    );
    return { by: { kind: 'credential', secret }, ground };
  }
}
