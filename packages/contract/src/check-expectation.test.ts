import { describe, expect, it } from 'vitest'
import { checkExpectation, type TestOutcome } from './check-expectation.ts'
import { withExactNumbers } from './exact-numbers.ts'
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
  const body = (text: string) => JSON.stringify({ body: text })
  it.each<[string, Expect, string, string[]]>([
    ['a part of it', { outputPartial: { body: { ok: true } } }, '{"ok":true,"at":1}', []],
    ['a part that differs', { outputPartial: { body: { ok: true } } }, '{"ok":false}', ['output.body.ok']],
    ['whole', { output: { body: '{"ok":true,"at":1}' } }, '{"at":2, "ok":true}', ['output.body.at']],
    ['whole without a path', { output: { body: '{"at":1}' }, ignore: ['body.at'] }, '{"at":2}', []],
    ['an object is no text', { output: { body: { ok: true } } }, '{"ok":true}', ['output.body']],
    ['a pattern looks at the text', { outputPartial: { body: { $pattern: '^{"ok' } } }, '{"ok":true}', []],
    ['a text is no object', { outputPartial: { body: { $type: 'object' } } }, '{"ok":true}', ['output.body']],
    ['no JSON', { output: { body: '{"ok":true}' } }, '{"ok"', ['output.body']],
    ['no list or object', { output: { body: '1.0' } }, '1', ['output.body']],
  ])('JSON in a text: %s', (_, given, text, wanted) => expect(paths(given, { output: body(text) })).toEqual(wanted))

  it('output that is nested as deep as a function likes', () => {
    for (const depth of [1_000, 3_000, 5_000, 7_000, 10_000, 500_000]) {
      const text = '['.repeat(depth) + ']'.repeat(depth)
      expect(paths({ output: 1 }, { output: text }), `${depth}`).toEqual(['output'])
      expect(paths({ outputPartial: [] }, { output: text }), `${depth}`).toEqual(['output'])
    }
  })
  it('output that is not JSON', () => {
    expect(paths({ output: 1 }, { output: '{"cut' })).toEqual(['output'])
  })
})

describe('numbers', () => {
  const differs = (wanted: string, given: string) =>
    paths({ output: JSON.parse(wanted, withExactNumbers) }, { output: given }).length > 0

  it.each([
    ['12345678901234567890', '12345678901234567890'],
    ['1.10', '1.1'],
    ['1.0', '1'],
    ['1e3', '1000'],
    ['10E-1', '1'],
    ['-0', '0'],
    ['0.0', '0e7'],
    ['1e400', '10e399'],
  ])('%s and %s are equal', (one, other) => expect([differs(one, other), differs(other, one)]).toEqual([false, false]))

  it.each([
    ['12345678901234567890', '12345678901234567891'],
    ['9007199254740993', '9007199254740992'],
    ['0.1000000000000000000001', '0.1'],
    ['1', '-1'],
    ['1e400', '1e401'],
    ['1.0', '"1.0"'],
    ['12345678901234567890', '{"rawJSON":"12345678901234567890"}'],
  ])('%s and %s differ', (one, other) => expect([differs(one, other), differs(other, one)]).toEqual([true, true]))

  it('may be as long as a function makes them', () => {
    const zeros = '0'.repeat(500_000)
    const wanted = JSON.parse(`1${zeros}1`, withExactNumbers)
    expect(paths({ output: wanted }, { output: `1${zeros}1.0` })).toEqual([])
    expect(paths({ output: wanted }, { output: `1${zeros}2` })).toEqual(['output'])
  })

  it('are shown with all their digits, and have the type number', () => {
    const long = '{"id":12345678901234567890}'
    const outcome = { status: 'success', output: long, error: null, durationMs: 1, logs: [] } as const
    const wanted = JSON.parse('{"id":12345678901234567891}', withExactNumbers)
    expect(checkExpectation({ output: wanted }, outcome, matches)).toEqual([
      {
        path: 'output.id',
        message: 'Another value',
        expected: '12345678901234567891',
        actual: '12345678901234567890',
      },
    ])
    expect(paths({ outputPartial: { id: { $type: 'number' } } }, { output: long })).toEqual([])
  })
})
