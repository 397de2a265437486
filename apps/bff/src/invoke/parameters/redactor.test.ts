import { expect, test } from 'vitest'
import { redactor } from './redactor.ts'

const redact = (secrets: string[], line: string) => {
  const payload = new TextEncoder().encode(JSON.stringify({ secrets }))
  return redactor({ kind: 'event', payload }, new Set(['secrets']))(line)
}

test.for([
  ['each value', ['hunter22', 'abcd'], 'abcd hunter22hunter22', '[secret] [secret][secret]'],
  ['the longer of two', ['abcd', 'abcdef'], 'abcdef abcd', '[secret] [secret]'],
  ['values that are in the mask, once', ['hunter22', '[sec', 'cret', 'ret]'], 'hunter22 cret', '[secret] [secret]'],
  ['no value that a mask would complete', ['hunter22', 'x[se'], 'xhunter22', 'x[secret]'],
  ['nothing else', ['hunter22'], 'a line', 'a line'],
] as const)('masks %s', ([, secrets, line, shown]) => {
  expect(redact([...secrets], line)).toBe(shown)
})

test('masks every line of a call with more values than secrets are looked for among', () => {
  expect(
    redact(
      Array.from({ length: 100_001 }, () => ''),
      'a line',
    ),
  ).toBe('[secret]')
})
