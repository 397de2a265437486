import { expect, test } from 'vitest'
import { leastRole } from '@alcove/contract'
import { allows, type Member } from './matrix.ts'

const member = (part: Partial<Member>): Member => ({
  accountId: 'a',
  name: 'Priya Nair',
  email: 'priya@example.com',
  role: null,
  administrator: false,
  ...part,
})

test('an account without a grant may invoke in a public space and nothing in a private one', () => {
  expect(allows(member({}), 'public', 'functions:invoke')).toBe(true)
  expect(allows(member({}), 'private', 'functions:invoke')).toBe(false)
  expect(allows(member({}), 'public', 'functions:write')).toBe(false)
})

test('in a public space everybody sees that it is there, and reading its code takes a role', () => {
  const seen = (['public', 'private'] as const).map((visibility) => allows(member({}), visibility, 'spaces:read'))
  expect(seen).toEqual([true, false])
  expect(allows(member({}), 'public', 'functions:read')).toBe(false)
  expect(allows(member({ role: 'viewer' }), 'public', 'functions:read')).toBe(true)
})

test('an administrator may do everything without a grant', () => {
  expect(allows(member({ administrator: true }), 'private', 'spaces:write')).toBe(true)
})

test('leastRole() names the weakest role that would do', () => {
  expect(leastRole('functions:invoke')).toBe('invoker')
  expect(leastRole('logs:read')).toBe('viewer')
  expect(leastRole('grants:write')).toBe('admin')
  expect(leastRole('platform:admin')).toBe(null)
})
