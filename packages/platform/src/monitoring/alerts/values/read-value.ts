import { isOfNow, type PutAlert } from '@alcove/contract'
import type { SpaceCtx } from '../../../kernel/context.ts'
import type { AlertValue } from '../next-state.ts'
import { readPresent } from './read-present.ts'
import { readSamples } from './read-samples.ts'
import { valueOf } from './sample.ts'

const MINUTE_MS = 60_000

/** What a rule looks at, as of now. The minute that is still under way counts beside the whole ones of the window. */
export async function readValue(
  ctx: SpaceCtx,
  { condition, windowMinutes, minimumCalls }: PutAlert,
  now: number,
): Promise<AlertValue> {
  if (isOfNow(condition)) return { value: await readPresent(ctx, condition), enough: true }
  const minute = Math.floor(now / MINUTE_MS) * MINUTE_MS
  const range = { from: minute - windowMinutes * MINUTE_MS, to: minute + MINUTE_MS }
  const { byMinute } = await readSamples(ctx, condition, range)
  return valueOf(condition, [...byMinute.values()], minimumCalls)
}
