import { expect, test } from 'vitest'
import { leastRole, type GrantFact } from '@alcove/contract'
import { allows, may, type Member, narrowedRoleOf, onlyOn, roleOf, widestOf } from './matrix.ts'

const member = (part: Partial<Member>): Member => ({
  accountId: 'a',
  name: 'Priya Nair',
  email: 'priya@example.com',
  grants: [],
  administrator: false,
  state: 'active',
  ...part,
})
const grant = (part: Partial<GrantFact>): GrantFact => ({
  role: 'viewer',
  function: null,
  expiresAt: null,
  group: null,
  ...part,
})
const open = { name: 'shop', visibility: 'public' } as const
const shut = { name: 'shop', visibility: 'private' } as const

test('an account without a grant may invoke in a public space and nothing in a private one', () => {
  expect(allows(member({}), open, 'functions:invoke')).toBe('all')
  expect(allows(member({}), shut, 'functions:invoke')).toBe('none')
  expect(allows(member({}), open, 'functions:write')).toBe('none')
})

test('in a public space everybody sees that it is there, and reading its code takes a role', () => {
  expect([open, shut].map((space) => allows(member({}), space, 'spaces:read'))).toEqual(['all', 'none'])
  expect(allows(member({}), open, 'functions:read')).toBe('none')
  expect(allows(member({ grants: [grant({})] }), open, 'functions:read')).toBe('all')
})

test('a right to one function is one on it, and none on the space or on others', () => {
  const narrowed = member({ grants: [grant({ role: 'invoker', function: 'checkout' })] })
  const on = (fn: string | null) => may(narrowed, shut, 'functions:invoke', fn)
  expect([on('checkout'), on('orders'), on(null)]).toEqual([true, false, false])
  expect(onlyOn(narrowed, shut, 'functions:invoke')).toBe('checkout')
  expect([roleOf(narrowed), roleOf(narrowed, 'checkout')]).toEqual([null, 'invoker'])
})

test('a grant on one function is some of the space, and one that ended is none', () => {
  expect(allows(member({ grants: [grant({ function: 'checkout' })] }), shut, 'logs:read')).toBe('some')
  const ended = member({ grants: [grant({ expiresAt: Date.now() - 1 })] })
  expect([allows(ended, shut, 'logs:read'), roleOf(ended)]).toEqual(['none', null])
})

test('narrowedRoleOf() is the widest role on single functions that holds', () => {
  const on = (fn: string, role: GrantFact['role'], expiresAt: number | null = null) =>
    grant({ function: fn, role, expiresAt })
  const some = member({ grants: [on('a', 'viewer'), on('b', 'developer'), on('c', 'admin', Date.now() - 1)] })
  expect([roleOf(some), narrowedRoleOf(some)]).toEqual([null, 'developer'])
  expect(narrowedRoleOf(member({ grants: [grant({ role: 'admin' })] }))).toBe(null)
})

test('who is suspended may do nothing, whatever was granted', () => {
  const suspended = member({ state: 'suspended', administrator: true, grants: [grant({ role: 'admin' })] })
  expect([open, shut].map((space) => allows(suspended, space, 'functions:invoke'))).toEqual(['none', 'none'])
})

test('an administrator may do everything without a grant', () => {
  expect(allows(member({ administrator: true }), shut, 'spaces:write')).toBe('all')
})

test('leastRole() names the weakest role that would do', () => {
  expect(leastRole('functions:invoke')).toBe('invoker')
  expect(leastRole('logs:read')).toBe('viewer')
  expect(leastRole('grants:write')).toBe('admin')
  expect(leastRole('platform:admin')).toBe(null)
})

test('widestOf() is the widest source that holds, not the first one', () => {
  const at = (ms: number) => new Date(ms).toISOString()
  const source = { role: 'viewer', function: null, expiresAt: null, group: 'support' } as const
  const admin = { ...source, role: 'admin', expiresAt: at(1_000) } as const
  const one = { ...source, role: 'developer', function: 'checkout' } as const
  const all = { ...source, role: 'developer', expiresAt: at(9_000) } as const
  expect(widestOf([source, one, all, admin], 500)).toBe(admin)
  expect(widestOf([source, one, all, admin], 1_000)).toBe(all)
  expect(widestOf([admin], 1_000)).toBeUndefined()
})
