import { PutRoute, shapeOf, type ImportedRoute, type RouteDraft } from '@alcove/contract'
import { isDeepStrictEqual } from 'node:util'
import type { StoredRouteConfig } from '../../database/schema/index.ts'

/** A route that is there, as stored and as the PUT that would make it. */
export interface Existing {
  id: string
  name: string
  config: StoredRouteConfig
  route: PutRoute
}

interface Target {
  id: string
  qualifiers: readonly string[]
}

export interface Planned {
  told: ImportedRoute[]
  puts: { route: PutRoute & { name: string }; existing: Existing | null; functionId: string | null }[]
  unnamed: Existing[]
  /** Routes there are before the import. */
  before: number
}

const keyOf = ({ method, path }: Pick<PutRoute, 'method' | 'path'>) => `${method} ${shapeOf(path)}`

/**
 * What an import does. An operation is the route of its method and path; if there is none, the route of its name. It
 * clashes where only the names of parameters differ, or where the file itself says it twice.
 */
export function planImport(
  drafts: readonly RouteDraft[],
  existing: readonly Existing[],
  targets: ReadonlyMap<string, Target>,
): Planned {
  const byKey = new Map(existing.map((each) => [keyOf(each.route), each]))
  const byName = new Map(existing.map((each) => [each.name, each]))
  const ownPaths = new Set(drafts.map(keyOf))
  const taken = new Map<string, string>()
  const names = new Set<string>()
  const planned: Planned = { told: [], puts: [], unnamed: [], before: existing.length }
  const named = new Set<string>()

  for (const draft of drafts) {
    const { method, path } = draft
    const key = keyOf(draft)
    const samePath = byKey.get(key)
    const sameName = byName.get(draft.name)
    // A route that another operation of the file is, is not this one's to move.
    const before = samePath ?? (sameName && !ownPaths.has(keyOf(sameName.route)) ? sameName : undefined) ?? null
    const name = before?.name ?? draft.name
    const tell = (outcome: ImportedRoute['outcome'], detail: string) =>
      void planned.told.push({ outcome, name, method, path, detail })
    if (before) named.add(before.id)

    if (draft.refusal !== undefined) tell('refused', draft.refusal)
    else if (taken.has(key)) tell('clash', `Same as ${taken.get(key)} of this file. Left out`)
    else if (samePath && samePath.route.path !== path) {
      tell('clash', `Same as ${samePath.route.path}, which is route ${samePath.name}. Left out`)
    } else if (names.has(name) || (!before && sameName)) {
      tell('clash', `The name ${name} is taken. Give the operation another operationId`)
    } else {
      taken.set(key, path)
      names.add(name)
      plan(draft, before, name, tell)
    }
  }
  planned.unnamed = existing.filter(({ id }) => !named.has(id))
  return planned

  function plan(
    draft: RouteDraft,
    before: Existing | null,
    name: string,
    tell: (outcome: ImportedRoute['outcome'], detail: string) => void,
  ): void {
    const { method, path } = draft
    const merged = PutRoute.safeParse({ ...without(before?.route, draft.settings), method, path, ...draft.settings })
    if (!merged.success) return tell('refused', merged.error.issues.map(({ message }) => message).join('; '))
    const route = merged.data
    if (route.hmac && route.hmac.secret === undefined && !before?.config.hmac) {
      return tell('refused', 'auth "hmac" needs a secret, which no file should hold: make this route by hand')
    }
    let functionId: string | null = null
    if (route.function !== undefined) {
      const target = targets.get(route.function)
      if (!target) return tell('refused', `No function "${route.function}" in this space`)
      if (route.qualifier !== 'draft' && !target.qualifiers.includes(route.qualifier)) {
        return tell('refused', `${route.function} has no version or alias "${route.qualifier}"`)
      }
      functionId = target.id
    }
    if (before && isDeepStrictEqual(before.route, route)) return tell('same', '')
    planned.puts.push({ route: { ...route, name }, existing: before, functionId })
    if (before) tell('change', changesBetween(before.route, route))
    else tell('new', answerOf(route))
  }
}

const TARGETS = ['function', 'redirect', 'answer'] as const

/** What stays of a route: a file that names another kind of answer, or another auth, replaces those settings whole. */
function without(route: PutRoute | undefined, settings: Partial<PutRoute>): Partial<PutRoute> {
  if (!route) return {}
  const kept: Partial<PutRoute> = { ...route }
  if (TARGETS.some((target) => settings[target] !== undefined)) for (const target of TARGETS) delete kept[target]
  if (settings.auth !== undefined && settings.auth !== route.auth) {
    delete kept.jwt
    delete kept.hmac
  }
  return kept
}

function answerOf({ function: fn, qualifier, redirect, answer, auth }: PutRoute): string {
  if (fn !== undefined) return `Answered by ${fn}:${qualifier}, auth ${auth}`
  if (redirect) return `${redirect.status} to ${redirect.to}`
  if (answer) return `${answer.status}, fixed`
  return 'No function named: answers 501 until you choose one'
}

function changesBetween(before: PutRoute, after: PutRoute): string {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])] as (keyof PutRoute)[]
  return names
    .filter((name) => !isDeepStrictEqual(before[name], after[name]))
    .map((name) => {
      const [from, to] = [before[name], after[name]].map((value) => (typeof value === 'object' ? null : value))
      return from != null && to != null ? `${name}: ${String(from)} to ${String(to)}` : name
    })
    .join(', ')
}
