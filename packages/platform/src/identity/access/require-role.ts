import { AlcoveError, explain, ROLE_ACTIONS, type Action } from '@alcove/contract'
import type { SpaceCtx } from '../../kernel/context.ts'

/**
 * That the actor has the action by a role in the space, or is a function of it. What a public space lets every account do
 * is not enough. @throws {AlcoveError} Forbidden
 */
export function requireRole({ actor, space }: SpaceCtx, action: Action): void {
  const { role } = space
  if (actor.kind === 'function' || (role !== null && ROLE_ACTIONS[role].includes(action))) return
  const because = role === null ? ({ rule: 'noRole', ended: null } as const) : ({ rule: 'role', role } as const)
  throw new AlcoveError('Forbidden', explain({ allowed: false, because }, action))
}
