import { Matcher, TEST_LIMITS, type Expect, type TestDiff } from './tests.ts'
import { numberText, sameNumber, withExactNumbers } from './exact-numbers.ts'
import type { ExecutionError } from './errors.ts'
import { ignoring } from './ignored-paths.ts'
import type { InvocationStatus } from './statuses.ts'

/** The outcome of a test's call. */
export interface TestOutcome {
  status: InvocationStatus
  /** JSON text; null where there was none. */
  output: string | null
  error: ExecutionError | null
  durationMs: number
  logs: readonly string[]
}

/** Whether a regular expression is found in a text. Passed in: a pattern must not be able to hang its server. */
export type Matches = (pattern: string, text: string) => boolean

/** How a call differs from what its test expects. Empty: the test passes. */
export function checkExpectation(expect: Expect, outcome: TestOutcome, matches: Matches): TestDiff[] {
  const diffs = [
    ...checkEnd(expect, outcome),
    ...(outcome.status === 'success' ? checkOutput(expect, outcome, matches) : []),
    ...checkDuration(expect, outcome),
    ...checkLogs(expect, outcome, matches),
  ]
  return diffs.slice(0, TEST_LIMITS.diffs)
}

function checkEnd({ error: wanted }: Expect, { status, error }: TestOutcome): TestDiff[] {
  const told = error ? `${error.name}: ${error.message}` : status
  if (!wanted) return status === 'success' ? [] : [{ path: 'status', message: 'The call failed', actual: told }]
  if (status === 'success') return [{ path: 'error', message: 'The call succeeded, and was to fail' }]
  const diffs: TestDiff[] = []
  if (wanted.name !== undefined && wanted.name !== error?.name) {
    diffs.push({ path: 'error.name', message: 'Another error', expected: wanted.name, actual: error?.name ?? status })
  }
  if (wanted.message !== undefined && !error?.message.includes(wanted.message)) {
    const message = 'The message has no such part'
    diffs.push({ path: 'error.message', message, expected: wanted.message, actual: error?.message ?? '' })
  }
  return diffs
}

function checkOutput(expect: Expect, { output }: TestOutcome, matches: Matches): TestDiff[] {
  const whole = 'output' in expect
  const partial = 'outputPartial' in expect
  if (!whole && !partial) return []
  try {
    const actual: unknown = output === null || output === '' ? null : JSON.parse(output, withExactNumbers)
    const of = { actual, path: [], ignores: ignoring(expect.ignore ?? []), matches, most: TEST_LIMITS.diffs, diffs: [] }
    if (whole) compare({ ...of, expected: expect.output, whole: true })
    if (partial) compare({ ...of, expected: expect.outputPartial, whole: false })
    return of.diffs
  } catch {
    return [{ path: 'output', message: 'The output is not JSON, or longer or deeper than can be compared' }]
  }
}

/** Where one JSON value differs from another that was read in the same way. */
export function differences(expected: unknown, actual: unknown): TestDiff[] {
  const diffs: TestDiff[] = []
  const never = () => false
  compare({ expected, actual, path: [], whole: true, ignores: never, matches: never, most: Infinity, diffs })
  return diffs
}

interface Comparison {
  expected: unknown
  actual: unknown
  path: readonly string[]
  /** No other fields are allowed. */
  whole: boolean
  ignores: (path: string) => boolean
  matches: Matches
  /** More differences are not looked for. */
  most: number
  diffs: TestDiff[]
}

/** @throws {RangeError} for values that are nested too deeply */
function compare(of: Comparison): void {
  const { path, whole, ignores, matches, most, diffs } = of
  if (diffs.length >= most || ignores(path.join('.'))) return
  const [expected, actual] = withJsonRead(of)
  const differs = (message: string) =>
    diffs.push({ path: ['output', ...path].join('.'), message, ...textsOf(expected, actual) })
  const matcher = whole ? undefined : Matcher.safeParse(expected).data
  if (matcher) {
    const problem = problemOf(matcher, actual, matches)
    if (problem) differs(problem)
  } else if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return void differs('Not a list')
    if (actual.length !== expected.length) differs(`${actual.length} values in place of ${expected.length}`)
    for (const [at, value] of expected.slice(0, actual.length).entries()) {
      compare({ ...of, expected: value, actual: actual[at], path: [...path, String(at)] })
    }
  } else if (numberText(expected) !== null && numberText(actual) !== null) {
    if (!sameNumber(numberText(expected)!, numberText(actual)!)) differs('Another value')
  } else if (isObject(expected)) {
    if (!isObject(actual)) return void differs('Not an object')
    for (const [name, value] of Object.entries(expected)) {
      const there = Object.hasOwn(actual, name) ? actual[name] : undefined
      compare({ ...of, expected: value, actual: there, path: [...path, name] })
    }
    if (!whole) return
    for (const name of Object.keys(actual).filter((one) => !Object.hasOwn(expected, one))) {
      compare({ ...of, expected: undefined, actual: actual[name], path: [...path, name] })
    }
  } else if (!Object.is(expected, actual)) {
    differs(actual === undefined ? 'Missing' : expected === undefined ? 'Not expected' : 'Another value')
  }
}

/**
 * Text that is JSON, such as the body of an answer, is compared as what it says: where both are such text, and where a part
 * of it is wanted.
 */
function withJsonRead({ expected, actual, whole }: Comparison): [unknown, unknown] {
  const now = listOrObjectIn(actual)
  if (now === undefined) return [expected, actual]
  if (!whole && isListOrObject(expected) && !Matcher.safeParse(expected).success) return [expected, now]
  const before = listOrObjectIn(expected)
  return before === undefined ? [expected, actual] : [before, now]
}

const isListOrObject = (value: unknown) => Array.isArray(value) || isObject(value)

function listOrObjectIn(text: unknown): unknown {
  if (typeof text !== 'string' || !/^\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text, withExactNumbers)
  } catch {
    return undefined
  }
}

function problemOf(matcher: Matcher, actual: unknown, matches: Matches): string | null {
  if ('$any' in matcher) return actual === undefined ? 'Missing' : null
  if ('$type' in matcher) return typeOf(actual) === matcher.$type ? null : 'Another type'
  return typeof actual === 'string' && matches(matcher.$pattern, actual) ? null : 'Does not match the pattern'
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && numberText(value) === null

function typeOf(value: unknown): string {
  if (numberText(value) !== null) return 'number'
  return value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value
}

const SHOWN = 500

function textsOf(expected: unknown, actual: unknown): Pick<TestDiff, 'expected' | 'actual'> {
  const text = (value: unknown) => JSON.stringify(value).slice(0, SHOWN)
  return {
    ...(expected !== undefined && { expected: text(expected) }),
    ...(actual !== undefined && { actual: text(actual) }),
  }
}

function checkDuration({ maxDurationMs }: Expect, { durationMs }: TestOutcome): TestDiff[] {
  if (maxDurationMs === undefined || durationMs <= maxDurationMs) return []
  const texts = { expected: `${maxDurationMs} ms`, actual: `${Math.round(durationMs)} ms` }
  return [{ path: 'duration', message: 'Took too long', ...texts }]
}

function checkLogs({ logs: patterns = [] }: Expect, { logs }: TestOutcome, matches: Matches): TestDiff[] {
  return patterns
    .filter((pattern) => !logs.some((line) => matches(pattern, line)))
    .map((pattern) => ({ path: 'logs', message: 'No line matches', expected: pattern }))
}
