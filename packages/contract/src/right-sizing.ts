import { z } from 'zod'
import { Moment, Timestamp } from './names.ts'

const Setting = z.object({ memoryMb: z.number().int(), cpus: z.number(), minInstances: z.number().int() })

/** What measured use says about a function's size, and the effect of following it. */
export const RightSizing = z
  .object({
    from: Timestamp.meta({ description: 'Not before the function was made' }),
    to: Timestamp,
    enough: z.boolean().meta({ description: 'Whether there were calls enough to say anything' }),
    current: Setting,
    recommended: Setting,
    evidence: z.object({
      invocations: z.number().int().meta({ description: 'Calls that ran: refused ones use nothing' }),
      callsPerMinute: z.object({ average: z.number(), peak: z.number() }),
      peakConcurrency: z.number().int(),
      peakMemoryMb: z.object({ p50: z.number().nullable(), p99: z.number().nullable(), max: z.number().nullable() }),
      durationMs: z.object({ p50: z.number().nullable(), p95: z.number().nullable() }),
      coldStarts: z.number().int(),
      outOfMemory: z.number().int().meta({ description: 'Calls that ran out of the present memory, or of more' }),
      bytesIn: z.number().nullable().meta({ description: 'Average size of an input' }),
      bytesOut: z.number().nullable(),
    }),
    reasons: z.array(z.object({ setting: z.enum(['memoryMb', 'cpus', 'minInstances']), text: z.string() })),
    effect: z.object({
      gbSeconds: z.object({ current: z.number(), recommended: z.number() }).meta({ description: 'Over the range' }),
      coldStartShare: z.object({ current: z.number(), recommended: z.number() }),
      durationFactor: z.number().nullable().meta({ description: 'Expected duration over the present one' }),
    }),
  })
  .meta({ id: 'RightSizing' })
export type RightSizing = z.infer<typeof RightSizing>

export const RightSizingQuery = z.strictObject({
  from: Moment.optional().meta({ description: 'Default: a week before `to`' }),
  to: Moment.optional().meta({ description: 'Default: now' }),
})
export type RightSizingQuery = z.infer<typeof RightSizingQuery>
