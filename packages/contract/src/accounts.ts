import { z } from 'zod'
import { passkeyOrigin } from './identity-providers.ts'
import { Name, Timestamp, Uuid } from './names.ts'
import { PageQuery, pageOf } from './pagination.ts'
import { Password } from './passwords.ts'

export const AccountState = z.enum(['invited', 'active', 'suspended'])
export type AccountState = z.infer<typeof AccountState>

export const Account = z
  .object({
    id: z.string(),
    email: z.email(),
    name: z.string(),
    administrator: z.boolean(),
    state: AccountState,
    createdAt: Timestamp,
    lastSeenAt: Timestamp.nullable(),
    secondFactors: z.array(z.enum(['totp', 'passkey', 'provider'])).meta({ description: 'Besides a password' }),
    sessions: z.int(),
    keys: z.int(),
    invitationEndsAt: Timestamp.nullable().meta({ description: 'Of an invited one: until when its link works' }),
    groups: z.array(Name),
    grants: z.array(
      z.object({ space: Name, role: z.string(), function: Name.nullable(), expiresAt: Timestamp.nullable() }),
    ),
  })
  .meta({ id: 'Account' })
export type Account = z.infer<typeof Account>
export const AccountList = pageOf(Account).meta({ id: 'AccountList' })
export const AccountQuery = PageQuery.extend({
  q: z.string().trim().min(1).max(200).optional().meta({ description: 'Text in the name or e-mail address' }),
  state: AccountState.optional(),
  group: Name.optional().meta({ description: 'Members of this group' }),
  space: Name.optional().meta({ description: 'Who has a role in this space now; administrators have one in each' }),
  twoFactor: z.enum(['on', 'off', 'provider']).optional().meta({
    description: 'on: an authenticator app or a passkey; provider: signs in at a provider; off: none of them',
  }),
  seen: z
    .string()
    .regex(/^[<>][0-9]{1,4}[mhd]$/, 'Must be like >30d or <1h')
    .optional()
    .meta({ description: 'How long ago, in m, h or d: >30d, which is also who never was here' }),
  keys: z
    .string()
    .regex(/^[<>]?[0-9]{1,4}$/, 'Must be a number, or like >0')
    .optional()
    .meta({ description: 'How many API keys that have not expired' }),
})
export type AccountQuery = z.infer<typeof AccountQuery>

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
  .object({ kind: z.enum(['setup', 'invite', 'reset']), email: z.string().nullable(), name: z.string().nullable() })
  .meta({ id: 'InvitationInfo' })
export type InvitationInfo = z.infer<typeof InvitationInfo>

const Theme = z.enum(['light', 'dark', 'system'])

/** The caller and what the page may offer. */
export const Me = z
  .object({
    kind: z.enum(['account', 'key']),
    id: z.string(),
    name: z.string(),
    email: z.string().nullable(),
    administrator: z.boolean(),
    actions: z.array(z.string()).meta({ description: 'Actions outside of spaces' }),
    language: z.string().nullable(),
    theme: Theme.nullable(),
    timeZone: z.string().nullable(),
    mustEnroll: z.boolean().meta({ description: 'A second factor is required, and nothing else is open before' }),
  })
  .meta({ id: 'Me' })
export type Me = z.infer<typeof Me>

/** One's own name, and how one likes the console. */
export const UpdateMe = z
  .strictObject({
    name: z.string().trim().min(1).max(100).optional(),
    language: z.enum(['en', 'zh-CN']).nullish(),
    theme: Theme.nullish(),
    timeZone: z
      .string()
      .max(64)
      .refine(isTimeZone, 'Must be a time zone such as Europe/Berlin')
      .nullish()
      .meta({ description: 'IANA name; null: as the browser has it' }),
  })
  .meta({ id: 'UpdateMe' })
export type UpdateMe = z.infer<typeof UpdateMe>

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}

export const ChangePassword = z
  .strictObject({ current: z.string().min(1).max(128), password: Password })
  .meta({ id: 'ChangePassword' })
export type ChangePassword = z.infer<typeof ChangePassword>

/** A sign-in that still holds. */
export const Session = z
  .object({
    id: Uuid,
    current: z.boolean().meta({ description: 'The one that asks' }),
    method: z.string().nullable().meta({ description: 'password, totp, recovery, passkey, or provider: and a name' }),
    address: z.string().nullable(),
    userAgent: z.string().nullable(),
    createdAt: Timestamp,
    expiresAt: Timestamp,
  })
  .meta({ id: 'Session' })
export type Session = z.infer<typeof Session>
export const SessionList = pageOf(Session).meta({ id: 'SessionList' })

/** How one signs in. */
export const SignInMethods = z
  .object({
    password: z.boolean(),
    totp: z.boolean(),
    recoveryCodes: z.int().nullable().meta({ description: 'How many are left; null: there are none' }),
    passkeys: z.array(z.object({ id: z.string(), name: z.string(), createdAt: Timestamp.nullable() })),
    providers: z.array(z.string()),
    requiredFrom: Timestamp.nullable().meta({ description: 'When every account needs a second factor' }),
    passkeyOrigin,
  })
  .meta({ id: 'SignInMethods' })
export type SignInMethods = z.infer<typeof SignInMethods>

export const PasswordReset = z
  .object({ link: z.string().meta({ description: 'One-time link, shown once' }), expiresAt: Timestamp })
  .meta({ id: 'PasswordReset' })
export type PasswordReset = z.infer<typeof PasswordReset>
