import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpTriggerConfig, Revision, Visibility } from '@alcove/contract'
import type { Database } from '../database/connect.ts'
import type { Log } from '../platform.ts'
import { loadRoutes, type Scope } from './load-routes.ts'

/** Everything a call needs to know about a function: an immutable snapshot, swapped whole. */
export interface FunctionRoute {
  readonly spaceId: string
  readonly space: string
  readonly visibility: Visibility
  readonly requireIsolation: boolean
  readonly functionId: string
  readonly function: string
  readonly draft: Revision
  readonly versions: ReadonlyMap<number, Revision>
  readonly aliases: ReadonlyMap<string, { version: number; additional?: { version: number; weight: number } }>
  readonly triggers: ReadonlyMap<string, TriggerRoute>
}

export interface TriggerRoute {
  id: string
  name: string
  type: 'http'
  qualifier: string
  enabled: boolean
  config: HttpTriggerConfig
}

export interface RouteTable {
  find(space: string, fn: string): FunctionRoute | undefined
  /** The same by id, for whoever holds one. */
  byId(functionId: string): FunctionRoute | undefined
  /** Resolves once the table shows everything committed before the call. */
  refresh(functionId: string): Promise<void>
  refreshSpace(spaceId: string): Promise<void>
  reload(): Promise<void>
  close(): void
}

/**
 * The routes of every function in memory. One loader at a time: what was asked for while it runs is loaded next in one
 * go, so an older read can never overwrite a newer one.
 */
export function openRouteTable(db: Database, log: Log): RouteTable {
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
        return show(scope, await loadRoutes(db, scope))
      } catch (error) {
        if (attempt === 0) log({ level: 'error', message: 'The route table cannot be loaded; trying again', error })
        await sleep(Math.min(100 * 2 ** attempt, 2_000))
      }
    }
  }

  function show(scope: Scope, routes: FunctionRoute[]): void {
    if (scope === 'all') {
      byId = new Map()
      bySpace = new Map()
    } else {
      const spaces = new Set(scope.spaces)
      for (const id of scope.functions) remove(byId.get(id))
      if (spaces.size > 0) for (const route of byId.values()) if (spaces.has(route.spaceId)) remove(route)
    }
    for (const route of routes) {
      byId.set(route.functionId, route)
      if (!bySpace.has(route.space)) bySpace.set(route.space, new Map())
      bySpace.get(route.space)!.set(route.function, route)
    }
  }

  function remove(route: FunctionRoute | undefined): void {
    if (!route) return
    byId.delete(route.functionId)
    const functions = bySpace.get(route.space)
    // Another function may have taken the name meanwhile.
    if (functions?.get(route.function)?.functionId === route.functionId) functions.delete(route.function)
    if (functions?.size === 0) bySpace.delete(route.space)
  }

  return {
    find: (space, fn) => bySpace.get(space)?.get(fn),
    byId: (functionId) => byId.get(functionId),
    refresh: (functionId) => want((scope) => scope.functions.add(functionId)),
    refreshSpace: (spaceId) => want((scope) => scope.spaces.add(spaceId)),
    reload: () => want((scope) => (scope.all = true)),
    close() {
      closed = true
      next?.resolve()
    },
  }
}
