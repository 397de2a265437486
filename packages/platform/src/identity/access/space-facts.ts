import type { GrantFact } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { accountOf, type Actor } from '../../kernel/actor.ts'

/** The grants on a row of `spaces` that concern the account behind an actor, of its groups too, ended ones included. */
export function grantFacts(actor: Actor): SQL<GrantFact[]> {
  return sql<GrantFact[]>`(
    select coalesce(json_agg(json_build_object(
      'role', g.role, 'function', f.name, 'group', gr.name,
      'expiresAt', floor(extract(epoch from g.expires_at) * 1000)::bigint)), '[]')
    from grants g left join functions f on f.id = g.function_id left join groups gr on gr.id = g.group_id
    where g.space_id = spaces.id and ${concerns(accountOf(actor))})`
}

/** Whether such a grant holds now. */
export function hasLiveGrant(actor: Actor, now: number): SQL {
  return sql`exists (select from grants g where g.space_id = spaces.id and ${concerns(accountOf(actor))}
    and (g.expires_at is null or g.expires_at > ${new Date(now).toISOString()}::timestamptz))`
}

function concerns(account: string | null): SQL {
  return sql`(g.account_id = ${account}
    or g.group_id in (select m.group_id from group_members m where m.account_id = ${account}))`
}
