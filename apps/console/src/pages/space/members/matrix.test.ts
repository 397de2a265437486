import { expect, test } from 'vitest'
import { allows, leastRole, type Member } from './matrix.ts'

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

test('an administrator may do everything without a grant', () => {
  expect(allows(member({ administrator: true }), 'private', 'spaces:write')).toBe(true)
})

test('leastRole() names the weakest role that would do', () => {
  expect(leastRole('functions:invoke')).toBe('invoker')
  expect(leastRole('logs:read')).toBe('viewer')
  expect(leastRole('grants:write')).toBe('admin')
  expect(leastRole('platform:admin')).toBe(null)
})
