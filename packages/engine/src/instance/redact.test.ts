import { expect, test } from 'vitest'
import { cutRedactor, redactor } from './redact.ts'

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

test.for([
  ['the beginning and the end of a value', 'key=abcdefghij…uvwxyz01', 'key=[secret KEY]…[secret KEY]'],
  ['the beginning alone', "'abcdefghij…", "'[secret KEY]…"],
  ['the end alone', '…tuvwxyz01;', '…[secret KEY];'],
  ['a cut with dots', "{'key': 'abcdefghij...uvwxyz01'}", "{'key': '[secret KEY]...[secret KEY]'}"],
  ['a whole value beside a cut', 'abcdefghijklmnopqrstuvwxyz01…', '[secret KEY]…'],
  ['each of two cuts', 'abcdef…wxyz01, abcdefg…', '[secret KEY]…[secret KEY], [secret KEY]…'],
  ['nothing of a cut that is too short to tell', 'abc…z01', 'abc…z01'],
  ['nothing beside another cut', 'hello…world', 'hello…world'],
  ['nothing that is not beside a cut', 'abcdefghij, uvwxyz01 …', 'abcdefghij, uvwxyz01 …'],
] as const)('takes %s out of text that a debugger cut', ([, text, shown]) => {
  expect(cutRedactor({ KEY: 'abcdefghijklmnopqrstuvwxyz01' })!(text)).toBe(shown)
})

test('values may have characters that patterns have, and many cuts take no time worth speaking of', () => {
  const redact = cutRedactor({ KEY: '$a.b*c(d)[e]{f}|g^h\\i/j-k?l+m', SAME: 'a'.repeat(4000) })!
  expect(redact('x$a.b*c(d)[e…|g^h\\i/j-k?l+m')).toBe('x[secret KEY]…[secret KEY]')
  expect(redact('a'.repeat(99) + '…').length).toBeLessThan(20)
  expect(redact('aaaaaab'.repeat(50_000) + '…')).toContain('aaaaaab')
})

test('has nothing to do without secrets, or with short ones only', () => {
  expect(redactor({})).toBeNull()
  expect(redactor({ PIN: '1234' })).toBeNull()
})
