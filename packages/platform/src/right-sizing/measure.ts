import type { FunctionConfiguration } from '@alcove/contract'
import { INVOCATION_STATUSES } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../database/connect.ts'
import { countOf } from '../metrics/statuses.ts'
import type { Measured } from './recommend.ts'

/** The latest calls of the range are looked at one by one; older ones only count in the sums. */
const SAMPLE = 2_000

interface Sums {
  invocations: number
  cold_starts: number
  out_of_memory: number
  concurrency: number
  duration_sum_ms: number
  active_minutes: number
  peak_per_minute: number
}

interface Sample {
  memory_p50: number | null
  memory_p99: number | null
  memory_max: number | null
  duration_p50: number | null
  duration_p95: number | null
  cores_p95: number | null
  bytes_in: number | null
  bytes_out: number | null
}

/** What one function used between two moments, by the minute and by its latest calls. */
export async function measure(
  connection: Connection,
  request: { functionId: string; configuration: FunctionConfiguration; from: Date; to: Date },
): Promise<Measured> {
  const { functionId, configuration } = request
  const [from, to] = [request.from.toISOString(), request.to.toISOString()]
  const all = countOf(INVOCATION_STATUSES)
  const [sums] = await rowsOf<Sums>(
    connection,
    sql`
      select coalesce(sum(calls), 0)::int as invocations, coalesce(sum(cold_starts), 0)::int as cold_starts,
        coalesce(sum(out_of_memory), 0)::int as out_of_memory, coalesce(max(concurrency), 0)::int as concurrency,
        coalesce(sum(duration_sum_ms), 0) as duration_sum_ms, count(*)::int as active_minutes,
        coalesce(max(calls), 0)::int as peak_per_minute
      from (
        select m.minute, sum(${all}) as calls, sum(m.cold_starts) as cold_starts, sum(m.out_of_memory) as out_of_memory,
          max(m.concurrency) as concurrency, sum(m.duration_sum_ms) as duration_sum_ms
        from metric_minutes m
        where m.function_id = ${functionId} and m.minute >= ${from} and m.minute < ${to}
        group by 1
      ) minutes`,
  )
  const [sample] = await rowsOf<Sample>(
    connection,
    sql`
      select percentile_cont(0.5) within group (order by peak_memory_mb) as memory_p50,
        percentile_cont(0.99) within group (order by peak_memory_mb) as memory_p99,
        max(peak_memory_mb) as memory_max,
        percentile_cont(0.5) within group (order by duration_ms) as duration_p50,
        percentile_cont(0.95) within group (order by duration_ms) as duration_p95,
        percentile_cont(0.95) within group (order by cores) filter (where cores is not null) as cores_p95,
        avg(bytes_in)::float8 as bytes_in, avg(bytes_out)::float8 as bytes_out
      from (
        select i.peak_memory_mb, i.duration_ms,
          (i.extras->>'cpuMs')::float8
            / nullif(coalesce((i.extras->'phases'->>'handler')::float8, 0)
              + coalesce((i.extras->'phases'->>'response')::float8, 0), 0) as cores,
          (i.extras->'input'->>'bytes')::float8 as bytes_in, (i.extras->'output'->>'bytes')::float8 as bytes_out
        from invocations i
        where i.function_id = ${functionId} and i.start is not null and i.started_at >= ${from} and i.started_at < ${to}
        order by i.id desc limit ${SAMPLE}
      ) latest`,
  )
  const rangeSeconds = (request.to.getTime() - request.from.getTime()) / 1000
  const { memoryMb, cpus, scaling } = configuration
  return {
    rangeSeconds,
    current: { memoryMb, cpus, minInstances: scaling.minInstances, maxInstances: scaling.maxInstances },
    evidence: {
      invocations: sums!.invocations,
      callsPerMinute: { average: sums!.invocations / (rangeSeconds / 60), peak: sums!.peak_per_minute },
      peakConcurrency: sums!.concurrency,
      peakMemoryMb: { p50: sample!.memory_p50, p99: sample!.memory_p99, max: sample!.memory_max },
      durationMs: { p50: sample!.duration_p50, p95: sample!.duration_p95 },
      coldStarts: sums!.cold_starts,
      outOfMemory: sums!.out_of_memory,
      bytesIn: sample!.bytes_in,
      bytesOut: sample!.bytes_out,
    },
    durationSumMs: sums!.duration_sum_ms,
    activeMinutes: sums!.active_minutes,
    coresUsed: sample!.cores_p95,
  }
}
