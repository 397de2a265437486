import { z } from 'zod'
import type { Action } from './actions.ts'
import { Timestamp, Uuid } from './names.ts'
import { listOf, PageQuery, pageOf } from './pagination.ts'

/** Work on many things that runs in the background, and what starting or stopping it needs. */
export const BACKGROUND_KINDS = {
  'tasks.redrive': 'functions:write',
  'tasks.purge': 'functions:write',
  'tasks.cancel': 'functions:write',
  'triggers.backfill': 'triggers:write',
  'sinks.replay': 'sinks:write',
  'functions.replay': 'functions:write',
  'objects.delete': 'buckets:write',
  'objects.move': 'buckets:write',
} as const satisfies Record<string, Action>
export type BackgroundKind = keyof typeof BACKGROUND_KINDS
const KINDS = Object.keys(BACKGROUND_KINDS) as [BackgroundKind, ...BackgroundKind[]]
export const BackgroundKind = z.enum(KINDS)

export const BACKGROUND_STATES = ['running', 'stopped', 'done', 'failed'] as const
export const BackgroundState = z.enum(BACKGROUND_STATES)
export type BackgroundState = z.infer<typeof BackgroundState>

export const BackgroundAction = z
  .object({
    id: Uuid,
    kind: BackgroundKind,
    state: BackgroundState,
    total: z.number().int().meta({ description: 'How many things there were when it began' }),
    done: z.number().int(),
    failed: z.number().int().meta({ description: 'Those of `done` that could not be done' }),
    stopping: z.boolean().meta({ description: 'It was asked to stop, and does so after its next step' }),
    detail: z.record(z.string(), z.unknown()).meta({ description: 'What it was asked to do' }),
    outcomes: z
      .object({ succeeded: z.number().int(), failed: z.number().int(), waiting: z.number().int() })
      .nullable()
      .meta({ description: 'Of a redrive: what has become of the tasks so far' }),
    startedBy: z.string(),
    startedAt: Timestamp,
    endedAt: Timestamp.nullable(),
    error: z.string().nullable().meta({ description: 'Why it failed' }),
  })
  .meta({ id: 'BackgroundAction' })
export type BackgroundAction = z.infer<typeof BackgroundAction>
export const BackgroundActionList = pageOf(BackgroundAction).meta({ id: 'BackgroundActionList' })

export const BackgroundQuery = PageQuery.extend({
  kind: listOf(BackgroundKind).optional(),
  state: BackgroundState.optional(),
})
export type BackgroundQuery = z.infer<typeof BackgroundQuery>
