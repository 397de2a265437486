import { notFound, type DeclaredParameters } from '@alcove/contract'
import { resolveQualifier, type SpaceCtx } from '@alcove/platform'

/** From memory: what the next call is checked against. Of two versions by weight, those that new calls move from. */
export function declaredParameters(
  { platform, space }: SpaceCtx,
  { fn, qualifier }: { fn: string; qualifier: string },
): DeclaredParameters {
  const route = platform.routes.find(space.name, fn)
  if (!route) throw notFound('function', fn)
  const target = resolveQualifier(route, qualifier, 1)
  if (!target) throw notFound('version or alias', qualifier)
  return { version: target.version, parameters: target.revision.parameters ?? null }
}
