import {
  type AccountState,
  type Action,
  decide,
  type Decision,
  type GrantFact,
  type GrantSource,
  isLive,
  type Role,
  ROLE_ACTIONS,
  type Visibility,
} from '@alcove/contract'
import { serverNow } from '../../../clock.ts'

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

/** An account as the matrix sees it: with grants of its own and of its groups, or everything through being administrator. */
export interface Member {
  accountId: string
  name: string
  email: string
  grants: readonly GrantFact[]
  administrator: boolean
  /** Who is suspended, or only invited, may do nothing, whatever they were granted. */
  state: AccountState
}

type Place = { name: string; visibility: Visibility }

/** The decision of the API, made here: it is the same function. */
export function decisionOn(member: Member, { name, visibility }: Place, action: Action, fn: string | null): Decision {
  const asker =
    member.state === 'active'
      ? ({ kind: 'account', administrator: member.administrator } as const)
      : ({ kind: 'inactive' } as const)
  const space = { name, visibility, grants: member.grants }
  return decide(asker, action, { space, function: fn }, serverNow())
}

/** Whether a member may do something everywhere in the space, on some functions only, or not at all. */
export function allows(member: Member, { name, visibility }: Place, action: Action): 'all' | 'some' | 'none' {
  const may = (fn: string | null) => decisionOn(member, { name, visibility }, action, fn).allowed
  if (may(null)) return 'all'
  if (member.grants.some((grant) => grant.function !== null && may(grant.function))) return 'some'
  // A person who may do anything here may see that the space exists.
  return action === 'spaces:read' && allows(member, { name, visibility }, 'functions:invoke') !== 'none'
    ? 'all'
    : 'none'
}

/** Whether a member may do something on one function; null: on the whole space. */
export function may(member: Member, place: Place, action: Action, fn: string | null): boolean {
  return fn === null ? allows(member, place, action) === 'all' : decisionOn(member, place, action, fn).allowed
}

/** A function on which a member may do what it may not do in the whole space; null: none, or the whole space. */
export function onlyOn(member: Member, place: Place, action: Action): string | null {
  if (may(member, place, action, null)) return null
  const on = member.grants.map((grant) => grant.function)
  return on.find((fn) => fn !== null && may(member, place, action, fn)) ?? null
}

/** The widest role that holds on a function; null: on the whole space. */
export function roleOf({ grants }: Member, fn: string | null = null): Role | null {
  const holds = (grant: GrantFact) => grant.function === null || grant.function === fn
  const roles = grants.filter((grant) => holds(grant) && isLive(grant, serverNow())).map(({ role }) => role)
  return roles.toSorted((a, b) => ROLE_ACTIONS[b].length - ROLE_ACTIONS[a].length)[0] ?? null
}

/** The widest role that holds on one function only; null: none. */
export function narrowedRoleOf(member: Member): Role | null {
  const narrowed = member.grants.filter((grant) => grant.function !== null)
  return roleOf({ ...member, grants: narrowed.map((grant) => ({ ...grant, function: null })) })
}

/** The source that decides: of those that hold now the widest role, then the whole space, then the latest end. */
export function widestOf(sources: readonly GrantSource[], now: number): GrantSource | undefined {
  const end = ({ expiresAt }: GrantSource) => (expiresAt === null ? Infinity : Date.parse(expiresAt))
  const width = ({ role }: GrantSource) => ROLE_ACTIONS[role].length
  return sources
    .filter((source) => end(source) > now)
    .toSorted(
      (a, b) =>
        width(b) - width(a) || Number(a.function !== null) - Number(b.function !== null) || (end(a) < end(b) ? 1 : -1),
    )[0]
}

export const isFound = (q: string, text: string): boolean => text.toLowerCase().includes(q.toLowerCase())
