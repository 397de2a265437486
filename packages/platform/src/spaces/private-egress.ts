import { AlcoveError, opensPrivate, type Egress } from '@alcove/contract'
import { platformActions } from '../identity/access/rights.ts'
import type { Ctx } from '../kernel/context.ts'

/**
 * Private networks belong to the owner of the machine. The admin of a space, or a key that creates spaces, cannot open
 * them to functions, and can only keep what is already open.
 * @throws {AlcoveError} Forbidden
 */
export function requireMayOpen({ actor }: Ctx, { allow }: Egress, before: Egress | null): void {
  if (platformActions(actor).has('platform:admin')) return
  const at = allow.findIndex((target) => opensPrivate(target) && !before?.allow.includes(target))
  if (at < 0) return
  const message = `Only an administrator of Alcove may let functions reach private addresses: ${allow[at]}`
  throw new AlcoveError('Forbidden', message, { errors: [{ path: `egress.allow.${at}`, message }] })
}
