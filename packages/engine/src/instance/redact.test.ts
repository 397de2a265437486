import { expect, test } from 'vitest'
import { cutRedactor, redactor } from './redact.ts'

test.for([
  ['a value', { KEY: 'hunter22' }, 'key=hunter22;', 'key=[secret KEY];'],
  ['a value that appears twice', { KEY: 'hunter22' }, 'hunter22hunter22', '[secret KEY][secret KEY]'],
  ['a value inside JSON', { KEY: 'a"b\\c-d' }, '{"k":"a\\"b\\\\c-d"}', '{"k":"[secret KEY]"}'],
  ['the longer of two', { SHORT: 'abcdef', LONG: 'abcdefghi' }, 'abcdefghi abcdef', '[secret LONG] [secret SHORT]'],
  ['each line of a value of several', { PEM: 'line-one\nline-two' }, 'line-two', '[secret PEM]'],
  ['nothing that looks like a pattern', { KEY: '$&$1.*+' }, 'x$&$1.*+y', 'x[secret KEY]y'],
  ['values that overlap', { ONE: 'abcdefgh', TWO: 'efghijklm' }, 'abcdefghijklm;', '[secret TWO];'],
  [
    'a value that begins in another',
    { ONE: 'abcabcX1', TWO: 'abcX12' },
    'abcabcX12 abcX12',
    '[secret ONE] [secret TWO]',
  ],
  ['a value that is in its own name', { hunter22: 'hunter22' }, 'hunter22', '[secret hunter22]'],
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

test('values in the names of others do not make a text grow without end', () => {
  const value = (level: number) => String.fromCharCode(65 + level).repeat(8)
  const levels = Array.from({ length: 12 }, (_, level) => [`S_${value(level + 1).repeat(14)}`, value(level)])
  const shown = redactor(Object.fromEntries(levels))!(`${value(0)} `.repeat(50))
  expect(shown).toBe(`[secret S_${value(1).repeat(14)}] `.repeat(50))
})

test('many cuts, alike beginnings and values of many lines take no time worth speaking of', () => {
  const lines = Array.from({ length: 2000 }, (_, n) => `same-begin-${n}`).join('\n')
  const redact = cutRedactor({ KEY: '$a.b*c(d)[e]{f}|g^h', SAME: 'a'.repeat(4000), LINES: lines })!
  expect(redact('x$a.b*c(d)…f}|g^h')).toBe('x[secret KEY]…[secret KEY]')
  expect(redact(`${'aaaaaab'.repeat(100_000)}…`)).toContain('aaaaaab')
  expect(redact('same-b…'.repeat(100_000))).toMatch(/^\[secret LINES\]…/)
})

test('has nothing to do without secrets, or with short ones only', () => {
  expect(redactor({})).toBeNull()
  expect(redactor({ PIN: '1234' })).toBeNull()
})
