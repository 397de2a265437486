import type { Database } from '../../database/connect.ts'
import type { Sealer } from '../../kernel/sealer.ts'
import type { Log } from '../../kernel/log.ts'
import type { FunctionRoute } from './function-route.ts'
import { keepLoaded } from './keep-loaded.ts'
import { loadRoutes, type Scope } from './load-routes.ts'
import { secretOpener } from './open-secrets.ts'

export type RouteListener = (functionId: string, route: FunctionRoute | null) => void

export interface RouteTable {
  find(space: string, fn: string): FunctionRoute | undefined
  /** The same by id. */
  byId(functionId: string): FunctionRoute | undefined
  all(): Iterable<FunctionRoute>
  /** Calls the listener with each function whose route was loaded again, or with null when it is gone. Returns a function that stops this. */
  onChange(listener: RouteListener): () => void
  /** Resolves once the table shows everything committed before the call. */
  refresh(functionId: string): Promise<void>
  refreshSpace(spaceId: string): Promise<void>
  reload(): Promise<void>
  close(): void
}

declare module '../../kernel/platform.ts' {
  interface Platform {
    routes: RouteTable
  }
}

/** The routes of every function in memory. */
export function openRouteTable(db: Database, sealer: Sealer, log: Log): RouteTable {
  const secrets = secretOpener(sealer, log)
  const listeners = new Set<RouteListener>()
  let byId = new Map<string, FunctionRoute>()
  let bySpace = new Map<string, Map<string, FunctionRoute>>()

  const loader = keepLoaded({
    what: 'The route table',
    log,
    nothing: () => ({ all: false, functions: new Set<string>(), spaces: new Set<string>() }),
    async load({ all, functions, spaces }) {
      if (all) secrets.nextLoad()
      const scope: Scope = all ? 'all' : { functions: [...functions], spaces: [...spaces] }
      show(scope, await loadRoutes(db, scope, sealer, secrets.open))
    },
  })

  function show(scope: Scope, routes: FunctionRoute[]): void {
    const gone = new Set<string>()
    if (scope === 'all') {
      for (const id of byId.keys()) gone.add(id)
      byId = new Map()
      bySpace = new Map()
    } else {
      const spaces = new Set(scope.spaces)
      const stale = scope.functions.map((id) => byId.get(id)).filter((route) => route !== undefined)
      if (spaces.size > 0) stale.push(...[...byId.values()].filter((route) => spaces.has(route.spaceId)))
      for (const route of stale) {
        remove(route)
        gone.add(route.functionId)
      }
    }
    for (const route of routes) {
      byId.set(route.functionId, route)
      if (!bySpace.has(route.space)) bySpace.set(route.space, new Map())
      bySpace.get(route.space)!.set(route.function, route)
      gone.delete(route.functionId)
    }
    for (const route of routes) tell(route.functionId, route)
    for (const id of gone) tell(id, null)
  }

  function tell(functionId: string, route: FunctionRoute | null): void {
    for (const listener of listeners) {
      try {
        listener(functionId, route)
      } catch (error) {
        // The routes are right: do not load them again and again because a listener failed.
        log({ level: 'error', message: 'A change of routes was not taken up', functionId, error })
      }
    }
  }

  function remove(route: FunctionRoute): void {
    byId.delete(route.functionId)
    const functions = bySpace.get(route.space)
    // Another function may have taken the name meanwhile.
    if (functions?.get(route.function)?.functionId === route.functionId) functions.delete(route.function)
    if (functions?.size === 0) bySpace.delete(route.space)
  }

  return {
    find: (space, fn) => bySpace.get(space)?.get(fn),
    byId: (functionId) => byId.get(functionId),
    all: () => byId.values(),
    onChange(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    refresh: (functionId) => loader.refresh(({ functions }) => functions.add(functionId)),
    refreshSpace: (spaceId) => loader.refresh(({ spaces }) => spaces.add(spaceId)),
    reload: () => loader.refresh((stale) => (stale.all = true)),
    close: () => loader.close(),
  }
}
