import { INVOCATION_STATUSES, type InvocationRecord, type InvocationStatus } from '@alcove/contract'
import type pg from 'pg'
import { add, bucketOf, pack, type Histogram } from '../metrics/histogram.ts'
import { columnOf } from '../metrics/statuses.ts'
import type { WatchedMinute } from './note-late.ts'
import type { SinkSpaces } from './sink-spaces.ts'

interface Minute {
  spaceId: string
  functionId: string
  version: number
  /** Minutes since 1970. */
  minute: number
  statuses: Record<InvocationStatus, number>
  coldStarts: number
  concurrency: number
  peakMemoryMb: number | null
  durationSumMs: number
  durationMaxMs: number | null
  durations: Histogram
}

const counters = [...INVOCATION_STATUSES.map(columnOf), 'cold_starts', 'duration_sum_ms']
const peaks = ['concurrency', 'peak_memory_mb', 'duration_max_ms']
const columns = ['space_id', 'function_id', 'version', 'minute', ...counters, ...peaks, 'durations']
const types = ['uuid', 'uuid', 'int4', 'timestamptz', ...counters.map(typeOf), 'int4', 'float4', 'float8', 'text']
const UPSERT = `
  insert into metric_minutes (${columns.join(', ')})
  select ${columns.map((column) => (column === 'durations' ? 'durations::bigint[]' : column)).join(', ')}
  from unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) as added (${columns.join(', ')})
  on conflict (function_id, version, minute) do update set
    ${counters.map((column) => `${column} = metric_minutes.${column} + excluded.${column}`).join(', ')},
    ${peaks.map((column) => `${column} = greatest(metric_minutes.${column}, excluded.${column})`).join(', ')},
    durations = merge_histograms(metric_minutes.durations, excluded.durations)`

function typeOf(counter: string): string {
  return counter === 'duration_sum_ms' ? 'float8' : 'int4'
}

/** Counts calls by the minute they started in, to be added to the stored counts. */
export class MetricMinutes {
  readonly #minutes = new Map<string, Minute>()
  /** Consecutive calls often have the same function and minute. */
  #last: Minute | null = null

  add(record: InvocationRecord): void {
    const { start, durationMs, concurrency, peakMemoryMb } = record.report
    const into = this.#minuteOf(record)
    into.statuses[record.status] += 1
    into.concurrency = Math.max(into.concurrency, concurrency)
    if (peakMemoryMb !== null) into.peakMemoryMb = Math.max(into.peakMemoryMb ?? 0, peakMemoryMb)
    // Refused calls have no meaningful duration: a flood of them would make a slow function look fast.
    if (start === null) return
    if (start === 'cold') into.coldStarts += 1
    into.durationSumMs += durationMs
    into.durationMaxMs = Math.max(into.durationMaxMs ?? 0, durationMs)
    add(into.durations, bucketOf(durationMs))
  }

  #minuteOf({ spaceId, functionId, version: given, startedAt }: InvocationRecord): Minute {
    const version = given ?? 0
    const minute = Math.floor(startedAt / 60_000)
    const last = this.#last
    if (last?.functionId === functionId && last.version === version && last.minute === minute) return last
    const key = `${functionId} ${version} ${minute}`
    let into = this.#minutes.get(key)
    if (!into) this.#minutes.set(key, (into = empty({ spaceId, functionId, version, minute })))
    return (this.#last = into)
  }

  /** The minutes of spaces with sinks. */
  minutesIn(sinkSpaces: Pick<SinkSpaces, 'has'>): WatchedMinute[] {
    return [...this.#minutes.values()]
      .filter(({ spaceId }) => sinkSpaces.has(spaceId))
      .map(({ spaceId, functionId, version, minute }) => ({ spaceId, functionId, version, at: minute * 60_000 }))
  }

  /** Writes the counts of functions that still exist. */
  async write(client: pg.PoolClient, alive: ReadonlySet<string>): Promise<void> {
    // The same order everywhere: processes that update the same rows wait for each other instead of deadlocking.
    const minutes = [...this.#minutes]
      .filter(([, { functionId }]) => alive.has(functionId))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, minute]) => minute)
    if (minutes.length === 0) return
    await client.query({
      name: 'add-metrics',
      text: UPSERT,
      values: [
        minutes.map((minute) => minute.spaceId),
        minutes.map((minute) => minute.functionId),
        minutes.map((minute) => minute.version),
        minutes.map(({ minute }) => startOf(minute)),
        ...INVOCATION_STATUSES.map((status) => minutes.map((minute) => minute.statuses[status])),
        minutes.map((minute) => minute.coldStarts),
        minutes.map((minute) => minute.durationSumMs),
        minutes.map((minute) => minute.concurrency),
        minutes.map((minute) => minute.peakMemoryMb),
        minutes.map((minute) => minute.durationMaxMs),
        minutes.map((minute) => `{${pack(minute.durations).join(',')}}`),
      ],
    })
  }
}

function empty(key: Pick<Minute, 'spaceId' | 'functionId' | 'version' | 'minute'>): Minute {
  return {
    ...key,
    statuses: Object.fromEntries(INVOCATION_STATUSES.map((status) => [status, 0])) as Minute['statuses'],
    coldStarts: 0,
    concurrency: 0,
    peakMemoryMb: null,
    durationSumMs: 0,
    durationMaxMs: null,
    durations: new Map(),
  }
}

function startOf(minute: number): string {
  return new Date(minute * 60_000).toISOString()
}
