import { z } from 'zod'
import { AccountState } from './accounts.ts'
import { Action, Role } from './actions.ts'
import { Name, Timestamp, Uuid } from './names.ts'
import { PageQuery, pageOf } from './pagination.ts'
import { Visibility } from './spaces.ts'

/** A grant as the source of a right. */
export const GrantSource = z
  .object({
    role: Role,
    function: Name.nullable(),
    expiresAt: Timestamp.nullable(),
    group: Name.nullable().meta({ description: 'The group that holds it; null: the account itself' }),
  })
  .meta({ id: 'GrantSource' })
export type GrantSource = z.infer<typeof GrantSource>

export const AccessQuery = z
  .strictObject({
    account: z.string().min(1).max(254).optional().meta({ description: 'Id or e-mail address; left out: yourself' }),
    key: Uuid.optional(),
    action: Action,
    function: Name.optional(),
  })
  .refine(({ account, key }) => account === undefined || key === undefined, 'Ask about an account or a key, not both')
export type AccessQuery = z.infer<typeof AccessQuery>

/** What would be so after a change. */
export const AccessChange = z.discriminatedUnion('change', [
  z.object({ change: z.literal('role'), role: Role, allowed: z.boolean() }),
  z.object({ change: z.literal('visibility'), visibility: Visibility, allowed: z.boolean() }),
  z.object({ change: z.literal('revoke'), allowed: z.boolean() }),
  z.object({ change: z.literal('suspend'), allowed: z.boolean() }),
  z.object({ change: z.literal('widenKey'), allowed: z.boolean() }),
])
export type AccessChange = z.infer<typeof AccessChange>

export const AccessAnswer = z
  .object({
    allowed: z.boolean(),
    because: z.string().meta({ description: 'The rule that decides, in words' }),
    rule: z.string().meta({ description: 'The same for programs: administrator, grant, public, role, noRole, …' }),
    grant: GrantSource.nullable().meta({ description: 'The grant that decides, or that ended' }),
    subject: z.object({ kind: z.enum(['account', 'key']), id: z.string(), name: z.string() }),
    action: Action,
    function: Name.nullable(),
    changes: z.array(AccessChange).meta({ description: 'What would change it, and what would not' }),
  })
  .meta({ id: 'AccessAnswer' })
export type AccessAnswer = z.infer<typeof AccessAnswer>

const Rights = z.object({ role: Role.nullable(), actions: z.array(Action) })

/** One space, as far as an account or key reaches into it. */
export const Reach = z
  .object({
    space: Name,
    visibility: Visibility,
    ...Rights.shape,
    functions: z.array(Rights.extend({ function: Name })),
    through: z.enum(['administrator', 'grants', 'public']),
    sources: z.array(GrantSource),
  })
  .meta({ id: 'Reach' })
export type Reach = z.infer<typeof Reach>
export const ReachList = pageOf(Reach).meta({ id: 'ReachList' })

export const Member = z
  .object({
    accountId: z.string(),
    name: z.string(),
    email: z.string(),
    administrator: z.boolean(),
    state: AccountState,
    role: Role.nullable().meta({ description: 'The widest that holds on the whole space' }),
    sources: z.array(GrantSource),
    lastSeenAt: Timestamp.nullable(),
  })
  .meta({ id: 'Member' })
export type Member = z.infer<typeof Member>
export const MemberList = pageOf(Member).meta({ id: 'MemberList' })

export const AskForAccess = z
  .strictObject({
    role: Role.default('viewer'),
    function: Name.nullish().meta({ description: 'Only on this function' }),
    hours: z
      .number()
      .int()
      .min(1)
      .max(24 * 365)
      .nullish()
      .meta({ description: 'For so long from the approval; null: without end' }),
    reason: z.string().trim().min(1).max(500),
  })
  .meta({ id: 'AskForAccess' })
export type AskForAccess = z.infer<typeof AskForAccess>

export const AccessRequest = z
  .object({
    id: Uuid,
    space: Name,
    role: Role,
    function: Name.nullable(),
    hours: z.number().int().nullable(),
    reason: z.string(),
    state: z.enum(['pending', 'approved', 'declined']),
    account: z.object({ id: z.string(), name: z.string(), email: z.string() }),
    askedAt: Timestamp,
    decidedAt: Timestamp.nullable(),
    answer: z.string().nullable().meta({ description: 'What whoever declined it says to it' }),
    expiresAt: Timestamp.nullable().meta({ description: 'Of an approved one: when the grant ends' }),
  })
  .meta({ id: 'AccessRequest' })
export type AccessRequest = z.infer<typeof AccessRequest>
export const AccessRequestList = pageOf(AccessRequest).meta({ id: 'AccessRequestList' })
export const AccessRequestQuery = PageQuery.extend({ state: z.enum(['pending', 'approved', 'declined']).optional() })
export type AccessRequestQuery = z.infer<typeof AccessRequestQuery>

/** The answer to a request for access: the same whether or not the space exists. */
export const AskedForAccess = z.object({ space: Name, state: z.literal('pending') }).meta({ id: 'AskedForAccess' })
export type AskedForAccess = z.infer<typeof AskedForAccess>

/** As requested, or less of it. */
export const ApproveAccess = z
  .strictObject({
    role: Role.optional(),
    function: Name.nullish(),
    hours: z
      .number()
      .int()
      .min(1)
      .max(24 * 365)
      .nullish(),
  })
  .meta({ id: 'ApproveAccess' })
export type ApproveAccess = z.infer<typeof ApproveAccess>
export const DeclineAccess = z
  .strictObject({ answer: z.string().trim().max(500).optional() })
  .meta({ id: 'DeclineAccess' })
export type DeclineAccess = z.infer<typeof DeclineAccess>

export const VisibilityPreviewQuery = z.strictObject({ visibility: Visibility })
export const VisibilityPreview = z
  .object({
    from: Visibility,
    to: Visibility,
    gain: z.number().int().meta({ description: 'Accounts that gain something' }),
    lose: z.number().int().meta({ description: 'Accounts that lose something' }),
    keep: z.number().int().meta({ description: 'Accounts whose rights stay as they are' }),
    calls: z.object({
      days: z.number().int(),
      counted: z.number().int(),
      newlyRefused: z.number().int(),
      newlyAllowed: z.number().int(),
      callers: z
        .array(z.object({ caller: z.string(), refused: z.number().int(), allowed: z.number().int() }))
        .meta({ description: 'Whose calls those are, most first, at most 20' }),
    }),
  })
  .meta({ id: 'VisibilityPreview' })
export type VisibilityPreview = z.infer<typeof VisibilityPreview>
