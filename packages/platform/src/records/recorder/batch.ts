import type { InvocationRecord } from '@alcove/contract'
import { BinaryRows } from './binary-rows.ts'
import { writeInvocation } from './invocation-row.ts'
import { writeLine } from './line-row.ts'
import { failureShape, IssueGroups } from '../issues/issue-groups.ts'
import { MetricMinutes } from './metric-minutes.ts'
import type { Watched } from './note-late.ts'
import type { RecordedLine } from './recorded-line.ts'
import { RefusalCounts, type CountedRefusal } from './refusals.ts'
import { SpaceLoads } from './space-loads.ts'
import { TriggerMinutes } from './trigger-minutes.ts'
import { UsageHours } from './usage-hours.ts'
import type { WriteBatch } from '../write-behind.ts'

type Kind = 'invocations' | 'lines'

/** Some rows of a batch, by their numbers. */
export interface Rows {
  kind: Kind
  from: number
  to: number
}

/** A part of a batch: its counts, or some of its rows. */
export type Part = 'counts' | Rows

/**
 * Rows that wait for the database, encoded as the bytes to send. It does not keep the objects they came from: thousands
 * of small objects that live until the next transaction are the worst case for a garbage collector.
 */
export class Batch implements WriteBatch<Part> {
  readonly functions: string[] = []
  readonly metrics = new MetricMinutes()
  readonly triggers = new TriggerMinutes()
  readonly issues = new IssueGroups()
  readonly usage = new UsageHours()
  readonly refusals = new RefusalCounts()
  readonly spaces = new SpaceLoads()
  /** Lines that triggers read: kept as they are, because few functions have any. */
  readonly fed: RecordedLine[] = []
  /** Records of spaces with sinks, which may turn out to be late when they are stored. */
  readonly watched: Watched = { invocations: [], lines: [] }
  readonly #invocations: Table
  readonly #lines: Table
  readonly #numbers = new Map<string, number>()
  #lastFunction = -1
  #repeats = 0

  /** @param used a stored batch whose memory may be reused */
  constructor(used?: Batch) {
    this.#invocations = new Table(used && used.#invocations.rows)
    this.#lines = new Table(used && used.#lines.rows)
  }

  /** Number of entries: rows, and refusals that only count in a row. */
  get size(): number {
    return this.#invocations.ends.length + this.#lines.ends.length + this.#repeats
  }

  get bytes(): number {
    return this.#invocations.rows.length + this.#lines.rows.length
  }

  /** @throws {TypeError | RangeError} when the database could not store it; the batch then stays unchanged */
  addInvocation(record: InvocationRecord): void {
    const before = this.bytes
    const shape = record.synthetic === true ? null : failureShape(record)
    const write = shape === null ? writeInvocation : writeFailure(shape.fingerprint)
    this.#invocations.add(write, record, this.#numberOf(record.functionId))
    this.spaces.add(record.spaceId, this.bytes - before)
    this.#count(record)
    if (shape !== null) this.issues.add(record, shape)
    this.usage.add(record)
  }

  /** A call in a space with sinks. */
  addWatchedInvocation(record: InvocationRecord): void {
    this.addInvocation(record)
    this.watched.invocations.push({ owner: record.spaceId, id: record.id })
  }

  /** Counts one more refusal of a kind that already has a row. */
  addRepeat(record: InvocationRecord, refusal: CountedRefusal): void {
    // Counts too are written only while the function exists.
    this.#numberOf(record.functionId)
    this.#repeats += 1
    this.spaces.add(record.spaceId, 0)
    this.refusals.add(refusal)
    this.#count(record)
  }

  /** Where calls of callers are counted. Alerts watch these. */
  #count(record: InvocationRecord): void {
    if (record.synthetic === true) return
    this.metrics.add(record)
    this.triggers.add(record)
  }

  /** @throws {TypeError | RangeError} when the database could not store it; the batch then stays unchanged */
  addLine(line: RecordedLine): void {
    const before = this.bytes
    this.#lines.add(writeLine, line, this.#numberOf(line.call.functionId))
    this.spaces.add(line.call.spaceId, this.bytes - before)
  }

  /** A line that triggers read. */
  addFedLine(line: RecordedLine): void {
    this.addLine(line)
    this.fed.push(line)
  }

  /** A line in a space with sinks, which triggers may read too. */
  addWatchedLine(line: RecordedLine, isFed: boolean): void {
    if (isFed) this.addFedLine(line)
    else this.addLine(line)
    this.watched.lines.push({ owner: line.call.functionId, id: line.id })
  }

  /** The bytes of the rows whose functions still exist. */
  chunks({ kind, from, to }: Rows, alive: ReadonlySet<string>): Buffer[] {
    return this.#table(kind).chunks(from, to, (number) => alive.has(this.functions[number]!))
  }

  all(kind: Kind): Rows {
    return { kind, from: 0, to: this.#table(kind).ends.length }
  }

  divide(part: 'all' | Part): Part[] {
    // Counts come last: they may update rows of the same batch.
    if (part === 'all') return [this.all('invocations'), this.all('lines'), 'counts']
    if (part === 'counts' || part.to - part.from <= 1) return []
    const { kind, from, to } = part
    const middle = (from + to) >> 1
    return [
      { kind, from, to: middle },
      { kind, from: middle, to },
    ]
  }

  #table(kind: Kind): Table {
    return kind === 'invocations' ? this.#invocations : this.#lines
  }

  #numberOf(functionId: string): number {
    // Consecutive rows often have the same function.
    if (this.functions[this.#lastFunction] === functionId) return this.#lastFunction
    let number = this.#numbers.get(functionId)
    if (number === undefined) {
      number = this.functions.push(functionId) - 1
      this.#numbers.set(functionId, number)
    }
    return (this.#lastFunction = number)
  }
}

const writeFailure = (fingerprint: string) => (rows: BinaryRows, record: InvocationRecord) =>
  writeInvocation(rows, record, fingerprint)

/** The rows of one table, with the end and the function of each. */
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
