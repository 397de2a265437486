import type { LogLine, LogTailRate, SpaceLogTailQuery } from '@alcove/contract'
import { functionsWith } from '../../identity/access/rights.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { filterOfSpace } from './filter-of.ts'

/** Nobody reads faster. Lines above this rate are counted, not sent. */
const PER_SECOND = 500

/** Lines of the space as they are written, of the functions that the caller may read now. */
export function followSpaceLogs(
  { platform, space }: SpaceCtx,
  asked: SpaceLogTailQuery,
  signal: AbortSignal,
): AsyncIterable<LogLine | LogTailRate> {
  const names = functionsWith(space, 'logs:read')
  return platform.tail.sample({ spaceId: space.id, names, filter: filterOfSpace(asked) }, PER_SECOND, signal)
}
