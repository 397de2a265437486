import { expect, test } from 'vitest'
import { errorAdvice } from './errorAdvice.ts'

test.each([
  ["Cannot find package 'ms' imported from /var/task/index.ts", '', { kind: 'package', name: 'ms' }],
  [
    "Cannot find module '@scope/one/part'\nRequire stack:\n- /var/task/index.js",
    '',
    { kind: 'package', name: '@scope/one/part' },
  ],
  ["No module named 'yaml'", '', { kind: 'package', name: 'yaml' }],
  ["Cannot find module './price.js'", '', null],
  ['fetch failed', 'TypeError: fetch failed\nCaused by: Error: getaddrinfo ENOTFOUND example.com', { kind: 'network' }],
  ['<urlopen error [Errno 111] Connection refused>', '', { kind: 'network' }],
  ['negative count', 'RangeError: negative count\n    at priceOf (/var/task/price.ts:3:24)', null],
])('%s: %s', (message, stack, advice) => {
  expect(errorAdvice({ name: 'Error', message, stack })).toEqual(advice)
})
