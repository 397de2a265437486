import { z } from 'zod'
import { Name, Qualifier, Timestamp, Uuid } from './names.ts'
import { WebhookUrl } from './webhooks.ts'

export const DESTINATION_TYPES = ['function', 'bucket', 'webhook'] as const
export type DestinationType = (typeof DESTINATION_TYPES)[number]

const FunctionDestination = z.strictObject({
  type: z.literal('function'),
  function: Name.meta({ description: 'Of the same space' }),
  qualifier: Qualifier.default('draft'),
})
const BucketDestination = z.strictObject({
  type: z.literal('bucket'),
  bucket: Name.meta({ description: 'Of the same space' }),
  prefix: z
    .string()
    .max(200)
    // oxlint-disable-next-line no-control-regex -- keys of objects hold none
    .regex(/^(?!\/)[^\u0000-\u001f]*$/, 'Must not begin with "/" or hold control characters')
    .refine((prefix) => !prefix.split('/').some((part) => part === '.' || part === '..'), 'Must not hold "." or ".."')
    .default(''),
})
const WebhookDestination = z.strictObject({ type: z.literal('webhook'), url: WebhookUrl })

/** Where the result of an asynchronous call goes. */
export const Destination = z
  .discriminatedUnion('type', [FunctionDestination, BucketDestination, WebhookDestination])
  .meta({ id: 'Destination' })
export type Destination = z.infer<typeof Destination>

/** `newSecret`: sign a webhook with a new secret from now on. A new URL always gets one. */
export const PutDestination = z.discriminatedUnion('type', [
  FunctionDestination,
  BucketDestination,
  WebhookDestination.extend({ newSecret: z.boolean().optional() }),
])
export type PutDestination = z.infer<typeof PutDestination>

export const DELIVERY_STATES = ['waiting', 'delivered', 'dead'] as const
/** One attempt after the other to hand a result to its destination. */
export const Delivery = z.object({
  id: Uuid,
  on: z.enum(['success', 'failure']),
  destination: Destination,
  state: z.enum(DELIVERY_STATES),
  attempts: z.number().int(),
  reason: z.string().nullable().meta({ description: 'What the last attempt ended with' }),
  createdAt: Timestamp,
  nextAt: Timestamp.nullable(),
  endedAt: Timestamp.nullable(),
})
export type Delivery = z.infer<typeof Delivery>
