import { and, inArray, sql, type SQL } from 'drizzle-orm'
import { accountOf } from '../../kernel/actor.ts'
import type { Ctx } from '../../kernel/context.ts'
import { spaces } from '../../database/schema/index.ts'

/** An SQL condition: the caller may know of this space. */
export function visibleTo({ actor }: Ctx): SQL {
  if (actor.kind === 'anonymous' || actor.kind === 'platform') return sql`false`
  const byPerson = actor.administrator
    ? sql`true`
    : sql`(${spaces.visibility} = 'public' or exists
        (select from grants g where g.space_id = ${spaces.id} and g.account_id = ${accountOf(actor)}))`
  const byKey = actor.kind === 'key' && actor.spaces !== '*' ? named(actor.spaces) : sql`true`
  return and(byPerson, byKey)!
}

function named(names: readonly string[]): SQL {
  return names.length > 0 ? inArray(spaces.name, [...names]) : sql`false`
}
