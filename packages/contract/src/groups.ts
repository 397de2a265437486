import { z } from 'zod'
import { Etag, Name, Timestamp } from './names.ts'
import { pageOf } from './pagination.ts'

/** A group in a list: of its members only how many. */
export const GroupSummary = z
  .object({
    name: Name,
    description: z.string(),
    claim: z
      .string()
      .nullable()
      .meta({ description: "The value of a provider's claim that fills it; null: filled by hand" }),
    memberCount: z.number().int(),
    grants: z.array(
      z.object({ space: Name, role: z.string(), function: Name.nullable(), expiresAt: Timestamp.nullable() }),
    ),
    createdAt: Timestamp,
  })
  .meta({ id: 'GroupSummary' })
export type GroupSummary = z.infer<typeof GroupSummary>
export const GroupList = pageOf(GroupSummary).meta({ id: 'GroupList' })

export const Group = GroupSummary.extend({
  members: z.array(z.object({ accountId: z.string(), name: z.string(), email: z.string() })),
  etag: Etag,
}).meta({ id: 'Group' })
export type Group = z.infer<typeof Group>

export const PutGroup = z
  .strictObject({
    members: z
      .array(z.string().min(1).max(254))
      .max(1000)
      .optional()
      .meta({ description: 'All of its members: ids or e-mail addresses of accounts; left out: as they are' }),
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
