import type { InstanceRecord } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import type { Platform } from '../../kernel/platform.ts'

const MINUTE_MS = 60_000

/**
 * Adds values that calls do not carry to the metrics of this minute: the instances of this server, and the tasks that are
 * due and wait. Each server does so once a minute; all of them see the same tasks.
 */
export async function sampleLoad(
  { db, clock, routes }: Pick<Platform, 'db' | 'clock' | 'routes'>,
  live: readonly Pick<InstanceRecord, 'functionId' | 'revision'>[],
): Promise<void> {
  const now = clock.now()
  const minute = new Date(Math.floor(now / MINUTE_MS) * MINUTE_MS).toISOString()
  const counts = [
    ...Map.groupBy(live, ({ functionId, revision }) => `${functionId} ${versionOf(routes, functionId, revision)}`),
  ]
    .map(([key, { length }]) => ({
      functionId: key.split(' ')[0]!,
      version: Number(key.split(' ')[1]),
      instances: length,
    }))
    .toSorted((a, b) => (`${a.functionId} ${a.version}` < `${b.functionId} ${b.version}` ? -1 : 1))
  await db.execute(sql`
    insert into metric_minutes (space_id, function_id, version, minute, instances)
    select f.space_id, f.id, s.version, ${minute}, s.instances
    from unnest(${sql.param(counts.map(({ functionId }) => functionId))}::uuid[],
      ${sql.param(counts.map(({ version }) => version))}::int[],
      ${sql.param(counts.map(({ instances }) => instances))}::int[]) as s (function_id, version, instances)
    join functions f on f.id = s.function_id order by f.id, s.version
    on conflict (function_id, minute, version, qualifier, trigger) do update
      set instances = metric_minutes.instances + excluded.instances`)
  await db.execute(sql`
    insert into metric_minutes (space_id, function_id, version, minute, tasks, queue_max_ms)
    select f.space_id, f.id, 0, ${minute}, s.tasks, s.oldest from (
      select function_id, count(*)::int as tasks,
        extract(epoch from ${new Date(now).toISOString()}::timestamptz - min(run_at)) * 1000 as oldest
      from tasks where state in ('queued', 'retrying') and run_at <= ${new Date(now).toISOString()} group by 1
    ) s join functions f on f.id = s.function_id order by f.id
    on conflict (function_id, minute, version, qualifier, trigger) do update
      set tasks = greatest(metric_minutes.tasks, excluded.tasks),
        queue_max_ms = greatest(metric_minutes.queue_max_ms, excluded.queue_max_ms)`)
}

/** The newest version of the revision; 0: the draft. */
function versionOf(routes: Platform['routes'], functionId: string, revision: string): number {
  const versions = [...(routes.byId(functionId)?.versions ?? [])]
  return Math.max(0, ...versions.filter(([, { id }]) => id === revision).map(([version]) => version))
}
