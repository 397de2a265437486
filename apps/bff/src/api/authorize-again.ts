import { AlcoveError, notFound, type Action } from '@alcove/contract'
import { authenticate, authorize, type Actor, type SpaceCtx } from '@alcove/platform'

interface Again {
  ctx: SpaceCtx
  request: Request
  action: Action
  fn?: string | undefined
  /** The action on any function of the space suffices as well. */
  some?: boolean
  /** What the space is called by now. */
  name?: string
}

/** Checks the rights that admitted a request while it is answered. @throws {AlcoveError} when it would be refused now */
export async function authorizeAgain({ ctx, request, action, fn, some, name }: Again): Promise<SpaceCtx> {
  const space = name ?? ctx.space.name
  const actor = await authenticate(ctx.platform, request.headers, ctx.address ?? '')
  requireFactor(actor)
  const again = await authorize({ ctx: { ...ctx, actor }, action, space, fn, some })
  if (again.space.id !== ctx.space.id) throw notFound('space', space)
  return again
}

export function requireFactor(actor: Actor): void {
  if (actor.kind !== 'account' || !actor.mustEnroll) return
  const detail =
    'A second factor is required: add an authenticator app or a passkey on your profile, or sign in with one'
  throw new AlcoveError('Forbidden', detail)
}
