import type { SinkDataset } from '@alcove/contract'
import type { SinkRecord } from '../read/sink-record.ts'

/** Kinds of columns, which each database spells in its own way. */
export type ColumnKind = 'id' | 'time' | 'name' | 'text' | 'integer' | 'number' | 'json'

export interface TableColumn {
  name: string
  kind: ColumnKind
  of(record: SinkRecord): string | number | Date | null
}

const text = (name: string, key: string, kind: ColumnKind = 'name'): TableColumn => ({
  name,
  kind,
  of: ({ data }) => (data[key] === undefined ? null : (data[key] as string | number | null)),
})

const shared: TableColumn[] = [
  { name: 'id', kind: 'id', of: ({ id }) => id },
  { name: 'at', kind: 'time', of: ({ at }) => new Date(at) },
  text('space', 'space'),
]
const json: TableColumn = { name: 'record', kind: 'json', of: ({ data }) => JSON.stringify(data) }

/** The columns of each dataset's table: what one filters by, and the whole record. */
export const TABLES: Readonly<Record<SinkDataset, readonly TableColumn[]>> = {
  logs: [
    ...shared,
    text('function_name', 'function'),
    text('version', 'version', 'integer'),
    text('level', 'level'),
    text('message', 'message', 'text'),
    text('invocation_id', 'invocationId'),
    json,
  ],
  invocations: [
    ...shared,
    text('function_name', 'function'),
    text('version', 'version', 'integer'),
    text('status', 'status'),
    text('trigger_kind', 'trigger'),
    text('duration_ms', 'durationMs', 'number'),
    text('memory_mb', 'memoryMb', 'integer'),
    text('trace_id', 'traceId'),
    json,
  ],
  metrics: [
    ...shared,
    text('function_name', 'function'),
    text('version', 'version', 'integer'),
    text('invocations', 'invocations', 'integer'),
    text('concurrency', 'concurrency', 'integer'),
    json,
  ],
  traces: [
    { ...shared[0]! },
    shared[1]!,
    { name: 'space', kind: 'name', of: ({ data }) => (data['attributes'] as Record<string, string>)['alcove.space']! },
    text('trace_id', 'traceId'),
    text('span_id', 'spanId'),
    text('parent_span_id', 'parentSpanId'),
    text('name', 'name'),
    text('status', 'status'),
    text('duration_ms', 'durationMs', 'number'),
    json,
  ],
}

export interface Dialect {
  types: Readonly<Record<ColumnKind, string>>
  quote(name: string): string
  /** What stands for the value with this number, from 1. */
  placeholder(number: number): string
  /** The end of an insertion that overwrites rows of the same id. */
  overwrite(columns: readonly string[]): string
}

export function createTable(dialect: Dialect, table: string, columns: readonly TableColumn[]): string {
  const list = columns.map(
    ({ name, kind }) => `${dialect.quote(name)} ${dialect.types[kind]}${kind === 'id' ? ' primary key' : ''}`,
  )
  return `create table if not exists ${dialect.quote(table)} (${list.join(', ')})`
}

export function insertInto(
  dialect: Dialect,
  table: string,
  columns: readonly TableColumn[],
  records: readonly SinkRecord[],
): { text: string; values: (string | number | Date | null)[] } {
  const values = records.flatMap((record) => columns.map(({ of }) => of(record)))
  const names = columns.map(({ name }) => name)
  let number = 0
  const rows = records.map(() => `(${columns.map(() => dialect.placeholder(++number)).join(', ')})`)
  const into = `insert into ${dialect.quote(table)} (${names.map(dialect.quote).join(', ')})`
  return {
    text: `${into} values ${rows.join(', ')} ${dialect.overwrite(names.filter((name) => name !== 'id'))}`,
    values,
  }
}

/** Rows of one statement: PostgreSQL takes 65,535 values. */
export const ROWS = 500
