import { functionsWith, type SpaceRights } from './rights.ts'

/**
 * The caller of a recorded call, for whoever may read that call. Records name a calling function `function checkout`: one
 * whose calls the reader may not see stays unnamed.
 */
export function shownCaller(reader: SpaceRights, caller: string | null): string | null {
  const calling = caller === null ? undefined : /^function (.*)$/.exec(caller)?.[1]
  const readable = calling === undefined ? null : functionsWith(reader, 'logs:read')
  return readable === null || readable.includes(calling!) ? caller : null
}
