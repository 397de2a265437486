import { z } from 'zod'
import { Moment, Timestamp, Uuid } from '../names.ts'
import { listOf, PageQuery, pageOf } from '../pagination.ts'
import { TaskState } from '../tasks.ts'

export const FIRING_OUTCOMES = ['fired', 'skipped', 'failed'] as const
/** `failed`: it should have started the function but could not; what became of those that did is in the task. */
export const FiringOutcome = z.enum(FIRING_OUTCOMES)
export type FiringOutcome = z.infer<typeof FiringOutcome>

export const FIRING_CAUSES = ['source', 'catchUp', 'manual', 'backfill'] as const
export const FiringCause = z.enum(FIRING_CAUSES).meta({
  description:
    'source: what the trigger listens to; catchUp: the same, late, after downtime; manual: someone fired it; ' +
    'backfill: a past range was run',
})
export type FiringCause = z.infer<typeof FiringCause>

export const SKIP_REASONS = ['overlap', 'downtime', 'paused', 'loop', 'quota'] as const
/** Why a firing did not start the function. */
export const SkipReason = z.enum(SKIP_REASONS)
export type SkipReason = z.infer<typeof SkipReason>

/** One occasion on which a trigger started its function, or did not and why. */
export const Firing = z
  .object({
    id: Uuid,
    cause: FiringCause,
    outcome: FiringOutcome,
    reason: SkipReason.nullable(),
    detail: z.string().nullable().meta({ description: 'What is to be said about it, in words' }),
    dueAt: Timestamp.nullable().meta({ description: 'When it was scheduled for; null: it was not scheduled' }),
    at: Timestamp.meta({ description: 'When it fired, or was skipped' }),
    lagMs: z.number().int().nullable().meta({
      description: 'How long after its time, or after what it reacts to, it fired; null unless the source made it fire',
    }),
    eventId: Uuid.nullable().meta({ description: 'The event of the space that it reacts to' }),
    ticks: z.number().int().min(1).meta({ description: 'Ticks that this entry stands for: 1, or many skipped alike' }),
    taskId: Uuid.nullable().meta({ description: 'The task that runs the function' }),
    task: z
      .object({
        state: TaskState,
        attempts: z.number().int(),
        invocationId: Uuid.nullable().meta({ description: 'Of the last attempt' }),
        error: z.string().nullable(),
        durationMs: z.number().nullable(),
      })
      .nullable()
      .meta({ description: 'null: it started nothing, or its task is forgotten' }),
  })
  .meta({ id: 'Firing' })
export type Firing = z.infer<typeof Firing>
export const FiringList = pageOf(Firing).meta({ id: 'FiringList' })

export const FiringQuery = PageQuery.extend({ outcome: listOf(FiringOutcome).optional() })
export type FiringQuery = z.infer<typeof FiringQuery>

/** Fires a trigger by hand. */
export const FireTrigger = z
  .strictObject({
    event: z
      .unknown()
      .optional()
      .meta({ description: 'What the function gets; left out: a sample, as the source makes it' }),
  })
  .meta({ id: 'FireTrigger' })
export type FireTrigger = z.infer<typeof FireTrigger>

/** Runs the ticks of a past range. */
export const BackfillTrigger = z
  .strictObject({
    from: Moment,
    to: Moment,
    which: z.enum(['missed', 'every']).default('missed').meta({ description: 'missed: ticks that did not run' }),
  })
  .meta({ id: 'BackfillTrigger' })
export type BackfillTrigger = z.infer<typeof BackfillTrigger>

export const Backfill = z
  .object({
    ticks: z.number().int().meta({ description: 'Ticks in the range' }),
    runs: z.number().int().meta({ description: 'Of them, those that run, or would' }),
    dueAt: z.array(Timestamp).meta({ description: 'The first 100 of those' }),
    actionId: Uuid.nullable().meta({
      description: 'The background action that runs them; null for a preview, and when there is nothing to run',
    }),
  })
  .meta({ id: 'Backfill' })
export type Backfill = z.infer<typeof Backfill>
