import { AlcoveError, type Action } from '@alcove/contract'
import type { SpaceCtx } from '../../kernel/context.ts'

/** What shows parts of a space that an archive holds: viewers may read them all. */
const PARTS: readonly Action[] = [
  'functions:read',
  'buckets:read',
  'spaces:read',
  'metrics:read',
  'logs:read',
  'usage:read',
]

/** @throws {AlcoveError} Forbidden */
export function requireReadable({ space }: SpaceCtx): void {
  for (const action of PARTS) {
    if (!space.actions.has(action)) throw new AlcoveError('Forbidden', `Needs ${action} to read the whole space`)
  }
}
