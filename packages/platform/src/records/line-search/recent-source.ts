import { lineMatcher, type LogFilter, type LogLevel, type LogLine } from '@alcove/contract'
import { firstIdAt } from '../../database/ids.ts'
import { boundsOf } from '../partitions/partitioned-tables.ts'
import { invocationsIn, required } from './conditions.ts'
import { LATE_MS, type LineRange } from './protocol.ts'
import type { ReadRows } from './read-rows.ts'
import type { LineSource } from './source.ts'

interface Row {
  id: string
  function_id: string
  invocation_id: string
  version: number | null
  time: number
  level: LogLevel
  message: string
  truncated_bytes: number
}

/** Lines with ids from `from` until before `to`. Null: there is no end. */
interface Stretch {
  from: string | null
  to: string | null
}

/** Rows per statement; more each time, because a reader of one page rarely needs more. */
const BATCH = { first: 250, most: 5_000 }

/** Reads the matching lines that are still rows of PostgreSQL. */
export class RecentSource implements LineSource {
  readonly #read: ReadRows
  readonly #range: LineRange
  readonly #order: 'asc' | 'desc'
  readonly #matches: (line: LogLine) => boolean
  #after: string | null
  #rows: Row[] = []
  #batch = BATCH.first
  /** Ranges of ids that are still to be read, in the order of the search. */
  #stretches: Stretch[] | null = null
  bound: string | null
  head: LogLine | null = null

  constructor(read: ReadRows, range: LineRange, order: 'asc' | 'desc', after: string | null) {
    this.#read = read
    this.#range = range
    this.#order = order
    this.#after = after
    this.#matches = lineMatcher(range.filter)
    this.bound = order === 'desc' ? 'ffffffff-ffff-ffff-ffff-ffffffffffff' : '00000000-0000-0000-0000-000000000000'
    if (range.functions.size === 0) this.bound = null
  }

  take(): void {
    this.head = null
  }

  async advance(): Promise<void> {
    if (this.#rows.length === 0) {
      this.#stretches ??= await this.#list()
      const stretch = this.#stretches[0]
      if (stretch === undefined) {
        this.bound = null
        return
      }
      this.#rows = await this.#next(stretch)
      if (this.#rows.length < this.#batch) {
        this.#stretches.shift()
        const end = this.#order === 'desc' ? stretch.from : stretch.to
        if (this.#rows.length === 0 && end !== null) this.bound = end
      }
      this.#batch = Math.min(this.#batch * 2, BATCH.most)
      this.#rows.reverse()
    }
    for (let row = this.#rows.pop(); row !== undefined; row = this.#rows.pop()) {
      this.#after = row.id
      this.bound = row.id
      const line = this.#lineOf(row)
      if (!this.#matches(line)) continue
      this.head = line
      return
    }
  }

  close(): void {
    this.#rows = []
  }

  /**
   * One stretch for each partition that can have lines of the search: a statement that looked for an absent word in all of
   * them would take long, and sealing waits for the locks of each statement.
   */
  async #list(): Promise<Stretch[]> {
    const { filter, from, to } = this.#range
    if (invocationsIn(filter) !== null) return [{ from: null, to: null }]
    const rows = await this.#read<{ bound: string | null }>(
      `select pg_get_expr(part.relpartbound, part.oid) as bound
        from pg_inherits join pg_class part on part.oid = inhrelid where inhparent = 'log_lines'::regclass`,
      [],
    )
    const isDescending = this.#order === 'desc'
    const first = from === null ? '' : firstIdAt(from - LATE_MS)
    const last = to === null ? '~' : firstIdAt(to + LATE_MS)
    const lowest = isDescending || this.#after === null || this.#after < first ? first : this.#after
    const highest = !isDescending || this.#after === null || this.#after > last ? last : this.#after
    return (
      rows
        // Dropped since the statement began: its lines are in segments now.
        .flatMap(({ bound }) => (bound === null ? [] : [boundsOf(bound)]))
        .filter((stretch) => (stretch.to ?? '~') > lowest && (stretch.from ?? '') <= highest)
        .sort((a, b) => ((a.from ?? '') < (b.from ?? '') === isDescending ? 1 : -1))
    )
  }

  #next(stretch: Stretch): Promise<Row[]> {
    const { spaceId, filter, functions, from, to } = this.#range
    const values: unknown[] = []
    const value = (of: unknown) => `$${values.push(of)}`
    const conditions = [`l.space_id = ${value(spaceId)}`]
    if (this.#after !== null) conditions.push(`l.id ${this.#order === 'desc' ? '<' : '>'} ${value(this.#after)}`)
    if (stretch.from !== null) conditions.push(`l.id >= ${value(stretch.from)}`)
    if (stretch.to !== null) conditions.push(`l.id < ${value(stretch.to)}`)
    if (from !== null) {
      conditions.push(`l.time >= ${value(new Date(from))} and l.id >= ${value(firstIdAt(from - LATE_MS))}`)
    }
    if (to !== null) conditions.push(`l.time < ${value(new Date(to))} and l.id < ${value(firstIdAt(to + LATE_MS))}`)
    conditions.push(...required(filter).flatMap((part) => condition(part, value)))
    const order = `order by l.id ${this.#order} limit ${value(this.#batch)}`
    const columns = `l.id, l.function_id, l.invocation_id, l.version, l.level, l.message, l.truncated_bytes,
      (extract(epoch from l.time) * 1000)::float8 as time`
    const ids = value([...functions.keys()])
    const ofCalls = invocationsIn(filter) !== null
    const text = ofCalls
      ? `select ${columns} from log_lines l where l.function_id = any(${ids}::uuid[]) and ${conditions.join(' and ')} ${order}`
      : // Each function has an index in the order of ids: read the first ones of each.
        `select l.* from unnest(${ids}::uuid[]) as fn (id) cross join lateral (
          select ${columns} from log_lines l where l.function_id = fn.id and ${conditions.join(' and ')} ${order}
        ) l ${order}`
    return this.#read<Row>(text, values)
  }

  #lineOf(row: Row): LogLine {
    return {
      id: row.id,
      time: new Date(row.time).toISOString(),
      level: row.level,
      message: row.message,
      truncatedBytes: row.truncated_bytes,
      invocationId: row.invocation_id,
      function: this.#range.functions.get(row.function_id)!,
      version: row.version,
    }
  }
}

/** What PostgreSQL can tell of a part of the filter. Lines are checked again afterwards. */
function condition(filter: LogFilter, value: (of: unknown) => string): string[] {
  switch (filter.kind) {
    case 'text':
      // Colours and escapes may lie in the middle of the text. One expression reads a line once.
      return [`l.message ~* ${value(String.raw`(?:${escaped(filter.text)}|\x1b|\\u)`)}`]
    case 'level':
      return [`l.level = any(${value(filter.levels)}::text[])`]
    case 'version': {
      const numbers = filter.versions.filter((version) => version !== null)
      const draft = filter.versions.includes(null) ? ' or l.version is null' : ''
      return [`(l.version = any(${value(numbers)}::int[])${draft})`]
    }
    case 'invocation':
      return [`l.invocation_id = any(${value(filter.ids)}::uuid[])`]
    case 'field':
    case 'number':
      return [`l.message like '{%'`]
    case 'not': {
      const { of } = filter
      if (of.kind === 'level') return [`l.level <> all(${value(of.levels)}::text[])`]
      return []
    }
    case 'function':
    case 'and':
    case 'or':
      return []
  }
}

/** Text for a regular expression of PostgreSQL (9.7.3.1, regular expression details). */
function escaped(text: string): string {
  return text.replaceAll(/[^\p{L}\p{N}\s]/gu, String.raw`\$&`)
}
