import { resolveQualifier, type FunctionRoute } from '@alcove/platform'
import type { Refusal } from './admit/facts.ts'

export type Target = NonNullable<ReturnType<typeof resolveQualifier>>

/**
 * Qualifier → alias → version → revision, all from the snapshot in memory. `random` (0 ≤ random < 1) chooses between the
 * versions of a weighted alias.
 */
export function resolve(route: FunctionRoute, qualifier: string, random: number): Target | Refusal {
  const target = resolveQualifier(route, qualifier, random)
  if (!target) return { code: 'NotFound', reason: `${route.function} has no version or alias "${qualifier}"` }
  if (route.unreadable.has(target.revision.id)) {
    const reason = `The secrets of ${route.function} were sealed with another key: set them anew, or bring back secrets/sealing-key`
    return { code: 'Unavailable', reason }
  }
  return target
}
