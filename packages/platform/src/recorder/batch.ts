import type { InvocationRecord } from '@alcove/contract'
import { BinaryRows } from './binary-rows.ts'
import { writeInvocation } from './invocation-row.ts'
import { writeLine } from './line-row.ts'
import { MetricMinutes } from './metric-minutes.ts'
import type { RecordedLine } from './recorder.ts'
import { TriggerMinutes } from './trigger-minutes.ts'

type Kind = 'invocations' | 'lines'

/** Some rows of a batch, by their numbers. */
export interface Rows {
  kind: Kind
  from: number
  to: number
}

/** What of a batch is to be written: all of it, or, to keep apart what is refused, its counts or some of its rows. */
export type Part = 'all' | 'counts' | Rows

/**
 * What waits for the database, as the bytes that will be sent. What they were made of is not kept: thousands of small
 * objects that live until the next transaction are what a garbage collector is worst at.
 */
export class Batch {
  readonly functions: string[] = []
  readonly metrics = new MetricMinutes()
  readonly triggers = new TriggerMinutes()
  readonly #invocations: Table
  readonly #lines: Table
  readonly #numbers = new Map<string, number>()
  #lastFunction = -1

  /** @param used one whose memory can be had again: what was in it is stored */
  constructor(used?: Batch) {
    this.#invocations = new Table(used && used.#invocations.rows)
    this.#lines = new Table(used && used.#lines.rows)
  }

  get size(): number {
    return this.#invocations.ends.length + this.#lines.ends.length
  }

  get bytes(): number {
    return this.#invocations.rows.length + this.#lines.rows.length
  }

  /** @throws {TypeError | RangeError} when the database could not hold it; then nothing of it is in the batch */
  addInvocation(record: InvocationRecord): void {
    this.#invocations.add(writeInvocation, record, this.#numberOf(record.functionId))
    this.metrics.add(record)
    this.triggers.add(record)
  }

  /** @throws {TypeError | RangeError} likewise */
  addLine(line: RecordedLine): void {
    this.#lines.add(writeLine, line, this.#numberOf(line.call.functionId))
  }

  /** The bytes of the rows whose functions are still there. */
  chunks({ kind, from, to }: Rows, alive: ReadonlySet<string>): Buffer[] {
    return this.#table(kind).chunks(from, to, (number) => alive.has(this.functions[number]!))
  }

  all(kind: Kind): Rows {
    return { kind, from: 0, to: this.#table(kind).ends.length }
  }

  #table(kind: Kind): Table {
    return kind === 'invocations' ? this.#invocations : this.#lines
  }

  #numberOf(functionId: string): number {
    // Rows come in runs of one function.
    if (this.functions[this.#lastFunction] === functionId) return this.#lastFunction
    let number = this.#numbers.get(functionId)
    if (number === undefined) {
      number = this.functions.push(functionId) - 1
      this.#numbers.set(functionId, number)
    }
    return (this.#lastFunction = number)
  }
}

/** Rows of one table, with where each ends and whose it is. */
class Table {
  readonly rows: BinaryRows
  readonly ends: number[] = []
  readonly #owners: number[] = []

  constructor(rows = new BinaryRows()) {
    this.rows = rows
    rows.cut(0)
  }

  add<T>(write: (rows: BinaryRows, value: T) => void, value: T, owner: number): void {
    const { rows } = this
    const from = rows.length
    try {
      write(rows, value)
    } catch (error) {
      rows.cut(from)
      throw error
    }
    this.ends.push(rows.length)
    this.#owners.push(owner)
  }

  chunks(from: number, to: number, wanted: (owner: number) => boolean): Buffer[] {
    const chunks: Buffer[] = []
    let begin = this.#startOf(from)
    for (let row = from; row < to; row++) {
      if (wanted(this.#owners[row]!)) continue
      if (this.#startOf(row) > begin) chunks.push(this.rows.slice(begin, this.#startOf(row)))
      begin = this.ends[row]!
    }
    if (this.#startOf(to) > begin) chunks.push(this.rows.slice(begin, this.#startOf(to)))
    return chunks
  }

  #startOf(row: number): number {
    return row === 0 ? 0 : this.ends[row - 1]!
  }
}
