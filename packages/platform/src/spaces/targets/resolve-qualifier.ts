import type { Revision } from '@alcove/contract'
import type { FunctionRoute } from './function-route.ts'

export interface Target {
  qualifier: string
  /** null: the draft. */
  version: number | null
  revision: Revision
}

/**
 * Where a call with this qualifier goes. `random` (0 ≤ random < 1) decides between the two versions of a weighted alias.
 * Null: no such version or alias.
 */
export function resolveQualifier(route: FunctionRoute, qualifier: string, random: number): Target | null {
  if (qualifier === 'draft') return { qualifier, version: null, revision: route.draft }
  if (/^[1-9][0-9]{0,8}$/.test(qualifier)) return at(Number(qualifier))
  const alias = route.aliases.get(qualifier)
  if (!alias) return null
  return at(alias.additional && random < alias.additional.weight ? alias.additional.version : alias.version)

  function at(version: number): Target | null {
    const revision = route.versions.get(version)
    return revision ? { qualifier, version, revision } : null
  }
}
