import type { Revision } from '@alcove/contract'
import type { FunctionRoute } from '@alcove/platform'
import { expect, test } from 'vitest'
import { resolve } from './resolve.ts'

const route = {
  function: 'echo',
  draft: { id: 'draft' } as Revision,
  versions: new Map([
    [1, { id: 'one' } as Revision],
    [2, { id: 'sealed' } as Revision],
  ]),
  aliases: new Map([['live', { version: 1, additional: { version: 2, weight: 0.5 } }]]),
  unreadable: new Set(['sealed']),
  logpoints: [],
} as unknown as FunctionRoute

test.each([
  ['draft', 0.9, { version: null, revision: { id: 'draft' } }],
  ['1', 0.1, { version: 1, revision: { id: 'one' } }],
  ['live', 0.9, { version: 1, revision: { id: 'one' } }],
  ['live', 0.1, { code: 'Unavailable', reason: expect.stringContaining('secrets/sealing-key') }],
  ['2', 0.9, { code: 'Unavailable' }],
  ['3', 0.9, { code: 'NotFound', reason: 'echo has no version or alias "3"' }],
  ['__proto__', 0.9, { code: 'NotFound' }],
])('%s, drawing %d', (qualifier, random, expected) => {
  expect(resolve(route, qualifier, random)).toMatchObject(expected)
})
