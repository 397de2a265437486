import { expect, test } from 'vitest'
import { conditionOf, toggle, type Breakpoint } from './breakpoints.ts'

const at: Breakpoint = { path: 'index.ts', line: 3, enabled: true }

/** How often the code stops in five passes with n = 1 … 5, and what it logs. */
function stops(breakpoint: Breakpoint): { stops: number[]; lines: unknown[] } {
  const condition = conditionOf(breakpoint) ?? 'true'
  const lines: unknown[] = []
  // oxlint-disable-next-line typescript/no-implied-eval -- V8 evaluates it in the same way
  const evaluate = new Function('n', 'console', `return ${condition}`) as (n: number, console: unknown) => unknown
  const said = { log: (value: unknown) => lines.push(value), warn: (value: unknown) => lines.push(value) }
  return { stops: [1, 2, 3, 4, 5].filter((n) => evaluate(n, said) === true), lines }
}

test.each<[string, Partial<Breakpoint>, number[], unknown[]]>([
  ['a plain one stops always', {}, [1, 2, 3, 4, 5], []],
  ['a condition decides', { line: 4, condition: 'n > 3' }, [4, 5], []],
  ['a condition may end with a comment', { line: 5, condition: 'n > 3 // large' }, [4, 5], []],
  ['hits are counted', { line: 6, hits: 3 }, [3, 4, 5], []],
  ['only hits that meet the condition count', { line: 7, condition: 'n > 2', hits: 2 }, [4, 5], []],
  ['a logpoint writes and never stops', { line: 8, condition: 'n > 3', log: 'n * 2' }, [], [8, 10]],
  [
    'one whose condition throws says so',
    { line: 9, condition: 'n < 5 || n.missing.more' },
    [1, 2, 3, 4],
    ["Breakpoint index.ts:9: TypeError: Cannot read properties of undefined (reading 'more')"],
  ],
])('%s', (_, given, expected, lines) => {
  expect(stops({ ...at, ...given })).toEqual({ stops: expected, lines })
})

test('Python gets its own words', () => {
  expect(conditionOf({ ...at, path: 'main.py', condition: 'n > 3', hits: 2, log: 'n' })).toBe(
    '(n > 3\n) and __alcove_hit__("main.py:3") >= 2 and [print(n\n)] == []',
  )
})

test('toggling removes what is there and adds what is not', () => {
  expect(toggle([], 'index.ts', 3)).toEqual([at])
  expect(toggle([at], 'index.ts', 3)).toEqual([])
})
