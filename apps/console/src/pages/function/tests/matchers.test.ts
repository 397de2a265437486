import { checkExpectation, type Expect } from '@alcove/contract'
import { expect, it } from 'vitest'
import { expectMatcher, matchersFor, patternOf } from './matchers.ts'

it.each([
  ['o-88241', 'o-9', '^o-\\d+$'],
  ['2026-11-21T20:47:30Z', '2027-01-02T03:04:05Z', '^\\d+-\\d+-\\d+T\\d+:\\d+:\\d+Z$'],
  ['a.b (1)', 'a.b (22)', '^a\\.b \\(\\d+\\)$'],
  ['user:mei@shop', 'user:lin@shop', '^user:.*@shop$'],
  ['aaa', 'aaaa', '^aaa.*$'],
  ['yes', 'no', null],
])('the pattern of %j and %j is %j', (one, other, pattern) => {
  expect(patternOf(one, other)).toBe(pattern)
  expect([one, other].every((text) => pattern === null || new RegExp(pattern).test(text))).toBe(true)
})

const output = { id: 'o-1', items: [{ at: 5 }], 'dotted.name': 1 }
const actual = { id: 'o-22', items: [{ at: 6 }], 'dotted.name': 2 }
const diffsOf = (given: Expect) =>
  checkExpectation(
    given,
    { status: 'success', output: JSON.stringify(actual), error: null, durationMs: 1, logs: [] },
    (pattern, text) => new RegExp(pattern).test(text),
  )

it.each<[string, Expect]>([
  ['an exact', { output, ignore: ['items'] }],
  ['a partial', { outputPartial: output, maxDurationMs: 5 }],
])('each difference of %s output is met by each of its matchers', (_, given) => {
  const { output: _output, ...rest } = given
  const offered = diffsOf(given).flatMap((diff) => matchersFor(given, diff).map((matcher) => ({ diff, matcher })))
  expect(offered.map(({ matcher }) => matcher)).toEqual(
    expect.arrayContaining([{ $type: 'string' }, { $pattern: '^o-\\d+$' }]),
  )
  for (const { diff, matcher } of offered) {
    const changed = expectMatcher(given, diff.path, matcher)!
    expect(diffsOf(changed).map(({ path }) => path)).not.toContain(diff.path)
    expect(changed).toEqual({ ...rest, outputPartial: expect.anything() })
  }
})

it('nothing stands for a value whose path is not clear, or which one side lacks', () => {
  expect(matchersFor({ output }, { path: 'output.dotted.name', message: '', expected: '1', actual: '2' })).toEqual([])
  expect(matchersFor({ output }, { path: 'output.id', message: '', expected: '"o-1"' })).toEqual([])
  expect(matchersFor({ output }, { path: 'duration', message: '', expected: '1', actual: '2' })).toEqual([])
})
