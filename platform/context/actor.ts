import { z } from 'zod';
import type { FirmId, PersonId } from '#platform/kernel/id.ts';

/** What one may do in the product (角色): 经办, 主管, 质检, 培训, 审计, 管理员. */
export const roles = ['staff', 'manager', 'checker', 'trainer', 'auditor', 'administrator'] as const;
export type Role = (typeof roles)[number];
export const roleSchema = z.enum(roles);

/**
 * A person's standing in the firm by law (岗位), apart from roles: 会计法 Art. 39 and the disposal of archives ask for it.
 * 单位负责人, 会计机构负责人(会计主管人员), 主办会计, 出纳, 档案机构负责人, 档案经办人, 信息系统管理人员.
 */
export const positions = [
  'head-of-unit',
  'head-of-accounting',
  'accountant',
  'cashier',
  'head-of-archives',
  'archivist',
  'information-systems',
] as const;
export type Position = (typeof positions)[number];
export const positionSchema = z.enum(positions);

/** A signed-in person of a firm. */
export interface Someone {
  kind: 'person';
  person: PersonId;
  firm: FirmId;
  name: string;
  roles: Role[];
  positions: Position[];
}

/** The program itself at work for a firm, on behalf of the person whose deed it carries on. */
export interface Worker {
  kind: 'worker';
  firm: FirmId;
  onBehalfOf: PersonId | null;
}

export type Actor = Someone | Worker;

/** True when the actor is a person who holds one of the roles. */
export function holds(actor: Actor, ...wanted: Role[]): boolean {
  return actor.kind === 'person' && actor.roles.some((role) => wanted.includes(role));
}

/** The person behind the actor: the one signed in, or the one on whose behalf the program works. */
export function personOf(actor: Actor): PersonId | null {
  return actor.kind === 'person' ? actor.person : actor.onBehalfOf;
}
