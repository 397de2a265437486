import { expect, test } from 'vitest'
import { decide, explain, type Asker, type GrantFact, type SpaceFacts } from './decide.ts'
import { ACTIONS, ROLE_ACTIONS, ROLES } from './roles.ts'

const NOW = Date.UTC(2026, 10, 28)
const HOUR = 3_600_000
const person: Asker = { kind: 'account', administrator: false }
const administrator: Asker = { kind: 'account', administrator: true }
const key = (bounds: object = {}): Asker => ({
  kind: 'key',
  administrator: false,
  spaces: '*',
  functions: '*',
  actions: '*',
  ...bounds,
})
const grant = (role: GrantFact['role'], rest: Partial<GrantFact> = {}): GrantFact => ({
  role,
  function: null,
  expiresAt: null,
  group: null,
  ...rest,
})
const shop = (grants: GrantFact[], visibility: SpaceFacts['visibility'] = 'private'): SpaceFacts => ({
  name: 'shop',
  visibility,
  grants,
})

test.each(ROLES)('a %s may do what the table of roles says, and nothing else', (role) => {
  const allowed = ACTIONS.filter(
    (action) => decide(person, action, { space: shop([grant(role)]), function: null }, NOW).allowed,
  )
  expect(allowed).toEqual(ACTIONS.filter((action) => ROLE_ACTIONS[role].includes(action)))
})

type Case = [what: string, asker: Asker, action: (typeof ACTIONS)[number], space: SpaceFacts | null, fn: string | null]
const ALLOWED: [...Case, rule: string][] = [
  ['an administrator', administrator, 'grants:write', shop([]), null, 'administrator'],
  ['an administrator outside of spaces', administrator, 'accounts:write', null, null, 'administrator'],
  ['anyone in a public space', person, 'functions:invoke', shop([], 'public'), 'echo', 'public'],
  ['a member of a group', person, 'logs:read', shop([grant('viewer', { group: 'on-call' })]), null, 'grant'],
  [
    'a grant an instant before its end',
    person,
    'logs:read',
    shop([grant('viewer', { expiresAt: NOW + 1 })]),
    null,
    'grant',
  ],
  ['a grant on that function', person, 'logs:read', shop([grant('viewer', { function: 'echo' })]), 'echo', 'grant'],
  ['a key for that function', key({ functions: ['shop/echo'] }), 'logs:read', shop([grant('admin')]), 'echo', 'grant'],
]
test.each(ALLOWED)('%s is allowed', (_, asker, action, space, fn, rule) => {
  const decision = decide(asker, action, space && { space, function: fn }, NOW)
  expect([decision.allowed, decision.because.rule]).toEqual([true, rule])
})

const REFUSED: [...Case, rule: string, words: string][] = [
  ['a stranger', person, 'logs:read', shop([]), null, 'noRole', 'which the role viewer has; you have no role'],
  ['anyone in a public space', person, 'logs:read', shop([], 'public'), 'echo', 'noRole', 'you have no role'],
  [
    'a role without the action',
    person,
    'functions:write',
    shop([grant('viewer')]),
    null,
    'role',
    'your role here is viewer',
  ],
  [
    'a grant at its end',
    person,
    'logs:read',
    shop([grant('viewer', { expiresAt: NOW })]),
    null,
    'noRole',
    'your grant ended 2026-11-28T00:00:00.000Z',
  ],
  [
    'a grant on another function',
    person,
    'logs:read',
    shop([grant('viewer', { function: 'echo' })]),
    'other',
    'otherFunction',
    'for the function echo only',
  ],
  [
    'a grant on a function, for the space',
    person,
    'logs:read',
    shop([grant('viewer', { function: 'echo' })]),
    null,
    'otherFunction',
    'for the function echo only',
  ],
  [
    'an administrator, for what no role has',
    administrator,
    'platform:admin',
    shop([]),
    null,
    'administrator',
    'No role',
  ],
  ['a person outside of spaces', person, 'spaces:write', null, null, 'notAdministrator', 'sign in as an administrator'],
  [
    'a key for another space',
    key({ spaces: ['other'] }),
    'logs:read',
    shop([grant('admin')]),
    null,
    'keySpace',
    'not for this space',
  ],
  [
    'a key for another function',
    key({ functions: ['shop/other'] }),
    'logs:read',
    shop([grant('admin')]),
    'echo',
    'keyFunction',
    'other functions',
  ],
  [
    'a key for functions, for the space',
    key({ functions: ['shop/echo'] }),
    'logs:read',
    shop([grant('admin')]),
    null,
    'keyFunction',
    'other functions',
  ],
  [
    'a key without the action',
    key({ actions: ['logs:read'] }),
    'functions:write',
    shop([grant('admin')]),
    null,
    'keyAction',
    'does not carry',
  ],
  [
    'a key whose owner may not',
    key(),
    'functions:write',
    shop([grant('viewer')]),
    null,
    'role',
    'your role here is viewer',
  ],
  [
    'a bounded key of an administrator outside of spaces',
    key({ administrator: true, spaces: ['shop'] }),
    'spaces:write',
    null,
    null,
    'keySpace',
    'not for this space',
  ],
  ['nobody in particular', { kind: 'anonymous' }, 'functions:invoke', shop([], 'public'), null, 'anonymous', 'Sign in'],
]
test.each(REFUSED)('%s is refused, and told why', (_, asker, action, space, fn, rule, words) => {
  const decision = decide(asker, action, space && { space, function: fn }, NOW)
  expect([decision.allowed, decision.because.rule]).toEqual([false, rule])
  expect(explain(decision, action)).toContain(words)
})

test('rights add up: the widest grant decides, of equal ones the longest, then the account’s own', () => {
  const grants = [
    grant('viewer'),
    grant('developer', { expiresAt: NOW + HOUR }),
    grant('developer', { group: 'on-call' }),
    grant('developer'),
  ]
  const decision = decide(person, 'logs:read', { space: shop(grants), function: null }, NOW)
  expect(decision.because).toEqual({ rule: 'grant', grant: grants[3] })
  expect(explain(decision, 'logs:read')).toBe(
    'The role developer allows logs:read: own grant, on the whole space, without end',
  )
})

test('a function reaches the buckets of its own space, and nothing of others', () => {
  const asker: Asker = { kind: 'function', space: 'shop' }
  const allowed = (space: SpaceFacts | null) =>
    ACTIONS.filter((action) => decide(asker, action, space && { space, function: null }, NOW).allowed)
  expect(allowed(shop([]))).toEqual(['functions:invoke', 'buckets:read', 'buckets:write'])
  expect(allowed({ ...shop([grant('admin')], 'public'), name: 'bank' })).toEqual([])
  expect(allowed(null)).toEqual([])
})
