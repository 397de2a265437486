import {
  billedMs,
  INVOCATION_STATUSES,
  REFUSED_STATUSES,
  type InvocationRecord,
  type InvocationStatus,
  type Phases,
} from '@alcove/contract'
import type pg from 'pg'
import { add, bucketOf, pack, type Histogram } from '../metrics/histogram.ts'
import { columnOf } from '../metrics/statuses.ts'
import { cleanText } from './clean-text.ts'
import type { WatchedMinute } from './note-late.ts'
import type { SinkSpaces } from './sink-spaces.ts'

interface Minute {
  spaceId: string
  functionId: string
  version: number
  qualifier: string
  trigger: string
  triggerName: string | null
  /** Minutes since 1970. */
  minute: number
  statuses: Record<InvocationStatus, number>
  coldStarts: number
  prewarmedStarts: number
  startSumMs: number
  startMaxMs: number | null
  queueMaxMs: number | null
  concurrency: number
  cpuMs: number
  cpuCalls: number
  bytesIn: number
  bytesOut: number
  mbMs: number
  memoryMb: number
  peakMemoryMb: number | null
  durationSumMs: number
  durationMaxMs: number | null
  durations: Histogram
}

type Values = Record<string, readonly [type: string, of: (minute: Minute) => number | null]>

/** What is added up, by column. */
const COUNTERS: Values = {
  ...Object.fromEntries(
    INVOCATION_STATUSES.map((status) => [columnOf(status), ['int4', (m: Minute) => m.statuses[status]]]),
  ),
  cold_starts: ['int4', (m) => m.coldStarts],
  prewarmed_starts: ['int4', (m) => m.prewarmedStarts],
  start_sum_ms: ['float8', (m) => m.startSumMs],
  cpu_ms: ['float8', (m) => m.cpuMs],
  cpu_calls: ['int4', (m) => m.cpuCalls],
  bytes_in: ['int8', (m) => m.bytesIn],
  bytes_out: ['int8', (m) => m.bytesOut],
  mb_ms: ['int8', (m) => m.mbMs],
  duration_sum_ms: ['float8', (m) => m.durationSumMs],
}
/** Columns that keep the greatest value. */
const PEAKS: Values = {
  concurrency: ['int4', (m) => m.concurrency],
  memory_mb: ['int4', (m) => m.memoryMb],
  peak_memory_mb: ['float4', (m) => m.peakMemoryMb],
  duration_max_ms: ['float8', (m) => m.durationMaxMs],
  start_max_ms: ['float8', (m) => m.startMaxMs],
  queue_max_ms: ['float8', (m) => m.queueMaxMs],
}

const KEY = ['space_id', 'function_id', 'version', 'qualifier', 'trigger', 'minute']
const values = [...Object.values(COUNTERS), ...Object.values(PEAKS)]
const [counters, peaks] = [Object.keys(COUNTERS), Object.keys(PEAKS)]
const columns = [...KEY, ...counters, ...peaks, 'durations']
const types = ['uuid', 'uuid', 'int4', 'text', 'text', 'timestamptz', ...values.map(([type]) => type), 'text']
const UPSERT = `
  insert into metric_minutes (${columns.join(', ')})
  select ${columns.map((column) => (column === 'durations' ? 'durations::bigint[]' : column)).join(', ')}
  from unnest(${types.map((type, index) => `$${index + 1}::${type}[]`).join(', ')}) as added (${columns.join(', ')})
  on conflict (function_id, minute, version, qualifier, trigger) do update set
    ${counters.map((column) => `${column} = metric_minutes.${column} + excluded.${column}`).join(', ')},
    ${peaks.map((column) => `${column} = greatest(metric_minutes.${column}, excluded.${column})`).join(', ')},
    durations = merge_histograms(metric_minutes.durations, excluded.durations)`

/** The phases in which an instance starts. */
const START_PHASES = ['fetch', 'unpack', 'sandbox', 'runtime', 'init'] as const satisfies (keyof Phases)[]

/** Counts calls by the minute they started in, to be added to the stored counts. */
export class MetricMinutes {
  readonly #minutes = new Map<string, Minute>()
  /** Consecutive calls often have the same function and minute. */
  #last: Minute | null = null

  add(record: InvocationRecord): void {
    const { report, input, output } = record
    const { start, durationMs, concurrency, peakMemoryMb, cpuMs, phases } = report
    const into = this.#minuteOf(record)
    into.statuses[record.status] += 1
    into.concurrency = Math.max(into.concurrency, concurrency)
    into.memoryMb = Math.max(into.memoryMb, record.memoryMb)
    if (peakMemoryMb !== null) into.peakMemoryMb = Math.max(into.peakMemoryMb ?? 0, peakMemoryMb)
    if (phases.queue !== undefined) into.queueMaxMs = Math.max(into.queueMaxMs ?? 0, phases.queue)
    if (cpuMs !== null) {
      into.cpuMs += cpuMs
      into.cpuCalls += 1
    }
    // As usage counts it, so that both show the same cost.
    if (!REFUSED_STATUSES.includes(record.status)) {
      into.bytesIn += input?.bytes ?? 0
      into.bytesOut += output?.bytes ?? 0
      into.mbMs += billedMs(report) * record.memoryMb
    }
    // Refused calls have no meaningful duration: a flood of them would make a slow function look fast.
    if (start === null) return
    if (start !== 'warm') addStart(into, start, phases)
    into.durationSumMs += durationMs
    into.durationMaxMs = Math.max(into.durationMaxMs ?? 0, durationMs)
    add(into.durations, bucketOf(durationMs))
  }

  #minuteOf(record: InvocationRecord): Minute {
    const { spaceId, functionId, trigger, triggerName } = record
    const version = record.version ?? 0
    // A caller can name any number of qualifiers that do not exist.
    const qualifier = record.status === 'rejected' && record.revision === null ? '' : record.qualifier
    const minute = Math.floor(record.startedAt / 60_000)
    const last = this.#last
    if (
      last !== null &&
      last.functionId === functionId &&
      last.version === version &&
      last.minute === minute &&
      last.qualifier === qualifier &&
      last.trigger === trigger &&
      last.triggerName === triggerName
    ) {
      return last
    }
    const key = `${functionId} ${minute} ${version} ${qualifier} ${trigger}:${triggerName ?? ''}`
    let into = this.#minutes.get(key)
    if (!into) {
      into = empty({ spaceId, functionId, version, qualifier, trigger, triggerName, minute })
      this.#minutes.set(key, into)
    }
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
        minutes.map(({ qualifier }) => cleanText(qualifier)),
        minutes.map(({ trigger, triggerName }) =>
          cleanText(triggerName === null ? trigger : `${trigger}:${triggerName}`),
        ),
        minutes.map(({ minute }) => startOf(minute)),
        ...values.map(([, of]) => minutes.map(of)),
        minutes.map((minute) => `{${pack(minute.durations).join(',')}}`),
      ],
    })
  }
}

/** Adds a call that started an instance. */
function addStart(into: Minute, start: 'cold' | 'prewarmed', phases: Phases): void {
  if (start === 'cold') into.coldStarts += 1
  else into.prewarmedStarts += 1
  let ms = 0
  for (const phase of START_PHASES) ms += phases[phase] ?? 0
  into.startSumMs += ms
  into.startMaxMs = Math.max(into.startMaxMs ?? 0, ms)
}

type Key = 'spaceId' | 'functionId' | 'version' | 'qualifier' | 'trigger' | 'triggerName' | 'minute'

function empty(key: Pick<Minute, Key>): Minute {
  return {
    ...key,
    statuses: Object.fromEntries(INVOCATION_STATUSES.map((status) => [status, 0])) as Minute['statuses'],
    coldStarts: 0,
    prewarmedStarts: 0,
    startSumMs: 0,
    startMaxMs: null,
    queueMaxMs: null,
    concurrency: 0,
    cpuMs: 0,
    cpuCalls: 0,
    bytesIn: 0,
    bytesOut: 0,
    mbMs: 0,
    memoryMb: 0,
    peakMemoryMb: null,
    durationSumMs: 0,
    durationMaxMs: null,
    durations: new Map(),
  }
}

function startOf(minute: number): string {
  return new Date(minute * 60_000).toISOString()
}
