import type { Expect, Matcher, TestDiff } from '@alcove/contract'

/** Paths of an expectation are relative to the output. */
export const OUTPUT = 'output.'

const SHORTEST_PATTERN = 3

/** What could stand for the value that differs here, and lets the actual one pass too. */
export function matchersFor(expect: Expect, { path, expected, actual }: TestDiff): Matcher[] {
  const [before, now] = [parsed(expected), parsed(actual)]
  if (before === undefined || now === undefined || expectMatcher(expect, path, { $any: true }) === null) return []
  const pattern = typeof before === 'string' && typeof now === 'string' ? patternOf(before, now) : null
  return [{ $type: typeOf(now) }, ...(pattern === null ? [] : [{ $pattern: pattern }])]
}

/**
 * The expectation with a matcher at a path of a difference. Only a partial output holds matchers, so an exact one
 * becomes partial. Null: nothing stands there, as when a name holds a dot.
 */
export function expectMatcher(expect: Expect, path: string, matcher: Matcher): Expect | null {
  if (!path.startsWith(OUTPUT)) return null
  const { output, outputPartial, ...rest } = expect
  const changed = replaced('output' in expect ? output : outputPartial, path.slice(OUTPUT.length).split('.'), matcher)
  return changed === undefined ? null : { ...rest, outputPartial: changed }
}

function replaced(value: unknown, [name, ...names]: string[], matcher: Matcher): unknown {
  if (name === undefined) return matcher
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  const inner = replaced((value as Record<string, unknown>)[name], names, matcher)
  if (inner === undefined) return undefined
  return Array.isArray(value) ? value.with(Number(name), inner) : { ...value, [name]: inner }
}

/** Long values of a difference are cut, and are no JSON then. */
function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function typeOf(value: unknown) {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : (typeof value as 'string' | 'number' | 'boolean' | 'object')
}

/** What two texts share: their form, where only digits differ, or else how they begin and end. Null: next to nothing. */
export function patternOf(one: string, other: string): string | null {
  const form = formOf(one)
  if (form === formOf(other)) return `^${form}$`
  const most = Math.min(one.length, other.length)
  let start = 0
  while (start < most && one[start] === other[start]) start += 1
  let end = 0
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1
  if (start + end < SHORTEST_PATTERN) return null
  return `^${escaped(one.slice(0, start))}.*${escaped(one.slice(one.length - end))}$`
}

const formOf = (text: string) => escaped(text).replace(/\d+/g, '\\d+')
const escaped = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
