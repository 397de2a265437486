import { and, eq, inArray, isNull, or, sql, type SQL } from 'drizzle-orm'
import type { Ctx } from '../../kernel/context.ts'
import { spaces } from '../../database/schema/index.ts'
import { hasLiveGrant } from './space-facts.ts'

/** The condition under which the caller may know of a space. */
export function visibleTo({ actor, platform }: Ctx): SQL {
  if (actor.kind === 'anonymous' || actor.kind === 'platform' || actor.kind === 'function') return sql`false`
  const byPerson = actor.administrator
    ? sql`true`
    : or(eq(spaces.visibility, 'public'), hasLiveGrant(actor, platform.clock.now()))
  const byKey = actor.kind === 'key' && actor.spaces !== '*' ? named(actor.spaces) : sql`true`
  return and(isNull(spaces.trashedAt), byPerson, byKey)!
}

function named(names: readonly string[]): SQL {
  return names.length > 0 ? inArray(spaces.name, [...names]) : sql`false`
}
