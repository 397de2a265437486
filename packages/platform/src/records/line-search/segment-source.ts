import { lineMatcher, LOG_LEVELS, type LogLine } from '@alcove/contract'
import { firstIdAt } from '../../database/ids.ts'
import { bytesOfId, idOfBytes } from '../segments/segment-format.ts'
import { candidatesOf } from './candidates.ts'
import { invocationsIn, isPlainForLike, likePattern, namesInvocations, required } from './conditions.ts'
import { LATE_MS, type LineRange } from './protocol.ts'
import type { SegmentFile } from './segment-file.ts'
import { SLICE_MS, type LineSource } from './source.ts'

interface Row {
  number: number
  id: Uint8Array
  function: number
  invocation: Uint8Array
  version: number | null
  time: number
  level: number
  truncated: number
  message: string
}

/** Rows between two looks at the clock. */
const STRIDE = 50

/** Stepping through the list of a common word costs more than checking so many lines of a rare one. */
const FEW = 500

/** Reads the matching lines of a segment. */
export class SegmentSource implements LineSource {
  readonly #file: SegmentFile
  readonly #range: LineRange
  readonly #matches: ReturnType<typeof lineMatcher>
  readonly #needsInvocation: boolean
  readonly #rows: Iterator<Row>
  bound: string | null
  head: LogLine | null = null

  constructor(file: SegmentFile, range: LineRange, order: 'asc' | 'desc', after: string | null) {
    this.#file = file
    this.#range = range
    this.#matches = lineMatcher(range.filter)
    this.#needsInvocation = namesInvocations(range.filter)
    let first = range.from === null ? 1 : file.firstFrom(firstIdAt(range.from - LATE_MS))
    let last = range.to === null ? file.lines : file.firstFrom(firstIdAt(range.to + LATE_MS)) - 1
    if (after !== null && order === 'desc') last = Math.min(last, file.firstFrom(after) - 1)
    if (after !== null && order === 'asc') first = Math.max(first, this.#behind(after))
    this.#rows = first > last ? [][Symbol.iterator]() : this.#select(first, last, order)
    this.bound = first > last ? null : file.idAt(order === 'desc' ? last : first)
  }

  take(): void {
    this.head = null
  }

  advance(): void {
    const until = performance.now() + SLICE_MS
    for (let n = 1; ; n++) {
      const { value, done } = this.#rows.next()
      if (done) {
        this.bound = null
        return
      }
      const row = value as Row
      if (this.#isFound(row)) {
        this.head = this.#lineOf(row)
        this.bound = this.head.id
        return
      }
      if (n % STRIDE === 0 && performance.now() > until) {
        this.bound = idOfBytes(row.id)
        return
      }
    }
  }

  close(): void {
    this.#rows.return?.()
  }

  #behind(id: string): number {
    const number = this.#file.firstFrom(id)
    return number <= this.#file.lines && this.#file.idAt(number) === id ? number + 1 : number
  }

  #select(first: number, last: number, order: 'asc' | 'desc'): Iterator<Row> {
    const { filter, functions } = this.#range
    const numbers = new Map<string, number>()
    for (const [number, id] of this.#file.functions) {
      const name = functions.get(id)
      if (name !== undefined) numbers.set(name, number)
    }
    const candidates = candidatesOf(filter, { functions: numbers, hasNumbers: this.#file.hasNumbers })
    if (candidates.kind === 'none' || numbers.size === 0) return [][Symbol.iterator]()
    const values: (number | string | Uint8Array)[] = [first, last]
    let conditions = ''
    if (candidates.kind === 'all') {
      const ids = invocationsIn(filter)
      if (ids !== null) {
        conditions += ` and l.invocation in (${ids.map(() => '?').join(', ')})`
        values.push(...ids.map(bytesOfId))
      }
      for (const part of required(filter)) {
        if (part.kind !== 'text' || !isPlainForLike(part.text)) continue
        conditions += String.raw` and (l.message like ? escape '\' or l.differs = 1)`
        values.push(likePattern(part.text))
      }
      return this.#file.db
        .prepare(`select * from lines l where l.number between ? and ?${conditions} order by l.number ${order}`)
        .iterate(...values) as unknown as Iterator<Row>
    }
    // The index gives the numbers in order, one by one: `cross join` keeps SQLite from turning it round.
    return this.#file.db
      .prepare(
        `select l.* from words w cross join lines l on l.number = w.rowid
          where words match ? and w.rowid between ? and ? order by w.rowid ${order}`,
      )
      .iterate(this.#expressionOf(candidates.of, first, last), ...values) as unknown as Iterator<Row>
  }

  /** Of several words that a line must have, a rare one alone; where all are common, those that have them all. */
  #expressionOf(words: readonly string[], first: number, last: number): string {
    if (words.length === 1) return words[0]!
    const count = this.#file.db.prepare(
      `select count(*) as n from (select 1 from words where words match ? and rowid between ? and ? limit ${FEW})`,
    )
    // Long words are rare more often, and the list of a beginning has to be merged before it is counted.
    const isStart = (word: string) => Number(word.includes(' *'))
    const byPromise = words.toSorted((a, b) => isStart(a) - isStart(b) || b.length - a.length)
    const rare = byPromise.find((word) => (count.get(word, first, last) as { n: number }).n < FEW)
    return rare ?? words.join(' AND ')
  }

  /** Checks what is cheap to know: most candidates of a common word are no matches. */
  #isFound(row: Row): boolean {
    const { from, to } = this.#range
    if ((from !== null && row.time < from) || (to !== null && row.time >= to)) return false
    const name = this.#nameOf(row)
    if (name === undefined) return false
    return this.#matches({
      level: LOG_LEVELS[row.level]!,
      function: name,
      version: row.version,
      invocationId: this.#needsInvocation ? idOfBytes(row.invocation) : '',
      message: row.message,
    })
  }

  /** Undefined when the reader may not see the function. */
  #nameOf(row: Row): string | undefined {
    return this.#range.functions.get(this.#file.functions.get(row.function)!)
  }

  #lineOf(row: Row): LogLine {
    return {
      id: idOfBytes(row.id),
      time: new Date(row.time).toISOString(),
      level: LOG_LEVELS[row.level]!,
      message: row.message,
      truncatedBytes: row.truncated,
      invocationId: idOfBytes(row.invocation),
      function: this.#nameOf(row)!,
      version: row.version,
    }
  }
}
