import { AlcoveError } from '@alcove/contract'
import type { SpaceCtx } from '../../kernel/context.ts'

/** @throws {AlcoveError} Forbidden */
export function requireMayMoveProtected({ space }: SpaceCtx, alias: string): void {
  if (space.actions.has('aliases:protect')) return
  const detail = `Needs aliases:protect: ${alias} is protected, or would be. Only admins of the space change that`
  throw new AlcoveError('Forbidden', detail)
}
