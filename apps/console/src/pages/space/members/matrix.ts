import { type Action, actionsInSpace, type Role, type Visibility } from '@alcove/contract'

/** The columns of the matrix: what people ask about most. */
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

/** An account as the matrix sees it: with a grant, or everything through being administrator. */
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
  // Who may do anything here sees that it is here.
  return actions.has(action) || (action === 'spaces:read' && actions.size > 0)
}
