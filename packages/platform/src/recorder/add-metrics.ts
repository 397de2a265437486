import { INVOCATION_STATUSES, type InvocationRecord, type InvocationStatus } from '@alcove/contract'
import type pg from 'pg'
import { add, bucketOf, pack, type Histogram } from '../metrics/histogram.ts'
import { columnOf, FAILURE_STATUSES } from '../metrics/statuses.ts'

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
export async function addMetrics(client: pg.PoolClient, records: InvocationRecord[]): Promise<void> {
  const minutes = minutesOf(records)
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

function minutesOf(records: InvocationRecord[]): Minute[] {
  const minutes = new Map<string, Minute>()
  for (const record of records) {
    const { report } = record
    const version = record.version ?? 0
    const minute = minuteOf(record.startedAt)
    const key = `${record.functionId} ${version} ${minute}`
    let into = minutes.get(key)
    if (!into) minutes.set(key, (into = empty(record, version, minute)))
    into.statuses[record.status] += 1
    into.concurrency = Math.max(into.concurrency, report.concurrency)
    if (report.peakMemoryMb !== null) into.peakMemoryMb = Math.max(into.peakMemoryMb ?? 0, report.peakMemoryMb)
    // A refused call has no duration worth a percentile: a flood of them would make a slow function look fast.
    if (report.start === null) continue
    if (report.start === 'cold') into.coldStarts += 1
    into.durationSumMs += report.durationMs
    into.durationMaxMs = Math.max(into.durationMaxMs ?? 0, report.durationMs)
    add(into.durations, bucketOf(report.durationMs))
  }
  // In one order everywhere: two processes that update the same rows wait for each other instead of deadlocking.
  return [...minutes].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, minute]) => minute)
}

function empty({ spaceId, functionId }: InvocationRecord, version: number, minute: string): Minute {
  return {
    spaceId,
    functionId,
    version,
    minute,
    statuses: Object.fromEntries(INVOCATION_STATUSES.map((status) => [status, 0])) as Minute['statuses'],
    coldStarts: 0,
    concurrency: 0,
    peakMemoryMb: null,
    durationSumMs: 0,
    durationMaxMs: null,
    durations: new Map(),
  }
}

/** The same, thin, by trigger. */
export async function addTriggerCounts(client: pg.PoolClient, records: InvocationRecord[]): Promise<void> {
  const caused = records.filter((record) => record.triggerName !== null)
  if (caused.length === 0) return
  const groups = Map.groupBy(
    caused,
    (record) => `${record.functionId} ${record.triggerName} ${minuteOf(record.startedAt)}`,
  )
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
      rows.map(([first]) => first!.functionId),
      rows.map(([first]) => first!.triggerName),
      rows.map(([first]) => minuteOf(first!.startedAt)),
      rows.map((group) => group.length),
      rows.map((group) => group.filter((record) => FAILURE_STATUSES.includes(record.status)).length),
      rows.map((group) => new Date(group.reduce((last, record) => Math.max(last, record.startedAt), 0)).toISOString()),
    ],
  })
}

function minuteOf(time: number): string {
  return new Date(Math.floor(time / 60_000) * 60_000).toISOString()
}
