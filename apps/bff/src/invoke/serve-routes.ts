import type { Engine, ServedRevision } from '@alcove/engine'
import type { FunctionRoute, Platform } from '@alcove/platform'

/** Tells the engine what can be called: at the start what it must keep ready, later every change. */
export function serveRoutes({ routes }: Platform, engine: Engine): void {
  routes.onChange((functionId, route) => engine.serve(functionId, route ? servedBy(route) : []))
  for (const route of routes.all()) {
    const served = servedBy(route)
    if (served.some(isHeldReady)) engine.serve(route.functionId, served)
  }
}

/**
 * Everything a qualifier can name. Keeps ready what an alias or an enabled trigger leads callers to. Prepares those and
 * the draft, which its author is about to try.
 */
export function servedBy(route: FunctionRoute): ServedRevision[] {
  const targets = new Set<string>()
  for (const { version, additional } of route.aliases.values()) {
    targets.add(String(version))
    if (additional) targets.add(String(additional.version))
  }
  for (const trigger of route.triggers.values()) if (trigger.enabled) targets.add(trigger.qualifier)

  const served = new Map<string, ServedRevision>()
  const add = (qualifier: string, revision: ServedRevision['revision']) => {
    // A draft that was just published and its version are one revision, and share their instances.
    const keepReady = (targets.has(qualifier) || served.get(revision.id)?.keepReady) ?? false
    const startable = !route.unreadable.has(revision.id) && (revision.build === null || revision.build.output !== null)
    const prepare = keepReady || served.get(revision.id)?.prepare || qualifier === 'draft'
    served.set(revision.id, { revision, keepReady: keepReady && startable, prepare: prepare && startable })
  }
  add('draft', route.draft)
  for (const [number, revision] of route.versions) add(String(number), revision)
  return [...served.values()]
}

const isHeldReady = ({ keepReady, revision }: ServedRevision): boolean => keepReady && revision.scaling.minInstances > 0
