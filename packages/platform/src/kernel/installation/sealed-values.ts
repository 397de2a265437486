import type pg from 'pg'

/**
 * Where the database holds sealed texts: in any JSON under the name `sealed`, in columns whose names end in `sealed`, and
 * in these.
 */
const TEXT_COLUMNS = [
  { table: 'identity_providers', column: 'client_secret' },
  { table: 'idempotency_keys', column: 'answer' },
]
/** Rows at a time. */
const BATCH = 200

interface SealedColumn {
  table: string
  column: string
  type: 'text' | 'json' | 'jsonb'
}

/** A value that holds sealed texts, and where it is. */
export interface SealedValue extends SealedColumn {
  ctid: string
  /** As the database writes it. */
  value: string
  sealed: string[]
}

/** Each value of the database with sealed texts in it. Partitions hold records of calls, and the audit masks secrets. */
export async function* sealedValues(client: pg.Client): AsyncGenerator<SealedValue> {
  for (const column of await sealedColumns(client)) yield* valuesIn(client, column)
}

async function sealedColumns(client: pg.Client): Promise<SealedColumn[]> {
  const { rows } = await client.query<SealedColumn>(`
    select c.relname as table, a.attname as column, t.typname as type
    from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and not c.relispartition
      and (t.typname in ('json', 'jsonb') or (t.typname = 'text' and a.attname like '%sealed'))
      and not a.attisdropped and c.relname <> 'audit_entries'
    order by 1, 2`)
  return [...TEXT_COLUMNS.map((each): SealedColumn => ({ ...each, type: 'text' })), ...rows]
}

/** A row that changes during the pass moves behind the last page, or the next pass finds it. */
async function* valuesIn(client: pg.Client, at: SealedColumn): AsyncGenerator<SealedValue> {
  const [table, column] = [client.escapeIdentifier(at.table), client.escapeIdentifier(at.column)]
  const holds = at.type === 'text' ? `${column} is not null` : `${column}::text like '%"sealed"%'`
  let after = '(0,0)'
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- one page after the other
    const { rows } = await client.query<{ ctid: string; value: string }>(
      `select ctid, ${column}::text as value from ${table} where ctid > $1::tid and ${holds} order by ctid limit ${BATCH}`,
      [after],
    )
    for (const { ctid, value } of rows) {
      const sealed = at.type === 'text' ? [value] : sealedIn(JSON.parse(value))
      if (sealed.length > 0) yield { ...at, ctid, value, sealed }
    }
    if (rows.length < BATCH) return
    after = rows.at(-1)!.ctid
  }
}

function sealedIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(sealedIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, item]) =>
    name === 'sealed' && typeof item === 'string' ? [item] : sealedIn(item),
  )
}
