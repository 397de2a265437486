import type { InvocationRecord, InvocationStatus, StartKind } from '@alcove/contract'
import { BinaryRows } from './binary-rows.ts'
import { writeInvocation } from './invocation-row.ts'
import { writeLine } from './line-row.ts'
import type { RecordedLine } from './recorder.ts'

/** What the metrics need of a call. */
export interface Sample {
  spaceId: string
  version: number
  triggerName: string | null
  startedAt: number
  status: InvocationStatus
  start: StartKind | null
  durationMs: number
  concurrency: number
  peakMemoryMb: number | null
}

interface Entry {
  functionId: string
  invocationId: string
  /** Where its row lies among those of its kind. */
  from: number
  to: number
  /** Null: a log line. */
  sample: Sample | null
}

/** Rows on their way to the database, as bytes. What they were made of is not kept. */
export class Batch {
  readonly #invocations: BinaryRows
  readonly #lines: BinaryRows
  readonly entries: Entry[]

  constructor(invocations = new BinaryRows(), lines = new BinaryRows(), entries: Entry[] = []) {
    this.#invocations = invocations
    this.#lines = lines
    this.entries = entries
  }

  get size(): number {
    return this.entries.length
  }

  get bytes(): number {
    return this.#invocations.length + this.#lines.length
  }

  /** @throws {TypeError | RangeError} when the database could not hold it; then nothing of it is in the batch */
  addInvocation(record: InvocationRecord): void {
    const { spaceId, triggerName, startedAt, status, version, report } = record
    const { start, durationMs, concurrency, peakMemoryMb } = report
    const sample = {
      spaceId,
      version: version ?? 0,
      triggerName,
      startedAt,
      status,
      start,
      durationMs,
      concurrency,
      peakMemoryMb,
    }
    this.#add(this.#invocations, writeInvocation, record, record.functionId, record.id, sample)
  }

  addLine(line: RecordedLine): void {
    this.#add(this.#lines, writeLine, line, line.call.functionId, line.call.invocationId, null)
  }

  #add<T>(
    rows: BinaryRows,
    write: (rows: BinaryRows, value: T) => void,
    value: T,
    functionId: string,
    invocationId: string,
    sample: Sample | null,
  ): void {
    const from = rows.length
    try {
      write(rows, value)
    } catch (error) {
      rows.cut(from)
      throw error
    }
    this.entries.push({ functionId, invocationId, from, to: rows.length, sample })
  }

  /** The rows of some functions. */
  chunks(kind: 'invocations' | 'lines', of: ReadonlySet<string>): Buffer[] {
    const rows = kind === 'lines' ? this.#lines : this.#invocations
    const chunks: Buffer[] = []
    let from = 0
    let to = 0
    for (const entry of this.entries) {
      if ((entry.sample === null) !== (kind === 'lines') || !of.has(entry.functionId)) continue
      if (entry.from !== to) {
        if (to > from) chunks.push(rows.slice(from, to))
        from = entry.from
      }
      to = entry.to
    }
    if (to > from) chunks.push(rows.slice(from, to))
    return chunks
  }

  /** The same rows in two batches. */
  halves(): [Batch, Batch] {
    const middle = this.entries.length >> 1
    const part = (entries: Entry[]) => new Batch(this.#invocations, this.#lines, entries)
    return [part(this.entries.slice(0, middle)), part(this.entries.slice(middle))]
  }
}
