import { withExactNumbers } from '@alcove/contract'
import { expect, test } from 'vitest'
import { changesBetween } from './changes.ts'

test.each([
  ['a value', 'suspended', 'active', [{ path: '', before: 'suspended', after: 'active' }]],
  [
    'fields, also deep ones',
    { role: 'viewer', limits: { memory: 128, cpus: 1 } },
    { role: 'admin', limits: { memory: 256, cpus: 1 } },
    [
      { path: 'role', before: 'viewer', after: 'admin' },
      { path: 'limits.memory', before: '128', after: '256' },
    ],
  ],
  ['what was made', null, { role: 'viewer' }, [{ path: 'role', before: null, after: 'viewer' }]],
  [
    'lists as one value',
    { members: ['a'] },
    { members: ['a', 'b'] },
    [{ path: 'members', before: '["a"]', after: '["a","b"]' }],
  ],
  [
    'every digit of a long number',
    JSON.parse('{"payload":12345678901234567890}', withExactNumbers),
    JSON.parse('{"payload":{"id":12345678901234567891}}', withExactNumbers),
    [
      { path: 'payload', before: '12345678901234567890', after: null },
      { path: 'payload.id', before: null, after: '12345678901234567891' },
    ],
  ],
  ['nothing', { role: 'viewer' }, { role: 'viewer' }, []],
])('changesBetween() shows %s', (_, before, after, changes) => {
  expect(changesBetween(before, after)).toEqual(changes)
})
