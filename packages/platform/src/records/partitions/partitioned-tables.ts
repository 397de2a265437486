import type { RecordKind } from '@alcove/contract'
import { firstIdAt } from '../../database/ids.ts'

/** A table that PostgreSQL splits by time, so that old rows go by dropping a partition. */
export interface PartitionedTable {
  name: string
  /** The column that partitions are ranges of: a UUIDv7, which begins with its time, or a timestamp. */
  key: string
  keyIs: 'id' | 'time'
  span: 'day' | 'month'
  kind: RecordKind
  /** Whether rows name their space; without it they go when no space keeps them any longer. */
  bySpace: boolean
}

export const PARTITIONED_TABLES: readonly PartitionedTable[] = [
  { name: 'invocations', key: 'id', keyIs: 'id', span: 'day', kind: 'invocations', bySpace: true },
  { name: 'log_lines', key: 'id', keyIs: 'id', span: 'day', kind: 'lines', bySpace: false },
  { name: 'metric_minutes', key: 'minute', keyIs: 'time', span: 'month', kind: 'metrics', bySpace: true },
  { name: 'trigger_minutes', key: 'minute', keyIs: 'time', span: 'month', kind: 'metrics', bySpace: false },
]

/** The key of the first row at `time`, as PostgreSQL's text. */
export function keyAt({ keyIs }: PartitionedTable, time: number): string {
  return keyIs === 'id' ? firstIdAt(time) : new Date(time).toISOString()
}

/** The time of a key in PostgreSQL's text. */
export function timeOfKey({ keyIs }: PartitionedTable, key: string): number {
  return keyIs === 'id' ? Number.parseInt(key.replace('-', '').slice(0, 12), 16) : Date.parse(key)
}

/** The keys between which a partition's rows lie, from its bound as PostgreSQL writes it. Null: there is no end. */
export function boundsOf(bound: string): { from: string | null; to: string | null } {
  const [from, to] = [...bound.matchAll(/\((?:'([^']+)'|MINVALUE|MAXVALUE)\)/g)].map(([, key]) => key ?? null)
  return { from: from ?? null, to: to ?? null }
}

/** Starts of the span that `now` is in and of the `count` next ones, in UTC. */
export function startsOfSpans(span: PartitionedTable['span'], now: number, count: number): number[] {
  const date = new Date(now)
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()]
  return Array.from({ length: count + 1 }, (_, n) =>
    span === 'day' ? Date.UTC(year, month, day + n) : Date.UTC(year, month + n, 1),
  )
}
