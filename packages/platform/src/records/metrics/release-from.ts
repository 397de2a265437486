import type { Release } from '@alcove/contract'
import { iso } from '../../database/connect.ts'
import type { aliasMoves } from '../../database/schema/index.ts'

/** A move of an alias as charts and issues show it. */
export function releaseFrom(
  fn: string,
  { at, alias, version, additionalWeight }: typeof aliasMoves.$inferSelect,
): Release {
  return { at: iso(at), function: fn, alias, version, weight: 1 - (additionalWeight ?? 0) }
}
