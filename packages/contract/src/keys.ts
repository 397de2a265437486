import { z } from 'zod'
import { Action } from './actions.ts'
import { Moment, Name, Timestamp, Uuid } from './names.ts'
import { pageOf } from './pagination.ts'

/** `space/function` */
const FunctionPath = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,62}\/[a-z][a-z0-9-]{0,62}$/, 'Must be a space and a function, like shop/checkout')

/** An address, or a network in CIDR notation. */
export const Network = z.union(
  [z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()],
  'Must be an address or a network, like 10.0.8.0/22 or 2001:db8::/32',
)

export const CreateKey = z
  .strictObject({
    name: z.string().trim().min(1).max(100),
    spaces: z
      .array(z.union([Name, z.literal('*')]))
      .min(1)
      .meta({ description: 'Space names, or "*" for every space its maker reaches' }),
    functions: z
      .array(z.union([FunctionPath, z.literal('*')]))
      .min(1)
      .max(100)
      .default(['*'])
      .meta({ description: 'The only functions it is for, as space/function; or "*"' }),
    actions: z.array(z.union([Action, z.literal('*')])).min(1),
    networks: z
      .array(Network)
      .max(20)
      .default([])
      .meta({ description: 'Where it may be used from; an empty list: from everywhere' }),
    expiresAt: Moment.nullish(),
  })
  .meta({ id: 'CreateKey' })
/** As clients send it: limits may be left out. */
export type CreateKey = z.input<typeof CreateKey>

const Secret = z.object({
  prefix: z.string().meta({ description: 'The first characters, to recognise it by' }),
  lastUsedAt: Timestamp.nullable(),
  lastUsedFrom: z.string().nullable().meta({ description: 'The address of its last use' }),
})

export const ApiKey = z
  .object({
    id: Uuid,
    name: z.string(),
    ...Secret.shape,
    spaces: z.array(z.string()),
    functions: z.array(z.string()),
    actions: z.array(z.string()),
    networks: z.array(z.string()),
    owner: z.string(),
    createdAt: Timestamp,
    expiresAt: Timestamp.nullable(),
    rotation: z
      .object({
        old: Secret,
        endsAt: Timestamp.meta({ description: 'When the old secret stops' }),
        calls: z.int().meta({ description: 'Requests with the new secret since; up to a minute behind' }),
        oldCalls: z.int().meta({ description: 'Requests with the old secret since' }),
      })
      .nullable()
      .meta({ description: 'While two secrets work' }),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.infer<typeof ApiKey>
export const CreatedKey = ApiKey.extend({ key: z.string().meta({ description: 'Shown once' }) }).meta({
  id: 'CreatedKey',
})
export type CreatedKey = z.infer<typeof CreatedKey>
export const ApiKeyList = pageOf(ApiKey).meta({ id: 'ApiKeyList' })

export const RotateKey = z
  .strictObject({
    overlapHours: z
      .int()
      .min(0)
      .max(24 * 30)
      .default(24)
      .meta({ description: 'How long the old secret goes on working' }),
  })
  .meta({ id: 'RotateKey' })
export type RotateKey = z.infer<typeof RotateKey>
