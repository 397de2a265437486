import { isOfNow, type AlertPreview, type PutAlert } from '@alcove/contract'
import { setImmediate as turn } from 'node:timers/promises'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { firingsOf } from './firings-of.ts'
import type { AlertValue } from './next-state.ts'
import { requireRight } from './require-right.ts'
import { readSamples } from './values/read-samples.ts'
import { readValue } from './values/read-value.ts'
import { valueOf, type Sample } from './values/sample.ts'

const MINUTE_MS = 60_000
const STEPS = 1440
/** Longer windows are looked at less often: each look adds up all of their minutes. */
const LONG_MINUTES = 60
const LONG_STEP = 15
/** Values between two turns of the event loop. */
const STRIDE = 50

/** What a rule would have done in the last day. */
export const previewAlert = verb(
  async ({ ctx, input: rule }: { ctx: SpaceCtx; input: PutAlert }): Promise<AlertPreview> => {
    const now = ctx.platform.clock.now()
    const { condition, windowMinutes, minimumCalls } = rule
    await requireRight(ctx, condition)
    const { value } = await readValue(ctx, rule, now)
    const to = Math.floor(now / MINUTE_MS) * MINUTE_MS
    const from = to - STEPS * MINUTE_MS
    const stepMs = (windowMinutes > LONG_MINUTES ? LONG_STEP : 1) * MINUTE_MS
    const shown = {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      stepSeconds: stepMs / 1000,
      value,
    }
    if (isOfNow(condition)) return { ...shown, values: [], firings: [], complete: false }

    const windowMs = windowMinutes * MINUTE_MS
    const { byMinute, since } = await readSamples(ctx, condition, { from: from - windowMs, to })
    const values: (AlertValue & { at: number })[] = []
    for (let at = from + stepMs; at <= to; at += stepMs) {
      const isCounted = at - windowMs >= since
      const of = isCounted
        ? valueOf(condition, window(byMinute, at - windowMs, at), minimumCalls)
        : { value: null, enough: true }
      values.push({ at, ...of })
      // oxlint-disable-next-line no-await-in-loop -- lets calls have their turn
      if (values.length % STRIDE === 0) await turn()
    }
    return {
      ...shown,
      values: values.map((each) => each.value),
      firings: firingsOf(rule, values),
      complete: since <= from - windowMs,
    }
  },
)

function window(byMinute: ReadonlyMap<number, Sample>, from: number, to: number): Sample[] {
  const samples: Sample[] = []
  for (let minute = from; minute < to; minute += MINUTE_MS) {
    const sample = byMinute.get(minute)
    if (sample) samples.push(sample)
  }
  return samples
}
