import { z } from 'zod'
import { Name, Timestamp } from './names.ts'
import { pageOf } from './pagination.ts'
import { Password } from './passwords.ts'

export const Account = z
  .object({
    id: z.string(),
    email: z.email(),
    name: z.string(),
    administrator: z.boolean(),
    state: z.enum(['invited', 'active', 'suspended']),
    createdAt: Timestamp,
    lastSeenAt: Timestamp.nullable(),
    groups: z.array(Name),
    grants: z.array(
      z.object({ space: Name, role: z.string(), function: Name.nullable(), expiresAt: Timestamp.nullable() }),
    ),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>
export const AccountList = pageOf(Account).meta({ id: 'AccountList' })

export const InviteAccount = z
  .strictObject({
    email: z.email().max(254),
    name: z
      .string()
      .trim()
      .min(1)
      .max(100)
      .optional()
      .meta({ description: 'Left out: what stands before the @, until they say' }),
    administrator: z.boolean().default(false),
  })
  .meta({ id: 'InviteAccount' })
export type InviteAccount = z.infer<typeof InviteAccount>

export const Invitation = z
  .object({
    account: Account,
    link: z.string().meta({ description: 'One-time link, shown once' }),
    expiresAt: Timestamp,
  })
  .meta({ id: 'Invitation' })
export type Invitation = z.infer<typeof Invitation>

export const UpdateAccount = z
  .strictObject({
    state: z.enum(['active', 'suspended']).meta({ description: 'Suspended: sessions and keys stop at once' }),
  })
  .meta({ id: 'UpdateAccount' })
export type UpdateAccount = z.infer<typeof UpdateAccount>

/** Accepts a set-up or invitation link. */
export const AcceptInvitation = z.strictObject({
  token: z.string().min(20).max(200),
  name: z.string().trim().min(1).max(100).optional(),
  email: z.email().max(254).optional(),
  password: Password,
})
export type AcceptInvitation = z.infer<typeof AcceptInvitation>
/** The purpose of a link, shown by the page before anyone types. */
export const InvitationInfo = z
  .object({ kind: z.enum(['setup', 'invite']), email: z.string().nullable(), name: z.string().nullable() })
  .meta({ id: 'InvitationInfo' })
export type InvitationInfo = z.infer<typeof InvitationInfo>

/** The caller and what the page may offer. */
export const Me = z
  .object({
    kind: z.enum(['account', 'key']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    administrator: z.boolean(),
    actions: z.array(z.string()).meta({ description: 'Actions outside of spaces' }),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>
