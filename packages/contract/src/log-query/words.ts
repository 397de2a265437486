import type { TextMatch } from './filter.ts'

/**
 * Splits text into the words that the index holds. Chinese, Japanese and Korean have no spaces between words: there
 * every pair of neighbouring characters is a word, and so is the last character.
 */
const CJK = String.raw`\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Hangul}`
const WORDS = new RegExp(String.raw`[${CJK}]+|(?:(?![${CJK}])[\p{L}\p{N}])+`, 'gu')
const IS_CJK = new RegExp(`^[${CJK}]`, 'u')
const WORD_CHARACTER = /[\p{L}\p{N}]/u
// oxlint-disable-next-line no-control-regex -- the range is ASCII
const ASCII = /^[\0-\x7f]*$/
// oxlint-disable-next-line no-control-regex -- the escape sequences of terminals
const ANSI = /\x1b\[[0-9;]*[A-Za-z]/g
/** An index keeps no more of a word. */
export const WORD_LENGTH = 64

/** A line's message as searches see it: without colours, and JSON without escapes of letters. */
export function searchableText(message: string): string {
  const plain = message.includes('\x1b') ? message.replaceAll(ANSI, '') : message
  if (!plain.startsWith('{') || !plain.includes(String.raw`\u`)) return plain
  try {
    return JSON.stringify(JSON.parse(plain))
  } catch {
    return plain
  }
}

function isAscii(text: string): boolean {
  return ASCII.test(text)
}

/** Whether a word could go on across this character. Every CJK character begins and ends a word. */
export function isWordCharacter(character: string): boolean {
  return WORD_CHARACTER.test(character) && !IS_CJK.test(character)
}

/** In `TypeError` and `getUserId` words also begin at the capitals. */
const CAPITAL_INSIDE = /[a-z][A-Z]/
const NAME = /[A-Za-z0-9]{2,}/g

export function beginsInside(text: string, at: number): boolean {
  return CAPITAL_INSIDE.test(text.slice(at - 1, at + 1))
}

/** The rest of each name from each of its capitals on. */
function insideNames(text: string): string[] {
  if (!CAPITAL_INSIDE.test(text)) return []
  const rests: string[] = []
  for (const [name] of text.matchAll(NAME)) {
    // Encoded data, no name.
    if (name.length > WORD_LENGTH) continue
    for (let at = 1; at < name.length; at++) if (beginsInside(name, at)) rests.push(name.slice(at).toLowerCase())
  }
  return rests
}

/** A text as SQLite's tokenizer for ASCII splits it into the words below. */
export function indexedText(text: string): string {
  return isAscii(text) ? [text, ...insideNames(text)].join(' ') : indexedWords(text).join(' ')
}

/** The words of a text in lower case, as they go into an index. */
export function indexedWords(text: string): string[] {
  return [...wholeWords(text), ...insideNames(text)]
}

function wholeWords(text: string): string[] {
  return (text.toLowerCase().match(WORDS) ?? []).flatMap((run) => {
    if (!IS_CJK.test(run)) return [run.slice(0, WORD_LENGTH)]
    const characters = [...run]
    return characters.map((character, index) => character + (characters[index + 1] ?? ''))
  })
}

/** A word that the index of a line has if the line contains some text. */
export interface IndexWord {
  word: string
  /** The index may have a longer word that begins with this one. */
  start: boolean
}

/** The words that the index has of every line in which `text` matches. */
export function wordsToFind(text: string, match: TextMatch): IndexWord[] {
  const lower = text.toLowerCase()
  const runs = [...lower.matchAll(WORDS)]
  return runs.flatMap(({ 0: run, index }): IndexWord[] => {
    const [isFirst, isLast] = [index === 0, index + run.length === lower.length]
    const characters = [...run]
    if (IS_CJK.test(run)) {
      if (characters.length === 1) return [{ word: run, start: isLast }]
      return characters.slice(0, -1).map((character, at) => ({ word: character + characters[at + 1]!, start: false }))
    }
    // The end of a longer word: an index cannot find it.
    if (match === 'part' && isFirst) return []
    const start = run.length > WORD_LENGTH || (isLast && match !== 'phrase')
    return [{ word: run.slice(0, WORD_LENGTH), start }]
  })
}
