import { z } from 'zod'
import { Etag, Name, Qualifier, Timestamp, Uuid } from '../names.ts'
import type { TriggerKind } from './cause.ts'

/** Why Alcove itself paused a trigger. */
export const TriggerPause = z.object({
  at: Timestamp,
  reason: z.enum(['failures', 'restored', 'deleted']).meta({
    description:
      'failures: too many of its calls failed in a row; restored: something it needs was gone; ' +
      'deleted: the function or bucket that it listens to was deleted',
  }),
  detail: z.string(),
})
export type TriggerPause = z.infer<typeof TriggerPause>

const Count = z.number().int()

/** What a trigger did in the last day. What is about firings covers the last 2,000 of them. */
export const TriggerDay = z.object({
  invocations: Count,
  failures: Count,
  skipped: Count.meta({
    description: 'Ticks or events that did not start the function, with the reason in the firings',
  }),
  succeeded: Count.meta({ description: 'Firings whose task succeeded' }),
  failed: Count.meta({ description: 'Firings that failed for good' }),
  dead: Count.meta({ description: 'Those of them that wait as dead letters' }),
  lagP95Ms: z.number().nullable().meta({ description: 'How late firings were, 95th percentile' }),
  strip: z
    .object({ invocations: z.array(Count), failures: z.array(Count) })
    .meta({ description: 'By half an hour, the oldest first; 48 of them' }),
})
export type TriggerDay = z.infer<typeof TriggerDay>

/**
 * A kind of trigger: its input, its output, and its preview before it is made.
 * @param shown what only this kind shows beside its configuration
 * @param preview what only the preview of this kind tells
 */
export function triggerKind<
  const Type extends TriggerKind,
  Config extends z.ZodType,
  Shown extends Readonly<Record<string, z.ZodType>>,
  Preview extends Readonly<Record<string, z.ZodType>>,
>(kind: { type: Type; summary: string; config: Config; shown: Shown; preview: Preview }) {
  const { type, summary, config, shown, preview } = kind
  const settings = { type: z.literal(type), config }
  return {
    type,
    put: z
      .strictObject({ ...settings, qualifier: Qualifier.default('draft'), enabled: z.boolean().default(true) })
      .meta({ description: summary }),
    trigger: z
      .object({
        id: Uuid,
        name: Name,
        ...settings,
        qualifier: Qualifier,
        enabled: z.boolean(),
        pausedBy: TriggerPause.nullable().meta({ description: 'null: it runs, or somebody paused it' }),
        etag: Etag,
        createdAt: Timestamp,
        updatedAt: Timestamp,
        lastFiredAt: Timestamp.nullable(),
        last24h: TriggerDay,
      })
      .extend(shown)
      .meta({ description: summary }),
    preview: z
      .object({
        type: z.literal(type),
        event: z.unknown().meta({ description: 'An event as the function would get it' }),
      })
      .extend(preview),
  }
}
