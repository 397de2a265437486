import { LOG_LEVELS, type LogLevel } from '../log-levels.ts'
import { EVERY_LINE, type Comparison, type LogFilter } from './filter.ts'
import { LOG_QUERY_LIMITS } from './limits.ts'
import { tokensOf, type Token } from './tokens.ts'

/** What is wrong with a query; the console says it in the reader's language. */
export type LogQueryProblem =
  | 'unclosedQuote'
  | 'unclosedGroup'
  | 'unopenedGroup'
  | 'emptyGroup'
  | 'emptyOr'
  | 'emptyNot'
  | 'emptyValue'
  | 'unknownLevel'
  | 'unknownVersion'
  | 'badInvocation'
  | 'notANumber'
  | 'nul'
  | 'tooLong'
  | 'tooDeep'

/** Where the mistake begins and ends, in characters of the query. */
export interface LogQueryError {
  problem: LogQueryProblem
  at: number
  end: number
}

export type ParsedLogQuery = { filter: LogFilter; error: null } | { filter: null; error: LogQueryError }

const INVOCATION = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const VERSION = /^v?([1-9][0-9]{0,8})$/

class Wrong extends Error {
  readonly where: LogQueryError
  constructor(problem: LogQueryProblem, at: number, end: number) {
    super(problem)
    this.where = { problem, at, end }
  }
}

/**
 * Words, "phrases", *parts*, `key:value`, `key>number`, `-` for what must be absent, `or` between alternatives, and
 * parentheses. Adjacent terms must all match.
 */
export function parseLogQuery(query: string): ParsedLogQuery {
  try {
    if (query.length > LOG_QUERY_LIMITS.characters)
      throw new Wrong('tooLong', LOG_QUERY_LIMITS.characters, query.length)
    // No stored line has one, and no database takes it.
    const nul = query.indexOf('\0')
    if (nul >= 0) throw new Wrong('nul', nul, nul + 1)
    return { filter: new Parser(query).parse(), error: null }
  } catch (error) {
    if (error instanceof Wrong) return { filter: null, error: error.where }
    throw error
  }
}

class Parser {
  readonly #tokens: readonly Token[]
  readonly #end: number
  #next = 0

  constructor(query: string) {
    this.#tokens = tokensOf(query)
    this.#end = query.length
    const open = this.#tokens.find((token) => token.kind === 'term' && token.open)
    if (open) throw new Wrong('unclosedQuote', open.at, open.end)
    const { terms } = LOG_QUERY_LIMITS
    const many = this.#tokens.filter(({ kind }) => kind === 'term')[terms]
    if (many) throw new Wrong('tooLong', many.at, many.end)
  }

  parse(): LogFilter {
    if (this.#tokens.length === 0) return EVERY_LINE
    const filter = this.#either(0)
    const rest = this.#tokens[this.#next]
    if (rest) throw new Wrong('unopenedGroup', rest.at, rest.end)
    return filter
  }

  #either(depth: number): LogFilter {
    if (depth > LOG_QUERY_LIMITS.depth) {
      const { at, end } = this.#tokens[this.#next - 1]!
      throw new Wrong('tooDeep', at, end)
    }
    const sides = [this.#all(depth)]
    while (this.#tokens[this.#next]?.kind === 'or') {
      this.#next += 1
      sides.push(this.#all(depth))
    }
    return sides.length === 1 ? sides[0]! : { kind: 'or', of: sides }
  }

  #all(depth: number): LogFilter {
    const parts: LogFilter[] = []
    for (;;) {
      const token = this.#tokens[this.#next]
      if (token === undefined || token.kind === 'or' || token.kind === 'close') break
      parts.push(this.#one(depth))
    }
    if (parts.length === 0) {
      const [before, token] = [this.#tokens[this.#next - 1], this.#tokens[this.#next]]
      const near = before?.kind === 'or' ? before : (token ?? before)
      const [at, end] = near ? [near.at, near.end] : [this.#end, this.#end]
      throw new Wrong(
        before?.kind === 'open' ? 'emptyGroup' : near?.kind === 'close' ? 'unopenedGroup' : 'emptyOr',
        at,
        end,
      )
    }
    return parts.length === 1 ? parts[0]! : { kind: 'and', of: parts }
  }

  #one(depth: number): LogFilter {
    const token = this.#tokens[this.#next]!
    this.#next += 1
    if (token.kind === 'not') {
      const after = this.#tokens[this.#next]
      if (after?.kind !== 'term' && after?.kind !== 'open') throw new Wrong('emptyNot', token.at, token.end)
      return { kind: 'not', of: this.#one(depth) }
    }
    if (token.kind !== 'open') return termOf(token as Token & { kind: 'term' })
    const inside = this.#either(depth + 1)
    if (this.#tokens[this.#next]?.kind !== 'close') throw new Wrong('unclosedGroup', token.at, token.end)
    this.#next += 1
    return inside
  }
}

function termOf(token: Token & { kind: 'term' }): LogFilter {
  const { key, operator, values, at, end } = token
  if (key === null) return textOf(values[0]!)
  const words = values.map(({ text }) => text).filter((text) => text !== '')
  if (words.length === 0) throw new Wrong('emptyValue', at, end)
  if (operator !== ':') {
    const value = Number(words[0])
    if (words.length > 1 || !Number.isFinite(value)) throw new Wrong('notANumber', at, end)
    return { kind: 'number', path: key, than: operator as Comparison, value }
  }
  const wrong = (problem: LogQueryProblem) => new Wrong(problem, at, end)
  switch (key) {
    case 'level':
      return { kind: 'level', levels: words.map((word) => levelOf(word) ?? raise(wrong('unknownLevel'))) }
    case 'function':
      return { kind: 'function', names: words }
    case 'version':
      return { kind: 'version', versions: words.map((word) => versionOf(word, () => wrong('unknownVersion'))) }
    case 'invocation':
      if (!words.every((word) => INVOCATION.test(word))) throw wrong('badInvocation')
      return { kind: 'invocation', ids: words.map((word) => word.toLowerCase()) }
    default:
      return { kind: 'field', path: key, values: words }
  }
}

function textOf({ text, quoted }: { text: string; quoted: boolean }): LogFilter {
  if (quoted) return text === '' ? EVERY_LINE : { kind: 'text', text, match: 'phrase' }
  const part = /^\*(.*)\*$/s.exec(text)?.[1]
  if (part !== undefined) return part === '' ? EVERY_LINE : { kind: 'text', text: part, match: 'part' }
  const start = text.replace(/\*$/, '')
  return start === '' ? EVERY_LINE : { kind: 'text', text: start, match: 'start' }
}

function levelOf(word: string): LogLevel | undefined {
  return LOG_LEVELS.find((level) => level === word.toLowerCase())
}

function versionOf(word: string, wrong: () => Wrong): number | null {
  if (word === 'draft') return null
  const number = VERSION.exec(word)?.[1]
  return number === undefined ? raise(wrong()) : Number(number)
}

function raise(error: Error): never {
  throw error
}
