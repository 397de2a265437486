import { INVOCATION_STATUSES, type FunctionConfiguration } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { ofCallers } from '../invocations/of-callers.ts'
import { countOf } from '../metrics/statuses.ts'
import { ENOUGH_CALLS, type Measured } from './recommend.ts'

/** Looks at this many of the latest calls one by one. Older ones count only in the sums. */
const SAMPLE = 2_000
/** The highest of this many calls is above the 95th percentile with 95 % confidence: 0.95 ^ 60 < 0.05. */
const ENOUGH_FOR_P95 = 60

/** Excludes refused calls: they use nothing, and a flood of them says nothing about calls that ran. */
const RAN = INVOCATION_STATUSES.filter((status) => status !== 'throttled' && status !== 'rejected')

interface Sums {
  invocations: number
  cold_starts: number
  concurrency: number
  duration_sum_ms: number
  active_minutes: number
  peak_per_minute: number
}

interface Sample {
  memory_calls: number
  memory_p50: number | null
  memory_p99: number | null
  memory_max: number | null
  duration_p50: number | null
  duration_p95: number | null
  cores_p95: number | null
  bytes_in: number | null
  bytes_out: number | null
}

interface Exhausted {
  calls: number
  largest: number | null
}

interface Request {
  functionId: string
  configuration: FunctionConfiguration
  from: Date
  to: Date
}

/** What a function used in a range of time: by the minute, and by its latest calls. */
export async function measure(connection: Connection, request: Request): Promise<Measured> {
  const { memoryMb, cpus, scaling } = request.configuration
  const sums = await readSums(connection, request)
  const sample = await readSample(connection, request)
  const exhausted = await readExhausted(connection, request)
  const rangeSeconds = (request.to.getTime() - request.from.getTime()) / 1000
  return {
    rangeSeconds,
    current: {
      memoryMb,
      cpus,
      minInstances: scaling.minInstances,
      maxInstances: scaling.maxInstances,
      concurrency: scaling.concurrency,
    },
    evidence: {
      invocations: sums.invocations,
      callsPerMinute: { average: sums.invocations / (rangeSeconds / 60), peak: sums.peak_per_minute },
      peakConcurrency: sums.concurrency,
      peakMemoryMb: { p50: sample.memory_p50, p99: sample.memory_p99, max: sample.memory_max },
      durationMs: { p50: sample.duration_p50, p95: sample.duration_p95 },
      coldStarts: sums.cold_starts,
      outOfMemory: exhausted.calls,
      bytesIn: sample.bytes_in,
      bytesOut: sample.bytes_out,
    },
    memoryCalls: sample.memory_calls,
    exhaustedMb: exhausted.largest,
    durationSumMs: sums.duration_sum_ms,
    activeMinutes: sums.active_minutes,
    coresUsed: sample.cores_p95,
  }
}

/** Sums of whole minutes, including the one in which the range begins: a young function would lose its first calls. */
async function readSums(connection: Connection, { functionId, ...range }: Request): Promise<Sums> {
  const [from, to] = [range.from.toISOString(), range.to.toISOString()]
  const [sums] = await rowsOf<Sums>(
    connection,
    sql`
      select coalesce(sum(calls), 0)::int as invocations, coalesce(sum(cold_starts), 0)::int as cold_starts,
        coalesce(max(concurrency), 0)::int as concurrency, coalesce(sum(duration_sum_ms), 0) as duration_sum_ms,
        (count(*) filter (where calls > 0))::int as active_minutes, coalesce(max(calls), 0)::int as peak_per_minute
      from (
        select m.minute, sum(${countOf(RAN)}) as calls, sum(m.cold_starts) as cold_starts,
          max(m.concurrency) as concurrency, sum(m.duration_sum_ms) as duration_sum_ms
        from metric_minutes m
        where m.function_id = ${functionId} and m.minute >= date_trunc('minute', ${from}::timestamptz) and m.minute < ${to}
        group by 1
      ) minutes`,
  )
  return sums!
}

/**
 * Reads calls made with the present memory size, or all calls while there are too few of those. A call's memory depends
 * on the size, because garbage collectors take their time when there is plenty.
 */
async function readSample(connection: Connection, { functionId, configuration, ...range }: Request): Promise<Sample> {
  const [from, to] = [range.from.toISOString(), range.to.toISOString()]
  const [sample] = await rowsOf<Sample>(
    connection,
    sql`
      with latest as (
        select i.memory_mb, i.peak_memory_mb, i.duration_ms,
          (i.extras->>'cpuMs')::float8
            / nullif(coalesce((i.extras->'phases'->>'handler')::float8, 0)
              + coalesce((i.extras->'phases'->>'response')::float8, 0), 0) as cores,
          coalesce((i.extras->'input'->>'bytes')::float8, octet_length(i.input_text)) as bytes_in,
          coalesce((i.extras->'output'->>'bytes')::float8, octet_length(i.output_text)) as bytes_out
        from invocations i
        where i.function_id = ${functionId} and i.start is not null and i.started_at >= ${from} and i.started_at < ${to}
          and ${ofCallers(sql`i.trigger_name`)}
        order by i.id desc limit ${SAMPLE}
      ), counted as (
        select *, count(*) filter (where memory_mb = ${configuration.memoryMb}) over () as same from latest
      )
      select count(peak_memory_mb)::int as memory_calls,
        percentile_cont(0.5) within group (order by peak_memory_mb) as memory_p50,
        percentile_cont(0.99) within group (order by peak_memory_mb) as memory_p99,
        max(peak_memory_mb) as memory_max,
        percentile_cont(0.5) within group (order by duration_ms) as duration_p50,
        percentile_cont(0.95) within group (order by duration_ms) as duration_p95,
        case when count(cores) >= ${ENOUGH_FOR_P95}
          then percentile_cont(0.95) within group (order by cores) end as cores_p95,
        avg(bytes_in)::float8 as bytes_in, avg(bytes_out)::float8 as bytes_out
      from counted
      where same < ${ENOUGH_CALLS} or memory_mb = ${configuration.memoryMb}`,
  )
  return sample!
}

/** Calls that ran out of memory at the present size or more, and the largest size that a call ran out of. */
async function readExhausted(
  connection: Connection,
  { functionId, configuration, ...range }: Request,
): Promise<Exhausted> {
  const [from, to] = [range.from.toISOString(), range.to.toISOString()]
  const [exhausted] = await rowsOf<Exhausted>(
    connection,
    sql`
      select (count(*) filter (where i.memory_mb >= ${configuration.memoryMb}))::int as calls, max(i.memory_mb) as largest
      from invocations i
      -- Said twice, so that the index of failures serves.
      where i.function_id = ${functionId} and i.status <> 'success' and i.status = 'outOfMemory'
        and i.started_at >= ${from} and i.started_at < ${to} and ${ofCallers(sql`i.trigger_name`)}`,
  )
  return exhausted!
}
