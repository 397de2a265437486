import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '../database/connect.ts'
import type { Sealer } from '../kernel/sealer.ts'
import type { Log } from '../kernel/log.ts'
import type { FunctionRoute } from './function-route.ts'
import { loadRoutes, type Scope } from './load-routes.ts'
import { secretOpener } from './open-secrets.ts'

export type RouteListener = (functionId: string, route: FunctionRoute | null) => void

export interface RouteTable {
  find(space: string, fn: string): FunctionRoute | undefined
  /** The same by id, for whoever holds one. */
  byId(functionId: string): FunctionRoute | undefined
  all(): Iterable<FunctionRoute>
  /** Called from now on with each function whose route was loaded anew, or with null when it is no more. */
  onChange(listener: RouteListener): void
  /** Resolves once the table shows everything committed before the call. */
  refresh(functionId: string): Promise<void>
  refreshSpace(spaceId: string): Promise<void>
  reload(): Promise<void>
  close(): void
}

declare module '../kernel/platform.ts' {
  interface Platform {
    routes: RouteTable
  }
}

/**
 * The routes of every function in memory. One loader at a time: what was asked for while it runs is loaded next in one
 * go, so an older read can never overwrite a newer one.
 */
export function openRouteTable(db: Database, sealer: Sealer, log: Log): RouteTable {
  const secrets = secretOpener(sealer, log)
  const listeners: RouteListener[] = []
  let byId = new Map<string, FunctionRoute>()
  let bySpace = new Map<string, Map<string, FunctionRoute>>()
  let wanted = { all: false, functions: new Set<string>(), spaces: new Set<string>() }
  let next: PromiseWithResolvers<void> | null = null
  let loading = false
  let closed = false

  function want(mark: (scope: typeof wanted) => void): Promise<void> {
    mark(wanted)
    next ??= Promise.withResolvers()
    const { promise } = next
    if (!loading) void loadWanted()
    return promise
  }

  async function loadWanted(): Promise<void> {
    loading = true
    while (next && !closed) {
      const done = next
      const now = wanted
      next = null
      wanted = { all: false, functions: new Set(), spaces: new Set() }
      const scope: Scope = now.all ? 'all' : { functions: [...now.functions], spaces: [...now.spaces] }
      await load(scope)
      done.resolve()
    }
    loading = false
  }

  /** Tries until it works: a table that silently missed a change would send calls to the wrong version. */
  async function load(scope: Scope): Promise<void> {
    for (let attempt = 0; !closed; attempt++) {
      try {
        if (scope === 'all') secrets.nextLoad()
        return show(scope, await loadRoutes(db, scope, secrets.open))
      } catch (error) {
        if (attempt === 0) log({ level: 'error', message: 'The route table cannot be loaded; trying again', error })
        await sleep(Math.min(100 * 2 ** attempt, 2_000))
      }
    }
  }

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
        // The routes are right all the same: they must not be loaded again and again because of it.
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
    onChange: (listener) => void listeners.push(listener),
    refresh: (functionId) => want((scope) => scope.functions.add(functionId)),
    refreshSpace: (spaceId) => want((scope) => scope.spaces.add(spaceId)),
    reload: () => want((scope) => (scope.all = true)),
    close() {
      closed = true
      next?.resolve()
    },
  }
}
