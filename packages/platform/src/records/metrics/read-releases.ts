import type { Release } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import { iso, rowsOf, type Connection } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { aliasMoves } from '../../database/schema/index.ts'
import type { TimeRange } from './time-range.ts'

const MOST = 200

/** Alias moves in a range, oldest first. `where` selects functions as `f`. */
export async function readReleases(connection: Connection, where: SQL, range: TimeRange): Promise<Release[]> {
  const rows = await rowsOf<
    { fn: string } & Pick<RawRow<typeof aliasMoves>, 'at' | 'alias' | 'version' | 'additional_weight'>
  >(
    connection,
    sql`
      select m.at, f.name as fn, m.alias, m.version, m.additional_weight
      from alias_moves m join functions f on f.id = m.function_id
      where ${where} and m.at >= ${range.from.toISOString()} and m.at < ${range.to.toISOString()}
      order by m.id desc limit ${MOST}`,
  )
  return rows
    .map(({ at, fn, alias, version, additional_weight }) => ({
      at: iso(at),
      function: fn,
      alias,
      version,
      weight: 1 - (additional_weight ?? 0),
    }))
    .toReversed()
}
