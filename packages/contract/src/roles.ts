/*
 * Which role may do what, without schemas: the console's first page has no need of them, and a test weighs it.
 */

/** Everything an account or API key can be allowed to do, `resource:verb`. */
export const ACTIONS = [
  'spaces:read',
  'spaces:write',
  'functions:read',
  'functions:write',
  'functions:invoke',
  'versions:publish',
  'aliases:write',
  'aliases:protect',
  'triggers:write',
  'logs:read',
  'metrics:read',
  'buckets:read',
  'buckets:write',
  'routes:write',
  'sinks:write',
  'quotas:write',
  'grants:write',
  'usage:read',
  'audit:read',
  'accounts:write',
  'keys:write',
  'platform:admin',
] as const
type Action = (typeof ACTIONS)[number]

export const ROLES = ['viewer', 'invoker', 'developer', 'admin'] as const
type Role = (typeof ROLES)[number]

const viewer = ['spaces:read', 'functions:read', 'logs:read', 'metrics:read', 'buckets:read', 'usage:read'] as const
const invoker = ['spaces:read', 'functions:read', 'functions:invoke'] as const
const developer = [
  ...viewer,
  'functions:invoke',
  'functions:write',
  'versions:publish',
  'aliases:write',
  'triggers:write',
  'buckets:write',
  'routes:write',
  'sinks:write',
  'keys:write',
] as const
const admin = [...developer, 'aliases:protect', 'spaces:write', 'quotas:write', 'grants:write', 'audit:read'] as const

/** What each role may do inside the space it is granted on. */
export const ROLE_ACTIONS: Readonly<Record<Role, readonly Action[]>> = { viewer, invoker, developer, admin }

/**
 * What every account may do in a public space without a grant. Whoever may invoke also sees the space and its functions
 * by name; code, configuration, logs and metrics need a role.
 */
export const PUBLIC_SPACE_ACTIONS: readonly Action[] = ['functions:invoke']

/** What administrators may do outside of spaces. */
export const ADMINISTRATOR_ACTIONS: readonly Action[] = [
  'accounts:write',
  'platform:admin',
  'spaces:write',
  'audit:read',
  'keys:write',
]

/** The least role that has an action; null when none does. */
export function leastRole(action: Action): Role | null {
  return ROLES.find((role) => ROLE_ACTIONS[role].includes(action)) ?? null
}
