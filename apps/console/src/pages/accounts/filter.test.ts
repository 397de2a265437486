import { expect, test } from 'vitest'
import { accountFilter } from './filter.ts'

test.each([
  ['', {}],
  ['mei', { q: 'mei' }],
  ['state:suspended two-factor:off seen:>30d', { state: 'suspended', twoFactor: 'off', seen: '>30d' }],
  ['group:on-call space:shop keys:>0 chen', { group: 'on-call', space: 'shop', keys: '>0', q: 'chen' }],
  ['state:gone seen:yesterday keys:many', {}],
  ['role:admin', { q: 'role:admin' }],
])('%s', (query, filter) => expect(accountFilter(query)).toEqual(filter))
