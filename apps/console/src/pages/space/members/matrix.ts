import { type Action, decide, type GrantFact, isLive, type Role, type Visibility } from '@alcove/contract'

/** The columns of the matrix: the questions people ask most. */
export const COLUMNS = [
  { key: 'see', action: 'spaces:read' },
  { key: 'read', action: 'functions:read' },
  { key: 'invoke', action: 'functions:invoke' },
  { key: 'logs', action: 'logs:read' },
  { key: 'edit', action: 'functions:write' },
  { key: 'publish', action: 'versions:publish' },
  { key: 'alias', action: 'aliases:write' },
  { key: 'triggers', action: 'triggers:write' },
  { key: 'members', action: 'grants:write' },
  { key: 'settings', action: 'spaces:write' },
] as const satisfies readonly { key: string; action: Action }[]
export type Column = (typeof COLUMNS)[number]

/** An account or a group as the matrix sees it: with grants, or everything through being administrator. */
export interface Member {
  /** As in the addresses of grants. */
  subject: string
  /** Null: a group. */
  accountId: string | null
  name: string
  email: string
  grants: readonly GrantFact[]
  administrator: boolean
}

type Place = { name: string; visibility: Visibility }

/** Whether a member may do something everywhere in the space, on some functions only, or not at all. */
export function allows(member: Member, { name, visibility }: Place, action: Action): 'all' | 'some' | 'none' {
  const asker = { kind: 'account', administrator: member.administrator } as const
  const space = { name, visibility, grants: member.grants }
  const may = (fn: string | null) => decide(asker, action, { space, function: fn }, Date.now()).allowed
  if (may(null)) return 'all'
  if (member.grants.some((grant) => grant.function !== null && may(grant.function))) return 'some'
  // Who may do anything here sees that it is here.
  return action === 'spaces:read' && allows(member, { name, visibility }, 'functions:invoke') !== 'none'
    ? 'all'
    : 'none'
}

/** The role that holds on the whole space. */
export function roleOf({ grants }: Member): Role | null {
  return grants.find((grant) => grant.function === null && isLive(grant, Date.now()))?.role ?? null
}
