import { describe, expect, it } from 'vitest'
import { checkExpectation, type TestOutcome } from './check-expectation.ts'
import type { Expect } from './tests.ts'

const matches = (pattern: string, text: string) => new RegExp(pattern).test(text)
const paths = (given: Expect, outcome: Partial<TestOutcome>) =>
  checkExpectation(
    given,
    { status: 'success', output: null, error: null, durationMs: 10, logs: [], ...outcome },
    matches,
  ).map(({ path }) => path)

const output = JSON.stringify({
  id: 7,
  items: [
    { sku: 'a', at: 'now' },
    { sku: 'b', at: 'then' },
  ],
  total: null,
})

describe('checkExpectation()', () => {
  it.each<[string, Expect, string[]]>([
    ['nothing is expected', {}, []],
    ['the same', { output: JSON.parse(output) }, []],
    ['another value', { output: { ...JSON.parse(output), id: 8 } }, ['output.id']],
    ['a value too many', { output: { id: 7, total: null } }, ['output.items']],
    ['a value too few', { output: { ...JSON.parse(output), more: 1 } }, ['output.more']],
    ['null is not missing', { output: { ...JSON.parse(output), total: undefined } }, ['output.total']],
    ['a part', { outputPartial: { id: 7, items: [{ sku: 'a' }, {}] } }, []],
    [
      'a part with another value',
      { outputPartial: { items: [{ sku: 'x' }, { sku: 'y' }] } },
      ['output.items.0.sku', 'output.items.1.sku'],
    ],
    ['a list of another length', { outputPartial: { items: [{ sku: 'a' }] } }, ['output.items']],
    [
      'matchers',
      { outputPartial: { id: { $type: 'number' }, items: [{ sku: { $pattern: '^a$' } }, { $any: true }] } },
      [],
    ],
    [
      'matchers that fail',
      { outputPartial: { id: { $type: 'string' }, items: { $pattern: 'a' }, none: { $any: true } } },
      ['output.id', 'output.items', 'output.none'],
    ],
    [
      'paths to ignore',
      {
        output: {
          id: 7,
          items: [
            { sku: 'a', at: 1 },
            { sku: 'b', at: 2 },
          ],
        },
        ignore: ['items.*.at', 'total'],
      },
      [],
    ],
    ['names of the prototype', { outputPartial: { toString: { $any: true } } }, ['output.toString']],
  ])('%s', (_, given, wanted) => {
    expect(paths(given, { output })).toEqual(wanted)
  })

  it('a failure that was not expected', () => {
    expect(paths({ output: 1 }, { status: 'timeout' })).toEqual(['status'])
  })
  it('an expected error by name and a part of its message', () => {
    const failed: Partial<TestOutcome> = {
      status: 'functionError',
      error: { name: 'RangeError', message: 'too far away' },
    }
    expect(paths({ error: { name: 'RangeError', message: 'far' } }, failed)).toEqual([])
    expect(paths({ error: { name: 'TypeError', message: 'near' } }, failed)).toEqual(['error.name', 'error.message'])
    expect(paths({ error: {} }, { output: '1' })).toEqual(['error'])
  })
  it('time and lines', () => {
    const given: Expect = { maxDurationMs: 9, logs: ['^paid \\d+', 'never'] }
    expect(paths(given, { logs: ['x', 'paid 12'] })).toEqual(['duration', 'logs'])
  })
  it('output that is not JSON', () => {
    expect(paths({ output: 1 }, { output: '{"cut' })).toEqual(['output'])
  })
})
