import { STORED_KINDS, type PlatformHealth, type StoredKind } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'

/** The kind of rows in a table, by the beginning of its name: partitions are named after their table. */
const KINDS: readonly [beginning: string, kind: StoredKind][] = [
  ['invocations', 'invocations'],
  ['log_lines', 'lines'],
  ['metric_', 'metrics'],
  ['trigger_minutes', 'metrics'],
  ['route_hours', 'metrics'],
  ['usage_hours', 'metrics'],
  ['storage_hours', 'metrics'],
  ['task', 'tasks'],
  ['event', 'events'],
  ['audit', 'audit'],
  ['server_lines', 'serverLog'],
]

export function kindOfTable(name: string): StoredKind {
  return KINDS.find(([beginning]) => name.startsWith(beginning))?.[1] ?? 'otherRows'
}

/** What the database and the stores hold. Code is counted for each version, though equal packages are stored once. */
export async function readStored(
  db: Connection,
  spaceFilesBytes: number,
): Promise<Pick<PlatformHealth, 'stored' | 'segments'>> {
  const sizes = new Map<StoredKind, number>(STORED_KINDS.map((kind) => [kind, 0]))
  const add = (kind: StoredKind, bytes: number) => sizes.set(kind, sizes.get(kind)! + bytes)
  const tables = await rowsOf<{ name: string; bytes: string }>(
    db,
    sql`
      select relname as name, pg_total_relation_size(oid) as bytes from pg_class
      where relkind = 'r' and relnamespace = 'public'::regnamespace`,
  )
  for (const { name, bytes } of tables) add(kindOfTable(name), Number(bytes))
  const [row] = await rowsOf<Record<'code' | 'objects' | 'segments' | 'count' | 'lines' | 'recent', string>>(
    db,
    sql`
      select
        (select coalesce(sum(code_bytes), 0) from drafts) + (select coalesce(sum(code_bytes), 0) from versions)
          + (select coalesce(sum(bytes), 0) from layer_versions) as code,
        (select coalesce(sum(bytes), 0) from buckets) as objects,
        (select coalesce(sum(bytes), 0) from log_segments) as segments,
        (select count(*) from log_segments) as count,
        (select coalesce(sum(lines), 0) from log_segments) as lines,
        (select coalesce(sum(greatest(reltuples, 0)), 0)::int8 from pg_class
          where relkind = 'r' and relname like 'log\\_lines%') as recent`,
  )
  const { code, objects, segments, count, lines, recent } = row!
  add('code', Number(code))
  add('objects', Number(objects))
  add('segments', Number(segments))
  add('spaceFiles', spaceFilesBytes)
  return {
    stored: [...sizes].map(([kind, bytes]) => ({ kind, bytes })),
    segments: { count: Number(count), lines: Number(lines), bytes: Number(segments), recentLines: Number(recent) },
  }
}
