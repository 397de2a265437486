import { z } from 'zod'
import { Name, Qualifier, Timestamp, Uuid } from '../names.ts'
import type { TriggerKind } from './cause.ts'

/** Why Alcove itself paused a trigger. */
export const TriggerPause = z.object({
  at: Timestamp,
  reason: z.enum(['failures']).meta({ description: 'failures: too many of its calls failed in a row' }),
  detail: z.string(),
})
export type TriggerPause = z.infer<typeof TriggerPause>

/**
 * A kind of trigger: what is sent to make one, what is read of one, and what a preview tells before it is made.
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
        createdAt: Timestamp,
        updatedAt: Timestamp,
        lastFiredAt: Timestamp.nullable(),
        last24h: z.object({ invocations: z.number().int(), failures: z.number().int() }),
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
