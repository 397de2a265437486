import { ADMINISTRATOR_ACTIONS, leastRole, PUBLIC_SPACE_ACTIONS, ROLE_ACTIONS, ROLES } from './roles.ts'

/**
 * Decides every question of rights: for the API on each request, for the pages that explain access, and for previews of
 * changes. Pure, and without schemas, because the console's first page uses it too.
 */

type Action = (typeof ROLE_ACTIONS)[Role][number]
type Role = (typeof ROLES)[number]

/** A grant as it concerns one account: its own, or that of a group it belongs to. */
export interface GrantFact {
  role: Role
  /** The one function it is narrowed to; null: the whole space. */
  function: string | null
  /** Milliseconds since the epoch; null: it does not end. */
  expiresAt: number | null
  /** The group that holds it; null: the account itself. */
  group: string | null
}

export interface SpaceFacts {
  name: string
  visibility: 'private' | 'public'
  /** All grants that concern the asker, ended ones included. */
  grants: readonly GrantFact[]
}

/** Who asks. Of an API key: its owner's standing and its own bounds. */
export type Asker =
  | { kind: 'account'; administrator: boolean }
  | {
      kind: 'key'
      administrator: boolean
      spaces: readonly string[] | '*'
      /** `space/function`. */
      functions: readonly string[] | '*'
      actions: readonly Action[] | '*'
    }
  /** The code of a function, through the module `alcove`. */
  | { kind: 'function'; space: string }
  /** Alcove itself, adjusting what owners allow it to adjust. */
  | { kind: 'platform' }
  | { kind: 'anonymous' }
  /** An account that was suspended, or never opened its invitation. */
  | { kind: 'inactive' }

/** What is acted on: a space or one function in it; null: the installation. */
export type Resource = { space: SpaceFacts; function: string | null } | null

/** The rule that decided. */
export type Because =
  | { rule: 'administrator' | 'platform' | 'function' | 'public' | 'anonymous' | 'inactive' | 'notAdministrator' }
  /** This grant allows it. */
  | { rule: 'grant'; grant: GrantFact }
  /** No role here, or only an expired one. */
  | { rule: 'noRole'; ended: GrantFact | null }
  /** The widest role that holds here lacks the action. */
  | { rule: 'role'; role: Role }
  /** A grant allows it, on another function only. */
  | { rule: 'otherFunction'; grant: GrantFact }
  /** The owner may; the key was made for other spaces, functions or actions. */
  | { rule: 'keySpace' | 'keyFunction' | 'keyAction' }

type Active = Exclude<Asker, { kind: 'inactive' }>

export interface Decision {
  allowed: boolean
  because: Because
}

/** @param now milliseconds since the epoch: grants end at that very moment */
export function decide(asker: Asker, action: Action, resource: Resource, now: number): Decision {
  if (asker.kind === 'inactive') return refused({ rule: 'inactive' })
  const person = resource ? decideInSpace(asker, action, resource, now) : decideOnInstallation(asker, action)
  const bound = asker.kind === 'key' && person.allowed ? exceededBound(asker, action, resource) : null
  return bound ? { allowed: false, because: { rule: bound } } : person
}

function decideOnInstallation(asker: Active, action: Action): Decision {
  if (asker.kind === 'function') return refused({ rule: 'function' })
  if (asker.kind === 'anonymous' || asker.kind === 'platform') return refused({ rule: 'anonymous' })
  const allowed = asker.administrator && ADMINISTRATOR_ACTIONS.includes(action)
  return { allowed, because: { rule: allowed ? 'administrator' : 'notAdministrator' } }
}

/** What Alcove does by itself, as owners of the space set it up: results into buckets, sizes, alerts, sinks. */
const OF_PLATFORM: readonly Action[] = [
  'buckets:write',
  'functions:read',
  'functions:write',
  'logs:read',
  'metrics:read',
]
/** What every function may do in its own space, whoever called it. */
const OF_FUNCTIONS: readonly Action[] = ['functions:invoke', 'buckets:read', 'buckets:write']

function decideInSpace(asker: Active, action: Action, { space, ...on }: NonNullable<Resource>, now: number): Decision {
  if (asker.kind === 'anonymous') return refused({ rule: 'anonymous' })
  if (asker.kind === 'function') {
    const allowed = asker.space === space.name && OF_FUNCTIONS.includes(action)
    return { allowed, because: { rule: 'function' } }
  }
  if (asker.kind === 'platform') {
    return { allowed: OF_PLATFORM.includes(action), because: { rule: 'platform' } }
  }
  if (asker.administrator) {
    return { allowed: ROLE_ACTIONS.admin.includes(action), because: { rule: 'administrator' } }
  }
  const live = space.grants.filter((grant) => isLive(grant, now))
  const here = live.filter((grant) => grant.function === null || grant.function === on.function)
  const grant = here.filter(({ role }) => ROLE_ACTIONS[role].includes(action)).toSorted(widestFirst)[0]
  if (grant) return { allowed: true, because: { rule: 'grant', grant } }
  if (space.visibility === 'public' && PUBLIC_SPACE_ACTIONS.includes(action)) {
    return { allowed: true, because: { rule: 'public' } }
  }
  const elsewhere = live.find(({ role }) => ROLE_ACTIONS[role].includes(action))
  if (elsewhere) return refused({ rule: 'otherFunction', grant: elsewhere })
  const widest = here.toSorted(widestFirst)[0]
  if (widest) return refused({ rule: 'role', role: widest.role })
  const ended = space.grants.filter((past) => ROLE_ACTIONS[past.role].includes(action)).toSorted(lastFirst)[0]
  return refused({ rule: 'noRole', ended: ended ?? null })
}

type Key = Extract<Asker, { kind: 'key' }>

function exceededBound(key: Key, action: Action, resource: Resource) {
  if (resource === null) {
    if (key.spaces !== '*') return 'keySpace'
    if (key.functions !== '*') return 'keyFunction'
  } else {
    const { space, function: fn } = resource
    if (key.spaces !== '*' && !key.spaces.includes(space.name)) return 'keySpace'
    if (key.functions !== '*' && (fn === null || !key.functions.includes(`${space.name}/${fn}`))) return 'keyFunction'
  }
  return key.actions === '*' || key.actions.includes(action) ? null : 'keyAction'
}

export function isLive({ expiresAt }: Pick<GrantFact, 'expiresAt'>, now: number): boolean {
  return expiresAt === null || expiresAt > now
}

/** The widest role decides; of equal ones that which lasts longest, then the account's own. */
function widestFirst(a: GrantFact, b: GrantFact): number {
  const wider = ROLE_ACTIONS[b.role].length - ROLE_ACTIONS[a.role].length
  if (wider !== 0) return wider
  return lastFirst(a, b) || Number(a.group !== null) - Number(b.group !== null)
}

function lastFirst(a: GrantFact, b: GrantFact): number {
  const [one, other] = [a.expiresAt ?? Infinity, b.expiresAt ?? Infinity]
  return one === other ? 0 : other - one
}

const refused = (because: Because): Decision => ({ allowed: false, because })

/** The reason in words, for API answers; the console has its own, by rule. */
export function explain({ because, allowed }: Decision, action: Action): string {
  switch (because.rule) {
    case 'administrator':
      return allowed ? 'Administrators may do this everywhere' : `No role in a space has ${action}`
    case 'notAdministrator':
      return `Needs ${action}: sign in as an administrator, or use an API key of one that carries it`
    case 'platform':
      return allowed ? 'Alcove does this for the owners' : `Alcove itself does not have ${action}`
    case 'function':
      return allowed ? 'Functions may do this in their own space' : `Functions do not have ${action} here`
    case 'public':
      return 'The space is public: every account may invoke its functions'
    case 'anonymous':
      return 'Sign in or send an API key'
    case 'inactive':
      return 'The account is not active'
    case 'grant':
      return `The role ${because.grant.role} allows ${action}: ${nameGrant(because.grant)}`
    case 'role':
      return `Needs ${action}; your role here is ${because.role}`
    case 'otherFunction':
      return `Needs ${action} here; your grant is for the function ${because.grant.function} only`
    case 'noRole': {
      const least = leastRole(action)
      const needs = `Needs ${action}${least ? `, which the role ${least} has` : ''}`
      const { ended } = because
      if (ended?.expiresAt) return `${needs}; your grant ended ${new Date(ended.expiresAt).toISOString()}`
      return `${needs}; you have no role in this space`
    }
    case 'keySpace':
      return 'This API key is not for this space'
    case 'keyFunction':
      return `Needs ${action} here; this API key is for other functions`
    case 'keyAction':
      return `Needs ${action}, which this API key does not carry`
  }
}

/** "own grant, on checkout, until 2026-11-30T17:00:00.000Z" */
function nameGrant({ group, function: fn, expiresAt }: GrantFact): string {
  return [
    group === null ? 'own grant' : `grant of the group ${group}`,
    fn === null ? 'on the whole space' : `on ${fn}`,
    expiresAt === null ? 'without end' : `until ${new Date(expiresAt).toISOString()}`,
  ].join(', ')
}
