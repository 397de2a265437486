import type { CallReport } from '@alcove/contract'
import { expect, test } from 'vitest'
import { errorLine } from './error-line.ts'

const NO_PACKAGE = "Cannot find package 'ms' imported from /var/task/index.ts"

test.each([
  ['has no stack', 'LoadError', 'no export', undefined, 'LoadError: no export'],
  ['begins its stack', 'RangeError', 'no', 'RangeError: no\n    at handler', 'RangeError: no\n    at handler'],
  [
    'stands in its stack after a code',
    'Error',
    NO_PACKAGE,
    `Error [ERR_X]: ${NO_PACKAGE}`,
    `Error [ERR_X]: ${NO_PACKAGE}`,
  ],
  ['is missing in its stack', 'Timeout', 'too late', '    at loop', 'Timeout: too late\n    at loop'],
])('an error whose message %s is told once', (_, name, message, stack, told) => {
  const error = { name, message, ...(stack !== undefined && { stack }) }
  expect(errorLine({ status: 'functionError', error } as CallReport, 0)?.message).toBe(told)
})
