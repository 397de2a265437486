import { setImmediate as turn } from 'node:timers/promises'
import { lineMatcher, LOG_LEVELS, type LogLevel } from '@alcove/contract'
import { firstIdAt } from '../../database/ids.ts'
import { isAboutLevels } from './conditions.ts'
import { LATE_MS, type CountedLines, type LineCount } from './protocol.ts'
import type { ReadRows } from './read-rows.ts'
import { searchLines, type Sources } from './search-lines.ts'
import type { SegmentFile } from './segment-file.ts'

const MINUTE_MS = 60_000
const PAGE = 2_000

/** Adds lines up, by step and level and by function. */
class Counts implements CountedLines {
  readonly steps = new Map<number, number[]>()
  readonly functions = new Map<string, number>()
  since: number
  readonly #from: number
  readonly #stepMs: number

  constructor({ from, stepMs }: LineCount) {
    this.since = from
    this.#from = from
    this.#stepMs = stepMs
  }

  add(time: number, level: LogLevel, fn: string, lines: number): void {
    const at = Math.floor((time - this.#from) / this.#stepMs)
    let levels = this.steps.get(at)
    if (levels === undefined) this.steps.set(at, (levels = LOG_LEVELS.map(() => 0)))
    levels[LOG_LEVELS.indexOf(level)]! += lines
    this.functions.set(fn, (this.functions.get(fn) ?? 0) + lines)
  }
}

/** Counts by what the recorded minutes say, without reading a line. Only for filters about levels and functions. */
export async function countMinutes(
  read: ReadRows,
  segments: () => Promise<Iterable<() => Promise<SegmentFile | null>>>,
  count: LineCount,
  signal: AbortSignal,
): Promise<CountedLines> {
  const counts = new Counts(count)
  const matches = lineMatcher(count.filter)
  const add = (time: number, level: LogLevel, functionId: string, lines: number) => {
    const fn = count.functions.get(functionId)
    if (fn === undefined || time < count.from || time >= count.to) return
    if (matches({ level, function: fn, version: null, invocationId: '', message: '' }))
      counts.add(time, level, fn, lines)
  }
  // Rows first: lines that are sealed meanwhile are then counted twice rather than not at all, and only this once.
  const rows = await read<{ at: number; level: LogLevel; function_id: string; lines: number }>(
    `select floor((extract(epoch from l.time) * 1000 - $3) / $4)::float8 as at, l.level, l.function_id, count(*)::int as lines
      from log_lines l
      where l.space_id = $1 and l.function_id = any($2::uuid[]) and l.time >= $5 and l.time < $6 and l.id >= $7 and l.id < $8
      group by 1, 2, 3`,
    [
      count.spaceId,
      [...count.functions.keys()],
      count.from,
      count.stepMs,
      new Date(count.from),
      new Date(count.to),
      firstIdAt(count.from - LATE_MS),
      firstIdAt(count.to + LATE_MS),
    ],
  )
  for (const { at, level, function_id, lines } of rows) add(count.from + at * count.stepMs, level, function_id, lines)
  for (const open of await segments()) {
    signal.throwIfAborted()
    // oxlint-disable-next-line no-await-in-loop -- one at a time
    const file = await open()
    if (file === null) continue
    const minutes = file.db
      .prepare('select minute, function, level, lines from minutes where minute between ? and ?')
      .all(Math.floor(count.from / MINUTE_MS), Math.floor(count.to / MINUTE_MS)) as Record<
      'minute' | 'function' | 'level' | 'lines',
      number
    >[]
    for (const row of minutes) {
      const time = Math.max(count.from, row.minute * MINUTE_MS)
      add(time, LOG_LEVELS[row.level]!, file.functions.get(row.function)!, row.lines)
    }
    // oxlint-disable-next-line no-await-in-loop -- gives others their turn
    await turn()
  }
  return counts
}

/** Counts the lines that a search finds, the newest first, for as long as the budget lasts. */
export async function countFound(
  sources: (after: string | null) => Sources,
  count: LineCount,
  signal: AbortSignal,
): Promise<CountedLines> {
  const counts = new Counts(count)
  const until = performance.now() + count.budgetMs
  let after: string | null = null
  do {
    const budgetMs = until - performance.now()
    if (budgetMs <= 0) break
    // oxlint-disable-next-line no-await-in-loop -- one page after the other
    const found = await searchLines(sources(after), { order: 'desc', limit: PAGE, budgetMs }, signal)
    for (const line of found.lines) counts.add(Date.parse(line.time), line.level, line.function, 1)
    after = found.next
  } while (after !== null)
  if (after !== null) counts.since = Math.max(count.from, Number.parseInt(after.replace('-', '').slice(0, 12), 16))
  return counts
}

/** Whether the minutes of segments can answer. */
export function isCountOfMinutes({ filter, stepMs }: LineCount): boolean {
  return isAboutLevels(filter) && stepMs >= MINUTE_MS
}
