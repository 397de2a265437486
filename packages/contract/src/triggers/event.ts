import { z } from 'zod'
import { EventPattern } from './event-pattern.ts'
import { triggerKind } from './kind.ts'

export const EventTriggerConfig = z.strictObject({ pattern: EventPattern })
export type EventTriggerConfig = z.infer<typeof EventTriggerConfig>

export const eventTrigger = triggerKind({
  type: 'event',
  summary: 'Events of the space that match a pattern',
  config: EventTriggerConfig,
  shown: {},
  preview: {
    matched: z
      .array(z.object({ eventId: z.uuid(), type: z.string(), source: z.string(), receivedAt: z.iso.datetime() }))
      .meta({ description: 'The last five events of the space that it would have started the function for' }),
    loop: z.boolean().meta({
      description:
        'The function itself published one of the last 200 events that match: it would call itself, until stopped',
    }),
  },
})
