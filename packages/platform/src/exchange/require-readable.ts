import { AlcoveError, type Action } from '@alcove/contract'
import type { SpaceCtx } from '../kernel/context.ts'

/** An archive shows what these two do together. @throws {AlcoveError} Forbidden */
export function requireReadable({ space }: SpaceCtx): void {
  for (const action of ['functions:read', 'buckets:read'] satisfies Action[]) {
    if (!space.actions.has(action)) throw new AlcoveError('Forbidden', `Needs ${action} to read the whole space`)
  }
}
