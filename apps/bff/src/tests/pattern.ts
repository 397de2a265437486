import { invalid, Matcher, type Expect } from '@alcove/contract'
import { RE2JS } from 're2js'
import { withinTime } from '../schemas/time-limit.ts'

/** Characters of a text that a regular expression looks at. */
const LOOKED_AT = 8 * 1024
/** Instructions of a compiled expression: the work for each character grows with them. */
const PROGRAM_MAX = 500
const COMPILE_MS = 100

/** Regular expressions run on RE2, whose time is linear in the text. */
export function patternMatcher(): (pattern: string, text: string) => boolean {
  const compiled = new Map<string, RE2JS>()
  return (pattern, text) => {
    let re = compiled.get(pattern)
    if (!re) compiled.set(pattern, (re = RE2JS.compile(pattern)))
    return re.matcher(text.slice(0, LOOKED_AT)).find()
  }
}

/** @throws {AlcoveError} ValidationFailed for an invalid pattern */
export function requirePatterns({ logs = [], outputPartial }: Expect): void {
  for (const [at, pattern] of logs.entries()) requirePattern(`expect.logs.${at}`, pattern)
  walk('expect.outputPartial', outputPartial)
}

function walk(path: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return
  const matcher = Matcher.safeParse(value).data
  if (matcher && '$pattern' in matcher) requirePattern(path, matcher.$pattern)
  for (const [name, inner] of Object.entries(value)) walk(`${path}.${name}`, inner)
}

function requirePattern(path: string, pattern: string): void {
  let compiled
  try {
    compiled = withinTime(COMPILE_MS, () => RE2JS.compile(pattern))
  } catch (error) {
    throw invalid(path, `Not a regular expression of RE2: ${(error as Error).message}`)
  }
  if (compiled === null || compiled.value.programSize() > PROGRAM_MAX)
    throw invalid(path, 'Is too large: use fewer or smaller repetitions')
}
