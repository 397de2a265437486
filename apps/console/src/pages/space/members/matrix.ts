import { type Action, actionsInSpace, type Role, type Visibility } from '@alcove/contract'

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

/** An account in the matrix: with a grant, or an administrator, who may do everything. */
export interface Member {
  accountId: string
  name: string
  email: string
  role: Role | null
  administrator: boolean
}

export function allows(member: Member, visibility: Visibility, action: Action): boolean {
  if (member.administrator) return true
  const actions = actionsInSpace({ role: member.role, visibility })
  // Whoever may do something in a space may see that it exists.
  return actions.has(action) || (action === 'spaces:read' && actions.size > 0)
}
