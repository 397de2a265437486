import { INVOCATION_STATUSES, type InvocationStatus } from '@alcove/contract'
import type pg from 'pg'
import { add, bucketOf, pack, type Histogram } from '../metrics/histogram.ts'
import { columnOf, FAILURE_STATUSES } from '../metrics/statuses.ts'
import type { Batch, Sample } from './batch.ts'
import { cleanText } from './clean-text.ts'

interface Minute {
  spaceId: string
  functionId: string
  version: number
  minute: string
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

/** Adds a batch to the minutes its calls started in. */
export async function addMetrics(client: pg.PoolClient, batch: Batch, alive: ReadonlySet<string>): Promise<void> {
  const minutes = minutesOf(batch, alive)
  await client.query({
    name: 'add-metrics',
    text: UPSERT,
    values: [
      minutes.map((minute) => minute.spaceId),
      minutes.map((minute) => minute.functionId),
      minutes.map((minute) => minute.version),
      minutes.map((minute) => minute.minute),
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

function minutesOf({ entries }: Batch, alive: ReadonlySet<string>): Minute[] {
  const minutes = new Map<string, Minute>()
  for (const { functionId, sample } of entries) {
    if (sample === null || !alive.has(functionId)) continue
    const { start, durationMs, peakMemoryMb } = sample
    const key = `${functionId} ${sample.version} ${numberOfMinute(sample.startedAt)}`
    let into = minutes.get(key)
    if (!into) minutes.set(key, (into = empty(functionId, sample)))
    into.statuses[sample.status] += 1
    into.concurrency = Math.max(into.concurrency, sample.concurrency)
    if (peakMemoryMb !== null) into.peakMemoryMb = Math.max(into.peakMemoryMb ?? 0, peakMemoryMb)
    // A refused call has no duration worth a percentile: a flood of them would make a slow function look fast.
    if (start === null) continue
    if (start === 'cold') into.coldStarts += 1
    into.durationSumMs += durationMs
    into.durationMaxMs = Math.max(into.durationMaxMs ?? 0, durationMs)
    add(into.durations, bucketOf(durationMs))
  }
  // In one order everywhere: two processes that update the same rows wait for each other instead of deadlocking.
  return [...minutes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, minute]) => minute)
}

function empty(functionId: string, { spaceId, version, startedAt }: Sample): Minute {
  return {
    spaceId,
    functionId,
    version,
    minute: minuteOf(startedAt),
    statuses: Object.fromEntries(INVOCATION_STATUSES.map((status) => [status, 0])) as Minute['statuses'],
    coldStarts: 0,
    concurrency: 0,
    peakMemoryMb: null,
    durationSumMs: 0,
    durationMaxMs: null,
    durations: new Map(),
  }
}

interface TriggerMinute {
  functionId: string
  triggerName: string
  minute: string
  invocations: number
  failures: number
  lastAt: number
}

/** The same, thin, by trigger. */
export async function addTriggerCounts(client: pg.PoolClient, batch: Batch, alive: ReadonlySet<string>): Promise<void> {
  const groups = new Map<string, TriggerMinute>()
  for (const { functionId, sample } of batch.entries) {
    if (sample?.triggerName == null || !alive.has(functionId)) continue
    const { triggerName, startedAt, status } = sample
    const key = `${functionId} ${triggerName} ${numberOfMinute(startedAt)}`
    let into = groups.get(key)
    if (!into) {
      into = { functionId, triggerName, minute: minuteOf(startedAt), invocations: 0, failures: 0, lastAt: 0 }
      groups.set(key, into)
    }
    into.invocations += 1
    if (FAILURE_STATUSES.includes(status)) into.failures += 1
    into.lastAt = Math.max(into.lastAt, startedAt)
  }
  if (groups.size === 0) return
  const rows = [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group)
  await client.query({
    name: 'add-trigger-counts',
    text: `
      insert into trigger_minutes (function_id, trigger_name, minute, invocations, failures, last_at)
      select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[], $5::int[], $6::timestamptz[])
      on conflict (function_id, trigger_name, minute) do update set
        invocations = trigger_minutes.invocations + excluded.invocations,
        failures = trigger_minutes.failures + excluded.failures,
        last_at = greatest(trigger_minutes.last_at, excluded.last_at)`,
    values: [
      rows.map(({ functionId }) => functionId),
      rows.map(({ triggerName }) => cleanText(triggerName)),
      rows.map(({ minute }) => minute),
      rows.map(({ invocations }) => invocations),
      rows.map(({ failures }) => failures),
      rows.map(({ lastAt }) => new Date(lastAt).toISOString()),
    ],
  })
}

function numberOfMinute(time: number): number {
  return Math.floor(time / 60_000)
}

function minuteOf(time: number): string {
  return new Date(numberOfMinute(time) * 60_000).toISOString()
}
