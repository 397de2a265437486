import { ACTIONS, decide, isLive, ROLE_ACTIONS, type Action, type Role, type SpaceFacts } from '@alcove/contract'
import type { Actor } from '../../kernel/actor.ts'

export interface Rights {
  /** The widest role that holds; null: only what everyone may do. */
  role: Role | null
  actions: ReadonlySet<Action>
}

export interface SpaceRights extends Rights {
  /** Functions, by name, on which the actor may do something else than on the whole space. */
  functions: ReadonlyMap<string, Rights>
}

const NO_FUNCTIONS: ReadonlyMap<string, Rights> = new Map()

/** Everything that `decide` allows an actor in a space. */
export function rightsIn(actor: Actor, space: SpaceFacts, now: number): SpaceRights {
  const named = narrowedTo(actor, space)
  return {
    ...rightsOn(actor, space, null, now),
    functions:
      named.length === 0 ? NO_FUNCTIONS : new Map(named.map((fn) => [fn, rightsOn(actor, space, fn, now)] as const)),
  }
}

function rightsOn(actor: Actor, space: SpaceFacts, fn: string | null, now: number): Rights {
  const resource = { space, function: fn }
  const actions = ACTIONS.filter((action) => decide(actor, action, resource, now).allowed)
  return { role: roleOn(actor, space, fn, now), actions: new Set(actions) }
}

function roleOn(actor: Actor, { grants }: SpaceFacts, fn: string | null, now: number): Role | null {
  if (actor.kind === 'anonymous' || actor.kind === 'platform' || actor.kind === 'function') return null
  if (actor.administrator) return 'admin'
  const roles = grants
    .filter((grant) => isLive(grant, now) && (grant.function === null || grant.function === fn))
    .map(({ role }) => role)
  return roles.toSorted((a, b) => ROLE_ACTIONS[b].length - ROLE_ACTIONS[a].length)[0] ?? null
}

/** Names of functions that a grant or the key singles out. */
function narrowedTo(actor: Actor, { name, grants }: SpaceFacts): string[] {
  const granted = grants.map((grant) => grant.function).filter((fn) => fn !== null)
  const bound = actor.kind === 'key' && actor.functions !== '*' ? actor.functions : []
  const own = bound.filter((path) => path.startsWith(`${name}/`)).map((path) => path.slice(name.length + 1))
  return [...new Set([...granted, ...own])]
}

/** Whether anything is allowed at all: a space in which nothing is looks absent. */
export function knows({ actions, functions }: SpaceRights): boolean {
  return actions.size > 0 || [...functions.values()].some((rights) => rights.actions.size > 0)
}

/** Actions that concern the whole installation. */
export function platformActions(actor: Actor): ReadonlySet<Action> {
  return new Set(ACTIONS.filter((action) => decide(actor, action, null, 0).allowed))
}

/** The functions on which an action is allowed; null: all of the space. */
export function functionsWith({ actions, functions }: SpaceRights, action: Action): string[] | null {
  if (actions.has(action)) return null
  return [...functions].filter(([, rights]) => rights.actions.has(action)).map(([fn]) => fn)
}
