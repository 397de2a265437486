import { z } from 'zod'
import { Name, Timestamp } from './names.ts'
import { pageOf } from './pagination.ts'

export const Group = z
  .object({
    name: Name,
    description: z.string(),
    claim: z
      .string()
      .nullable()
      .meta({ description: "The value of a provider's claim that fills it; null: filled by hand" }),
    members: z.array(z.object({ accountId: z.string(), name: z.string(), email: z.string() })),
    grants: z.array(
      z.object({ space: Name, role: z.string(), function: Name.nullable(), expiresAt: Timestamp.nullable() }),
    ),
    createdAt: Timestamp,
  })
  .meta({ id: 'Group' })
export type Group = z.infer<typeof Group>
export const GroupList = pageOf(Group).meta({ id: 'GroupList' })

export const PutGroup = z
  .strictObject({
    members: z
      .array(z.string().min(1).max(254))
      .max(1000)
      .meta({ description: 'All of its members: ids or e-mail addresses of accounts' }),
    description: z.string().max(500).optional(),
    claim: z
      .string()
      .min(1)
      .max(200)
      .nullish()
      .meta({ description: 'Members then come from sign-ins and cannot be set' }),
  })
  .meta({ id: 'PutGroup' })
export type PutGroup = z.infer<typeof PutGroup>
