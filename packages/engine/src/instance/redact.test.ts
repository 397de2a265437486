import { expect, test } from 'vitest'
import { redactor } from './redact.ts'

test.for([
  ['a value', { KEY: 'hunter22' }, 'key=hunter22;', 'key=[secret KEY];'],
  ['a value that appears twice', { KEY: 'hunter22' }, 'hunter22hunter22', '[secret KEY][secret KEY]'],
  ['a value inside JSON', { KEY: 'a"b\\c-d' }, '{"k":"a\\"b\\\\c-d"}', '{"k":"[secret KEY]"}'],
  ['the longer of two', { SHORT: 'abcdef', LONG: 'abcdefghi' }, 'abcdefghi abcdef', '[secret LONG] [secret SHORT]'],
  ['each line of a value of several', { PEM: 'line-one\nline-two' }, 'line-two', '[secret PEM]'],
  ['nothing that looks like a pattern', { KEY: '$&$1.*+' }, 'x$&$1.*+y', 'x[secret KEY]y'],
  ['a short word beside a long one not', { PIN: '1234', KEY: 'hunter22' }, '1234 hunter22', '1234 [secret KEY]'],
] as const)('takes out %s', ([, secrets, text, shown]) => {
  expect(redactor(secrets)!(text)).toBe(shown)
})

test('has nothing to do without secrets, or with short ones only', () => {
  expect(redactor({})).toBeNull()
  expect(redactor({ PIN: '1234' })).toBeNull()
})
