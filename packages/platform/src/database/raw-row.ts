import type { Column, Table } from 'drizzle-orm'

/** `startedAt` → `started_at`: the name of the column behind a property of the schema. */
type Snake<Name extends string> = Name extends `${infer First}${infer Rest}`
  ? First extends Lowercase<First>
    ? `${First}${Snake<Rest>}`
    : `_${Lowercase<First>}${Snake<Rest>}`
  : Name

type Value<C extends Column> =
  | (C['_']['columnType'] extends 'PgTimestamp' | 'PgBigInt53' ? string : C['_']['data'])
  | (C['_']['notNull'] extends true ? never : null)

/** A row of this table as `rowsOf` returns it: the database's names; timestamps and 64-bit integers as text. */
export type RawRow<T extends Table> = {
  [Name in keyof T['_']['columns'] & string as Snake<Name>]: Value<T['_']['columns'][Name]>
}
