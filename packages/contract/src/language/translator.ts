/**
 * English sentences, with `{name}` where the code puts a value, and the same in another language. There `{name}` stands
 * for the value as it is, and `{name!}` for the value translated as well, where it is a word or sentence itself.
 */
export type Sentences = Readonly<Record<string, string>>

/** What a sentence may have and still be looked up, in UTF-16 code units. */
const LONGEST = 4_000
/** Sentences in one text. */
const MOST = 50
/** How often a value may be a sentence with a value that is one. */
const DEEPEST = 3

/**
 * Returns a function that translates sentences and leaves unknown ones as they are. Sentences may hold text from
 * outside: the time taken is at most the number of patterns times the length.
 * @param words translated only where they are the value of `{name!}`
 */
export function translator(sentences: Sentences, words: Sentences): (sentence: string) => string {
  const [sentenceIn, wordIn] = [tableOf(sentences), tableOf(words)]

  function translate(sentence: string, depth: number): string | null {
    return sentenceIn(sentence, valueIn(depth)) ?? ofList(sentence, depth) ?? afterName(sentence, depth)
  }

  function valueIn(depth: number): Said {
    if (depth === DEEPEST) return (value) => value
    const said = valueIn(depth + 1)
    return (value) => wordIn(value, said) ?? translate(value, depth + 1) ?? value
  }

  /** Several sentences. */
  function ofList(sentence: string, depth: number): string | null {
    if (depth === DEEPEST || !sentence.includes('; ')) return null
    const parts = sentence.split('; ')
    if (parts.length > MOST) return null
    const translated = parts.map((part) => translate(part, DEEPEST))
    return translated.some(Boolean) ? translated.map((part, index) => part ?? parts[index]!).join('；') : null
  }

  /** A sentence about something that is named before it, such as a field. */
  function afterName(sentence: string, depth: number): string | null {
    const colon = sentence.indexOf(': ')
    if (colon === -1) return null
    const translated = sentenceIn(sentence.slice(colon + 2), valueIn(Math.min(depth + 1, DEEPEST)))
    return translated === null ? null : `${sentence.slice(0, colon)}：${translated}`
  }

  return (sentence) => (sentence.length > LONGEST ? sentence : (translate(sentence, 0) ?? sentence))
}

type Said = (value: string) => string

interface Pattern {
  /** The text around the values: one more than there are values. */
  literals: readonly string[]
  write(values: readonly string[], said: Said): string
}

function tableOf(sentences: Sentences): (sentence: string, said: Said) => string | null {
  const exact = new Map<string, string>()
  const patterns: Pattern[] = []
  for (const [sentence, translated] of Object.entries(sentences)) {
    if (/\{\w+\}/.test(sentence)) patterns.push(patternOf(sentence, translated))
    else exact.set(sentence, translated)
  }
  // The most specific one decides.
  patterns.sort((a, b) => b.literals.join('').length - a.literals.join('').length)
  const byFirstWord = Map.groupBy(patterns, ({ literals }) => firstWordOf(literals[0]!))
  return (sentence, said) => {
    const found = exact.get(sentence)
    if (found !== undefined) return found
    const word = firstWordOf(sentence)
    for (const candidates of [word && byFirstWord.get(word), byFirstWord.get('')]) {
      for (const { literals, write } of candidates || []) {
        const values = valuesBetween(literals, sentence)
        if (values) return write(values, said)
      }
    }
    return null
  }
}

function patternOf(sentence: string, translated: string): Pattern {
  const names = [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name!)
  const parts = translated.split(/\{(\w+!?)\}/)
  // Text and names take turns.
  const values = parts.map((part, index) => (index % 2 === 0 ? -1 : names.indexOf(part.replace('!', ''))))
  return {
    literals: sentence.split(/\{\w+\}/),
    write: (given, said) =>
      parts
        .map((part, index) => {
          if (index % 2 === 0) return part
          const value = given[values[index]!] ?? ''
          return part.endsWith('!') ? said(value) : value
        })
        .join(''),
  }
}

/** What stands between the literals of a pattern, each found where it comes first. Null: another sentence. */
function valuesBetween(literals: readonly string[], sentence: string): string[] | null {
  const last = literals.at(-1)!
  const end = sentence.length - last.length
  let at = literals[0]!.length
  if (at > end || !sentence.startsWith(literals[0]!) || !sentence.endsWith(last)) return null
  const values: string[] = []
  for (const literal of literals.slice(1, -1)) {
    const next = sentence.indexOf(literal, at)
    if (next === -1 || next + literal.length > end) return null
    values.push(sentence.slice(at, next))
    at = next + literal.length
  }
  values.push(sentence.slice(at, end))
  return values
}

/** With its space, so that it is a whole word; empty when there is none. */
function firstWordOf(text: string): string {
  const space = text.indexOf(' ')
  return space === -1 ? '' : text.slice(0, space + 1)
}
