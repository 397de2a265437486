import type { LogLine } from '../invocations.ts'
import type { Comparison, LogFilter, TextMatch } from './filter.ts'
import { isNumeric, jsonObjectOf, valuesAt } from './json-fields.ts'
import { beginsInside, isWordCharacter, searchableText } from './words.ts'

/** What a filter may look at. */
export type FilteredLine = Pick<LogLine, 'level' | 'function' | 'version' | 'invocationId' | 'message'>

/** Makes the test for lines that a filter asks for. */
export function lineMatcher(filter: LogFilter): (line: FilteredLine) => boolean {
  const test = testOf(filter)
  return (line) => test(new ReadLine(line))
}

interface Text {
  whole: string
  lower: string
}

/** A line, of which text and fields are worked out once and only when a test asks for them. */
class ReadLine {
  readonly line: FilteredLine
  #text: Text | undefined
  #object: Record<string, unknown> | null | undefined

  constructor(line: FilteredLine) {
    this.line = line
  }

  get text(): Text {
    if (this.#text === undefined) {
      const whole = searchableText(this.line.message)
      this.#text = { whole, lower: whole.toLowerCase() }
    }
    return this.#text
  }

  get object(): Record<string, unknown> | null {
    if (this.#object === undefined) this.#object = jsonObjectOf(this.line.message)
    return this.#object
  }
}

type Test = (line: ReadLine) => boolean

function testOf(filter: LogFilter): Test {
  switch (filter.kind) {
    case 'and': {
      const tests = filter.of.map(testOf)
      return (line) => tests.every((test) => test(line))
    }
    case 'or': {
      const tests = filter.of.map(testOf)
      return (line) => tests.some((test) => test(line))
    }
    case 'not': {
      const test = testOf(filter.of)
      return (line) => !test(line)
    }
    case 'text': {
      const { match } = filter
      const sought = filter.text.toLowerCase()
      return ({ text }) => contains(text, sought, match)
    }
    case 'level':
      return ({ line }) => filter.levels.includes(line.level)
    case 'function':
      return ({ line }) => filter.names.includes(line.function)
    case 'version':
      return ({ line }) => filter.versions.includes(line.version)
    case 'invocation':
      return ({ line }) => filter.ids.includes(line.invocationId)
    case 'field': {
      const tests = filter.values.map(valueTest)
      return ({ object }) =>
        object !== null && valuesAt(object, filter.path).some((value) => tests.some((t) => t(value)))
    }
    case 'number':
      return ({ object }) =>
        object !== null &&
        valuesAt(object, filter.path).some(
          (value) => isNumeric(value) && compare(Number(value), filter.than, filter.value),
        )
  }
}

/** The place of a character in a string of pairs may be the second half of one: word characters outside the BMP are rare. */
function contains({ whole, lower: text }: Text, sought: string, match: TextMatch): boolean {
  if (match === 'part') return text.includes(sought)
  // Some letters become longer in lower case; then positions cannot be compared.
  const beginsAt = (at: number) =>
    !isWordCharacter(text[at - 1]!) || (whole.length === text.length && beginsInside(whole, at))
  const beginsAsWord = isWordCharacter(sought[0]!)
  const endsAsWord = match === 'phrase' && isWordCharacter(sought.at(-1)!)
  for (let at = text.indexOf(sought); at !== -1; at = text.indexOf(sought, at + 1)) {
    if (beginsAsWord && at > 0 && !beginsAt(at)) continue
    const after = at + sought.length
    if (endsAsWord && after < text.length && isWordCharacter(text[after]!)) continue
    return true
  }
  return false
}

/** Equal without regard to case; `*` at an end stands for anything. */
function valueTest(wanted: string): (value: unknown) => boolean {
  const lower = wanted.toLowerCase()
  if (lower === '*') return () => true
  const [anyBefore, anyAfter] = [lower.startsWith('*'), lower.endsWith('*')]
  const core = lower.slice(anyBefore ? 1 : 0, anyAfter ? -1 : undefined)
  return (value) => {
    const text = String(value).toLowerCase()
    if (anyBefore && anyAfter) return text.includes(core)
    if (anyBefore) return text.endsWith(core)
    return anyAfter ? text.startsWith(core) : text === core
  }
}

function compare(value: number, than: Comparison, limit: number): boolean {
  switch (than) {
    case '>':
      return value > limit
    case '>=':
      return value >= limit
    case '<':
      return value < limit
    case '<=':
      return value <= limit
  }
}
