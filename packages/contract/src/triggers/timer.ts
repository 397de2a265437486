import { z } from 'zod'
import { Moment, Timestamp } from '../names.ts'
import { triggerKind } from './kind.ts'

export const TIMER_LIMITS = {
  cronLength: 200,
  /** Seconds. */
  rate: { min: 1, max: 366 * 86_400 },
  jitter: 3600,
  catchUpWindow: 31 * 86_400,
  catchUp: 1000,
  pauseAfterFailures: 1000,
  payloadBytes: 64 * 1024,
  /** Ticks of one backfill. */
  backfill: 10_000,
} as const

const TimeZone = z
  .string()
  .trim()
  .max(64)
  .refine(isTimeZone, { error: ({ input }) => `There is no time zone "${String(input)}"; try one like Europe/Berlin` })
  .meta({ description: 'IANA time zone', examples: ['Europe/Berlin'] })

export const OVERLAPS = ['allow', 'skip', 'queueOne', 'cancelPrevious'] as const
export const CATCH_UPS = ['skip', 'last', 'all'] as const
export const SKIPPED_TIMES = ['skip', 'shift'] as const
export const REPEATED_TIMES = ['first', 'last', 'both'] as const

export const TimerTriggerConfig = z
  .strictObject({
    cron: z
      .string()
      .trim()
      .max(TIMER_LIMITS.cronLength)
      .optional()
      .meta({ description: '5 fields, or 6 with seconds first', examples: ['*/5 * * * *', '0 30 2 * * SUN#L'] }),
    rateSeconds: z
      .number()
      .min(TIMER_LIMITS.rate.min, {
        error: ({ input }) => `Every ${Math.round(Number(input) * 1000)} ms is too often. The shortest is 1 s`,
      })
      .max(TIMER_LIMITS.rate.max)
      .refine(Number.isInteger, 'Must be whole seconds')
      .optional()
      .meta({ description: 'On a fixed grid, counted from start, or else from 1970' }),
    at: Moment.optional().meta({ description: 'Once, at this time' }),
    timezone: TimeZone.default('UTC'),
    // Whatever JSON.parse gives: z.json() has a schema that contains itself, which OpenAPI documents do not take.
    payload: z
      .unknown()
      .optional()
      .refine((value) => value === undefined || JSON.stringify(value).length <= TIMER_LIMITS.payloadBytes, {
        error: 'Must be at most 64 KiB as JSON',
      })
      .meta({ description: 'Arrives as event.payload' }),
    start: Moment.optional().meta({ description: 'The first tick is not before this' }),
    end: Moment.optional().meta({ description: 'No tick at or after this' }),
    jitterSeconds: z
      .number()
      .int()
      .min(0)
      .max(TIMER_LIMITS.jitter)
      .default(0)
      .meta({ description: 'Each run waits a random time up to this' }),
    overlap: z.enum(OVERLAPS).default('allow').meta({ description: 'When the last run has not ended' }),
    catchUp: z.enum(CATCH_UPS).default('last').meta({ description: 'Which ticks run that were due during downtime' }),
    catchUpMax: z
      .number()
      .int()
      .min(1)
      .max(TIMER_LIMITS.catchUp)
      .default(10)
      .meta({ description: 'With catchUp all: the newest so many' }),
    catchUpWindowSeconds: z
      .number()
      .int()
      .min(1)
      .max(TIMER_LIMITS.catchUpWindow)
      .default(86_400)
      .meta({ description: 'Missed ticks older than this never run' }),
    dst: z
      .strictObject({ skipped: z.enum(SKIPPED_TIMES).optional(), repeated: z.enum(REPEATED_TIMES).optional() })
      .default({})
      .meta({
        description:
          'When clocks change: a local time that does not exist runs later by the change (shift) or not at all; one that ' +
          'comes twice runs once or both times. Left out: shift and first; skip and both where the hour field is * or */n',
      }),
    pauseAfterFailures: z.number().int().min(1).max(TIMER_LIMITS.pauseAfterFailures).optional().meta({
      description: 'Pauses itself after so many failed runs in a row. Left out: never',
    }),
  })
  .superRefine(({ cron, rateSeconds, at, start, end }, ctx) => {
    if ([cron, rateSeconds, at].filter((given) => given !== undefined).length !== 1) {
      ctx.addIssue({ code: 'custom', path: ['cron'], message: 'Give one of cron, rateSeconds and at' })
    }
    if (start !== undefined && end !== undefined && end <= start) {
      ctx.addIssue({ code: 'custom', path: ['end'], message: 'Must be after start' })
    }
  })
/** Where numbers of a trigger keep all their digits. */
export const EXACT_IN_TRIGGERS = ['config.payload'] as const
export type TimerTriggerConfig = z.infer<typeof TimerTriggerConfig>

export const TimerTick = z.object({
  at: Timestamp,
  local: z.string().meta({ description: 'The same in the time zone, with its offset' }),
  shiftedFrom: z.string().nullable().meta({ description: 'The local time that does not exist on this day' }),
  repeated: z.enum(['first', 'last']).nullable().meta({ description: 'Which of two equal local times it is' }),
})
export type TimerTick = z.infer<typeof TimerTick>

export const timerTrigger = triggerKind({
  type: 'timer',
  summary: 'Set times: a cron pattern, a fixed rate, or once',
  config: TimerTriggerConfig,
  shown: {
    state: z.object({ nextFireAt: Timestamp.nullable().meta({ description: 'null: paused, or never again' }) }),
    payloadText: z
      .string()
      .nullable()
      .meta({ description: 'The payload as JSON text: its numbers keep all their digits' }),
  },
  preview: {
    next: z.array(TimerTick).meta({ description: 'The next ten' }),
    clockChange: z
      .object({
        at: Timestamp,
        local: z.string().meta({ description: 'The local time right after it' }),
        offsetBefore: z.string(),
        offsetAfter: z.string(),
        missing: z.array(z.string()).meta({ description: 'Local times of the schedule that do not exist then' }),
        twice: z.array(z.string()).meta({ description: 'Local times of the schedule that come twice then' }),
      })
      .nullable()
      .meta({
        description: 'The next change of the clocks that this schedule meets, within 400 days of now or its start',
      }),
    dst: z
      .object({ skipped: z.enum(SKIPPED_TIMES), repeated: z.enum(REPEATED_TIMES) })
      .meta({ description: 'The rules that apply' }),
  },
})

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    // Offsets such as +01:00 are no zones: they know no change of clocks.
    return /^[A-Z]/i.test(name)
  } catch {
    return false
  }
}
