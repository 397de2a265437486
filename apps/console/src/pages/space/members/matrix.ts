import { type Action, actionsInSpace, type Role, ROLES, type Visibility } from '@alcove/contract'

/** The columns of the matrix: what people ask about most. */
export const COLUMNS = [
  { key: 'see', action: 'spaces:read' },
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

/** An account as the matrix sees it: with a grant, or everything through being administrator. */
export interface Member {
  accountId: string
  name: string
  email: string
  role: Role | null
  administrator: boolean
}

export function allows(member: Member, visibility: Visibility, action: Action): boolean {
  return member.administrator || actionsInSpace({ role: member.role, visibility }).has(action)
}

/** The least role that would allow it; null when none does. */
export function leastRole(action: Action): Role | null {
  return ROLES.find((role) => actionsInSpace({ role, visibility: 'private' }).has(action)) ?? null
}
