import {
  actionsInSpace,
  PLATFORM_ACTIONS,
  ROLE_ACTIONS,
  type Action,
  type Role,
  type Visibility,
} from '@alcove/contract'
import type { Actor } from '../../kernel/actor.ts'

/** What the person behind an actor may do in a space. A key may carry less: see `capped`. */
export function ownerActions(
  actor: Actor,
  space: { visibility: Visibility; role: Role | null },
): { role: Role | null; actions: ReadonlySet<Action> } {
  if (actor.kind === 'anonymous') return { role: null, actions: new Set() }
  if (actor.kind === 'platform') return { role: null, actions: new Set(['functions:read', 'functions:write']) }
  if (actor.administrator) return { role: 'admin', actions: new Set(ROLE_ACTIONS.admin) }
  return { role: space.role, actions: actionsInSpace(space) }
}

/** Which of these actions the actor's key carries in this space; all of them for other actors. */
export function capped(actor: Actor, space: string, actions: ReadonlySet<Action>): ReadonlySet<Action> {
  if (actor.kind !== 'key') return actions
  if (actor.spaces !== '*' && !actor.spaces.includes(space)) return new Set()
  if (actor.actions === '*') return actions
  return new Set(actor.actions.filter((action) => actions.has(action)))
}

/** Actions on the whole installation: for administrators, and for those of their keys that are bound to no space. */
export function platformActions(actor: Actor): ReadonlySet<Action> {
  if (actor.kind === 'anonymous' || actor.kind === 'platform' || !actor.administrator) return new Set()
  const all: readonly Action[] = [...PLATFORM_ACTIONS, 'spaces:write', 'audit:read', 'keys:write']
  if (actor.kind === 'account') return new Set(all)
  if (actor.spaces !== '*') return new Set()
  return new Set(actor.actions === '*' ? all : actor.actions.filter((action) => all.includes(action)))
}
