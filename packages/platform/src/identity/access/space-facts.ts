import type { GrantFact } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { accountOf, type Actor } from '../../kernel/actor.ts'

/** The grants on a row of `spaces` that concern the account behind an actor, of its groups too, ended ones included. */
export function grantFacts(actor: Actor): SQL<GrantFact[]> {
  return factsOf(accountOf(actor), sql`spaces.id`)
}

/** The same of any account in any space. */
export function factsOf(account: SQL | string | null, space: SQL | string): SQL<GrantFact[]> {
  return sql<GrantFact[]>`(
    select coalesce(json_agg(json_build_object(
      'role', g.role, 'function', f.name, 'group', gr.name,
      'expiresAt', floor(extract(epoch from g.expires_at) * 1000)::bigint)), '[]')
    from ${grantsOf(account, space)} g
      left join functions f on f.id = g.function_id left join groups gr on gr.id = g.group_id)`
}

/** Whether such a grant holds now. */
export function hasLiveGrant(actor: Actor, now: number): SQL {
  return sql`exists (select from ${grantsOf(accountOf(actor), sql`spaces.id`)} g
    where g.expires_at is null or g.expires_at > ${new Date(now).toISOString()}::timestamptz)`
}

/** `offset 0` has the planner look up the grants of each group: by itself it reads all grants of the space. */
function grantsOf(account: SQL | string | null, space: SQL | string): SQL {
  return sql`(
    select * from grants where account_id = ${account} and space_id = ${space}
    union all
    select of_group.* from group_members m
      cross join lateral (select * from grants where group_id = m.group_id and space_id = ${space} offset 0) of_group
    where m.account_id = ${account})`
}
