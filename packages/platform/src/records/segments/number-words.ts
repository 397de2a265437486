import { crc32 } from 'node:zlib'
import { numbersOf, type LogFilter } from '@alcove/contract'

/*
 * Numbers in JSON lines are words of the index too, so that `ms>500` need not read every line that has the field. A word
 * holds the first 16 bits of the number: sign, exponent, and a sixteenth of the distance to the next power of two. In binary
 * and in the order of the numbers, a range is a few beginnings of words. A checksum stands for the name of the field:
 * where two names collide, a line is a false candidate, and searches check each candidate.
 */

/** Characters of the private use area of Unicode, which no other word contains. */
const NUMBER = '\ue002'
/** A line with too many numbers to list can match any comparison. */
const MANY_NUMBERS = '\ue003'

const bits = new DataView(new ArrayBuffer(8))

/** Sixteen bits as text, in the order of the numbers. */
function rankOf(value: number): string {
  // Minus zero equals zero.
  bits.setFloat64(0, value === 0 ? 0 : value)
  const first = bits.getUint16(0)
  return (first >= 0x8000 ? 0xffff - first : first + 0x8000).toString(2).padStart(16, '0')
}

const fieldOf = (path: string): string => `${NUMBER}${crc32(path).toString(36).padStart(7, '0')}`

/** The words for the numbers of a line. */
export function numberWords(message: string): string[] {
  const numbers = numbersOf(message)
  if (numbers === null) return [MANY_NUMBERS]
  return [...new Set(numbers.map(({ path, value }) => fieldOf(path) + rankOf(value)))]
}

type Comparison = Extract<LogFilter, { kind: 'number' }>

/** Prefixes of the words of all numbers for which the comparison can be true. */
export function wordsOfComparison({ path, than, value }: Comparison): string[] {
  const rank = rankOf(value)
  const field = fieldOf(path)
  const [own, other] = than.startsWith('>') ? ['0', '1'] : ['1', '0']
  // Where the number has the one bit, numbers with the other lie beyond it.
  const beyond = [...rank].flatMap((bit, at) => (bit === own ? [field + rank.slice(0, at) + other] : []))
  return [...beyond, field + rank, MANY_NUMBERS]
}
