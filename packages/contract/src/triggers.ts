import { z } from 'zod'
import { Name, Qualifier, Timestamp, Uuid } from './names.ts'
import { pageOf } from './pagination.ts'

export const HTTP_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const
export const HttpMethod = z.enum(HTTP_METHODS)
export type HttpMethod = z.infer<typeof HttpMethod>

/**
 * Who may call a function URL. `none`: anyone. The others need an API key that may invoke in the space. `key`: its
 * scope must name this space; a key for every space ("*") does not. `space`: any such key. Its owner has a grant in a
 * private space, or just an account in a public one.
 */
export const HttpAuth = z.enum(['none', 'key', 'space']).meta({
  description: 'none: anyone; key: an API key that names this space; space: whoever may invoke in it, by API key',
})
export type HttpAuth = z.infer<typeof HttpAuth>

export const HttpTriggerConfig = z.strictObject({
  auth: HttpAuth,
  methods: z.array(HttpMethod).min(1).optional().meta({ description: 'Left out: every method' }),
})
export type HttpTriggerConfig = z.infer<typeof HttpTriggerConfig>

export const PutTrigger = z
  .discriminatedUnion('type', [
    z.strictObject({
      type: z.literal('http'),
      qualifier: Qualifier.default('draft'),
      enabled: z.boolean().default(true),
      config: HttpTriggerConfig,
    }),
  ])
  .meta({ id: 'PutTrigger' })
export type PutTrigger = z.infer<typeof PutTrigger>

export const Trigger = z
  .object({
    id: Uuid,
    name: Name,
    type: z.literal('http'),
    qualifier: Qualifier,
    enabled: z.boolean(),
    config: HttpTriggerConfig,
    url: z.string().meta({ description: 'Where callers reach it' }),
    createdAt: Timestamp,
    updatedAt: Timestamp,
    lastFiredAt: Timestamp.nullable(),
    last24h: z.object({ invocations: z.number().int(), failures: z.number().int() }),
  })
  .meta({ id: 'Trigger' })
export type Trigger = z.infer<typeof Trigger>
export const TriggerList = pageOf(Trigger).meta({ id: 'TriggerList' })

/** What caused an invocation. `api` is the invoke route, `console` the Run button. */
export const TRIGGER_KINDS = [
  'api',
  'console',
  'http',
  'gateway',
  'timer',
  'bucket',
  'log',
  'event',
  'function',
] as const
export const TriggerKind = z.enum(TRIGGER_KINDS)
export type TriggerKind = z.infer<typeof TriggerKind>
