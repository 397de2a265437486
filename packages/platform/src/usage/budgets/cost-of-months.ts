import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../../database/connect.ts'
import { storageHours, usageDays, usageHours } from '../../database/schema/index.ts'
import { billOf, type HeldHour, type UsedHour } from '../bill.ts'
import { periodsOf, type Period } from '../periods.ts'
import { within } from '../read-hours.ts'
import type { StoredPrices } from '../../records/prices/read-prices.ts'

interface Month {
  from: Date
  to: Date
}

type Row = { space_id: string; hour: string } & { [Kind in 'calls' | 'mb_ms' | 'bytes_out']: string } & {
  [Kind in 'code' | 'objects' | 'logs' | 'files']: string
}

/**
 * What each of the spaces costs in a month so far, less what is free: the total of its statement. The database sums up the
 * hours, so that a space with many functions is as cheap to ask as one with few.
 */
export async function costOfMonths(
  db: Connection,
  spaceIds: readonly string[],
  { from, to }: Month,
  lists: readonly StoredPrices[],
): Promise<ReadonlyMap<string, number>> {
  const spaces = sql`${sql.param([...spaceIds])}::uuid[]`
  const { days, hours } = periodsOf({ from, to }, lists)
  const used = (table: typeof usageHours | typeof usageDays, periods: readonly Period[]) => sql`
    select space_id, hour, calls, mb_ms, bytes_out, 0 as code, 0 as objects, 0 as logs, 0 as files
    from ${table} where space_id = any(${spaces}) and (${within(table.hour, periods)})`
  const rows = await rowsOf<Row>(
    db,
    sql`
      select space_id, hour, sum(calls) as calls, sum(mb_ms) as mb_ms, sum(bytes_out) as bytes_out, sum(code) as code,
        sum(objects) as objects, sum(logs) as logs, sum(files) as files
      from (
        ${used(usageDays, days)} union all ${used(usageHours, hours)} union all
        select space_id, hour, 0, 0, 0, code, objects, logs, files from ${storageHours}
        where space_id = any(${spaces}) and ${within(storageHours.hour, [{ from, to }])}) hours
      group by space_id, hour`,
  )
  const costs = new Map(spaceIds.map((id) => [id, 0]))
  for (const [spaceId, ofSpace] of Map.groupBy(rows, (row) => row.space_id)) {
    const { total } = billOf({ used: ofSpace.map(usedIn), held: ofSpace.map(heldIn), lists, end: to }, () => [
      null,
      null,
    ])
    costs.set(spaceId, total ?? 0)
  }
  return costs
}

function usedIn({ hour, calls, mb_ms, bytes_out }: Row): UsedHour {
  return { hour: new Date(hour), calls: Number(calls), mbMs: Number(mb_ms), bytesOut: Number(bytes_out) }
}

function heldIn({ hour, code, objects, logs, files }: Row): HeldHour {
  return {
    hour: new Date(hour),
    code: Number(code),
    objects: Number(objects),
    logs: Number(logs),
    files: Number(files),
  }
}
