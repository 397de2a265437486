import { z } from 'zod'
import { Moment, Name, Timestamp, Uuid } from './names.ts'
import { PageQuery, pageOf } from './pagination.ts'
import { TaskState } from './tasks.ts'

export const EVENT_LIMITS = {
  /** An event as JSON. */
  bytes: 256 * 1024,
  /** Events of one request. */
  batch: 100,
  batchBytes: 4 * 1024 * 1024,
  /** Length of an attribute. */
  attribute: 2048,
  attributes: 50,
  /** Hours in which an event with the same source and id counts as the same event. */
  duplicateHours: 24,
  /** Events of a space that are kept to look at, and for how many days. */
  kept: 10_000,
  keptDays: 7,
} as const

/** Types of events that only Alcove itself publishes begin with this. */
export const PLATFORM_EVENT_PREFIX = 'alcove.'

export const PLATFORM_EVENTS = [
  'alcove.version.published',
  'alcove.alias.moved',
  'alcove.trigger.paused',
  'alcove.task.dead',
  'alcove.quota.suspended',
  'alcove.quota.resumed',
  'alcove.quota.warning',
  'alcove.budget.reached',
  'alcove.disk.filling',
  'alcove.object.created',
  'alcove.object.removed',
  'alcove.sink.expiring',
  'alcove.issue.opened',
  'alcove.issue.reopened',
  'alcove.alert.firing',
  'alcove.alert.resolved',
] as const
export type PlatformEventType = (typeof PLATFORM_EVENTS)[number]

/** CloudEvents 1.0.2, section 3.1: text without control characters. */
const Attribute = z
  .string({ error: ({ input }) => (input === undefined ? 'Is missing' : 'Must be text') })
  .min(1, 'Must not be empty')
  .max(EVENT_LIMITS.attribute, `Must have at most ${EVENT_LIMITS.attribute} characters`)
  // oxlint-disable-next-line no-control-regex -- they are what is refused
  .refine((text) => text.isWellFormed() && !/[\u0000-\u001f\u007f-\u009f]/.test(text), {
    error: 'Must not hold control characters or half a surrogate pair',
  })

const Extension = z.union(
  [Attribute, z.boolean(), z.int32()],
  'Must be text, true, false or a whole number of 32 bits: put anything else into data',
)

/** An event by CloudEvents 1.0 (https://github.com/cloudevents/spec), as JSON. Other attributes are extensions. */
export interface CloudEvent {
  specversion: '1.0'
  id: string
  source: string
  type: string
  subject?: string | undefined
  time?: string | undefined
  datacontenttype?: string | undefined
  dataschema?: string | undefined
  data?: unknown
  data_base64?: string | undefined
  [extension: string]: unknown
}
export const CloudEvent: z.ZodType<CloudEvent> = z
  .object({
    specversion: z.literal('1.0', { error: 'Must be "1.0"' }),
    id: Attribute.meta({ description: 'Of one source, the same id is the same event' }),
    source: Attribute.refine((text) => !/[\s<>"{}|\\^`]/.test(text), {
      error: 'Must be a URI reference, such as /shop/orders',
    }),
    type: Attribute.meta({ examples: ['shop.order.created'] }),
    subject: Attribute.optional(),
    time: Moment.optional(),
    datacontenttype: Attribute.optional().refine(
      (type) => type === undefined || /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+/.test(type),
      {
        error: 'Must be a media type, such as application/json',
      },
    ),
    dataschema: Attribute.optional(),
    data: z.unknown().optional(),
    data_base64: z.base64('Must be base64').optional(),
  })
  .catchall(Extension)
  .superRefine((event, ctx) => {
    const refuse = (path: string, message: string) => ctx.addIssue({ code: 'custom', path: [path], message })
    const names = Object.keys(event)
    for (const name of names) {
      if (name !== 'data_base64' && !/^[a-z0-9]{1,40}$/.test(name))
        refuse(name, 'Names of attributes have only a-z and 0-9, at most 40 of them')
    }
    if (names.length > EVENT_LIMITS.attributes) refuse('', `Has more than ${EVENT_LIMITS.attributes} attributes`)
    if (event.data !== undefined && event.data_base64 !== undefined)
      refuse('data', 'Give data or data_base64, not both')
  })
  .meta({ id: 'CloudEvent' })

/**
 * The answer to publishing, with one entry per event in their order. The events are stored: their triggers start their
 * functions.
 */
export const PublishedEvents = z
  .object({
    events: z.array(
      z.object({
        id: z.string(),
        source: z.string(),
        eventId: Uuid.nullable().meta({ description: 'Under which the space keeps it; null for a duplicate' }),
        duplicate: z
          .boolean()
          .meta({ description: 'The source published this id within a day: nothing happens again' }),
      }),
    ),
  })
  .meta({ id: 'PublishedEvents' })
export type PublishedEvents = z.infer<typeof PublishedEvents>

export const SpaceEvent = z
  .object({
    eventId: Uuid,
    id: z.string(),
    source: z.string(),
    type: z.string(),
    subject: z.string().nullable(),
    receivedAt: Timestamp,
    publisher: z.string().meta({ description: 'Who published it: an account, a key, a function, or Alcove' }),
    bytes: z.number().int(),
    started: z
      .number()
      .int()
      .nullable()
      .meta({ description: 'How many triggers it started functions by; null: not decided yet' }),
  })
  .meta({ id: 'SpaceEvent' })
export type SpaceEvent = z.infer<typeof SpaceEvent>
export const SpaceEventList = pageOf(SpaceEvent).meta({ id: 'SpaceEventList' })

export const SpaceEventDetail = SpaceEvent.extend({
  event: z.unknown().meta({ description: 'The CloudEvent, as functions get it' }),
  traceId: z.string(),
  parentId: Uuid.nullable().meta({ description: 'The invocation that published it' }),
  firings: z.array(
    z.object({
      id: Uuid,
      function: Name,
      trigger: Name,
      outcome: z.enum(['fired', 'skipped', 'failed']),
      detail: z.string().nullable(),
      taskId: Uuid.nullable(),
      task: z.object({ state: TaskState, invocationId: Uuid.nullable() }).nullable(),
    }),
  ),
}).meta({ id: 'SpaceEventDetail' })
export type SpaceEventDetail = z.infer<typeof SpaceEventDetail>

export const SpaceEventQuery = PageQuery.extend({
  type: z.string().max(200).optional().meta({ description: 'Exactly this type, or all that begin so: shop.*' }),
  source: z.string().max(EVENT_LIMITS.attribute).optional(),
  q: z.string().max(200).optional().meta({ description: 'Part of the type, source, subject or id' }),
})
export type SpaceEventQuery = z.infer<typeof SpaceEventQuery>
