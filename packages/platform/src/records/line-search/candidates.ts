import { wordsToFind, type LogFilter } from '@alcove/contract'
import { wordsOfComparison } from '../segments/number-words.ts'
import { functionWord, levelWord } from '../segments/segment-format.ts'

/**
 * What narrows the lines that a search must check. `all`: nothing does. `none`: no line can match. `words`: every one of
 * these expressions of FTS5 finds all lines that can match, and others.
 */
export type Candidates = { kind: 'words'; of: readonly string[] } | { kind: 'all' } | { kind: 'none' }

interface IndexedSegment {
  /** The segment's numbers of functions, by name. */
  functions: ReadonlyMap<string, number>
  hasNumbers: boolean
}

const ALL: Candidates = { kind: 'all' }
const NONE: Candidates = { kind: 'none' }

/**
 * What finds the lines of a segment that can match.
 */
export function candidatesOf(filter: LogFilter, segment: IndexedSegment): Candidates {
  switch (filter.kind) {
    case 'and':
      return allOf(filter.of.map((part) => candidatesOf(part, segment)))
    case 'or':
      return anyOf(filter.of.map((part) => candidatesOf(part, segment)))
    case 'text':
      return allOf(wordsToFind(filter.text, filter.match).map(({ word, start }) => wordCandidate(word, start)))
    case 'level':
      return anyOf(filter.levels.map((level) => wordCandidate(levelWord(level), false)))
    case 'function': {
      const numbers = filter.names.map((name) => segment.functions.get(name)).filter((number) => number !== undefined)
      return anyOf(numbers.map((number) => wordCandidate(functionWord(number), false)))
    }
    case 'field':
      return allOf([nameCandidate(filter.path), anyOf(filter.values.map(valueCandidate))])
    case 'number':
      if (!segment.hasNumbers) return nameCandidate(filter.path)
      return anyOf(wordsOfComparison(filter).map((word) => wordCandidate(word, true)))
    case 'not':
    case 'version':
    case 'invocation':
      return ALL
  }
}

function allOf(parts: Candidates[]): Candidates {
  if (parts.some(({ kind }) => kind === 'none')) return NONE
  const words = parts.filter((part) => part.kind === 'words')
  if (words.length === 0) return ALL
  return { kind: 'words', of: [...new Set(words.flatMap(({ of }) => of))] }
}

function anyOf(parts: Candidates[]): Candidates {
  const possible = parts.filter(({ kind }) => kind !== 'none')
  if (possible.length === 0) return NONE
  const words = possible.filter((part) => part.kind === 'words')
  if (words.length < possible.length) return ALL
  if (words.length === 1) return words[0]!
  return { kind: 'words', of: [`(${words.map(({ of }) => `(${of.join(' AND ')})`).join(' OR ')})`] }
}

/** Words hold letters and digits only; the quotation marks keep them from being read as operators. */
function wordCandidate(word: string, start: boolean): Candidates {
  // A beginning of one letter is in nearly every line: reading the lines is quicker.
  if (start && word.length < 2 && /^[0-9a-z]$/.test(word)) return ALL
  return { kind: 'words', of: [`"${word.replaceAll('"', '""')}"${start ? ' *' : ''}`] }
}

/** Quotation marks surround a name in JSON, so its words are whole. */
function nameCandidate(path: string): Candidates {
  return allOf(wordsToFind(path, 'phrase').map(({ word }) => wordCandidate(word, false)))
}

function valueCandidate(value: string): Candidates {
  const core = value.replace(/^\*|\*$/g, '')
  // One number has several spellings, and control characters are escapes that join the next word.
  // oxlint-disable-next-line no-control-regex
  if (/[\0-\x1f]/.test(core) || (Number.isFinite(Number(core)) && !/^\d{1,15}$/.test(core))) return ALL
  const match = value.startsWith('*') ? 'part' : value.endsWith('*') ? 'start' : 'phrase'
  return allOf(wordsToFind(core, match).map(({ word, start }) => wordCandidate(word, start)))
}
