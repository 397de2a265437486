import { billedMs, REFUSED_STATUSES, type InvocationRecord } from '@alcove/contract'
import type pg from 'pg'
import { cleanText } from './clean-text.ts'

interface Used {
  /** Hours since 1970. */
  hour: number
  functionId: string
  version: number
  qualifier: string
  trigger: string
  triggerName: string
  caller: string
  calls: number
  billedMs: number
  mbMs: number
  bytesIn: number
  bytesOut: number
}

const HOUR_MS = 3600_000

const COLUMNS = `space_id, hour, function_id, function, version, qualifier, trigger, trigger_name, caller, calls, billed_ms,
  mb_ms, bytes_in, bytes_out`
const ADDING = (table: string) => `
  on conflict (space_id, hour, function_id, version, qualifier, trigger, trigger_name, caller) do update set
    function = excluded.function,
    calls = ${table}.calls + excluded.calls,
    billed_ms = ${table}.billed_ms + excluded.billed_ms,
    mb_ms = ${table}.mb_ms + excluded.mb_ms,
    bytes_in = ${table}.bytes_in + excluded.bytes_in,
    bytes_out = ${table}.bytes_out + excluded.bytes_out`

/** What calls used, by hour and day and by whatever it is paid for. Refused calls use nothing. */
export class UsageHours {
  readonly #hours = new Map<string, Used>()
  #last: Used | null = null

  add(record: InvocationRecord): void {
    const { status, report, memoryMb, input, output } = record
    if (REFUSED_STATUSES.includes(status)) return
    const into = this.#usedBy(record)
    const billed = billedMs(report)
    into.calls += 1
    into.billedMs += billed
    into.mbMs += billed * memoryMb
    into.bytesIn += input?.bytes ?? 0
    into.bytesOut += output?.bytes ?? 0
  }

  #usedBy(record: InvocationRecord): Used {
    const { functionId, version, qualifier, trigger, startedAt } = record
    const hour = Math.floor(startedAt / HOUR_MS)
    const triggerName = record.triggerName ?? ''
    // Other callers are addresses, as many as there are.
    const caller = (trigger === 'api' || trigger === 'console' ? record.caller : null) ?? ''
    const last = this.#last
    if (
      last !== null &&
      last.functionId === functionId &&
      last.hour === hour &&
      last.version === (version ?? 0) &&
      last.qualifier === qualifier &&
      last.trigger === trigger &&
      last.triggerName === triggerName &&
      last.caller === caller
    ) {
      return last
    }
    const key = JSON.stringify([functionId, hour, version, qualifier, trigger, triggerName, caller])
    let into = this.#hours.get(key)
    if (!into) {
      const by = { hour, functionId, version: version ?? 0, qualifier, trigger, triggerName, caller }
      into = { ...by, calls: 0, billedMs: 0, mbMs: 0, bytesIn: 0, bytesOut: 0 }
      this.#hours.set(key, into)
    }
    return (this.#last = into)
  }

  /** Adds to the hours and days of functions that still exist. */
  async write(client: pg.PoolClient, alive: ReadonlySet<string>): Promise<void> {
    const rows = [...this.#hours]
      .filter(([, { functionId }]) => alive.has(functionId))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, used]) => used)
    if (rows.length === 0) return
    await client.query({
      name: 'add-usage',
      // Days in the order of their key: batches of several servers lock them one after the other.
      text: `
        with used as (
          select f.space_id, u.hour, f.id as function_id, f.name as function, u.version, u.qualifier, u.trigger,
            u.trigger_name, u.caller, u.calls, u.billed_ms, u.mb_ms, u.bytes_in, u.bytes_out, u.place
          from unnest($1::timestamptz[], $2::uuid[], $3::int[], $4::text[], $5::text[], $6::text[], $7::text[],
            $8::bigint[], $9::bigint[], $10::bigint[], $11::bigint[], $12::bigint[]) with ordinality as u (hour,
            function_id, version, qualifier, trigger, trigger_name, caller, calls, billed_ms, mb_ms, bytes_in, bytes_out,
            place)
          join functions f on f.id = u.function_id
        ), hours as (
          insert into usage_hours (${COLUMNS})
          select ${COLUMNS} from used order by place
          ${ADDING('usage_hours')}
        )
        insert into usage_days (${COLUMNS})
        select space_id, date_trunc('day', hour, 'UTC') as day, function_id, max(function), version, qualifier, trigger,
          trigger_name, caller, sum(calls), sum(billed_ms), sum(mb_ms), sum(bytes_in), sum(bytes_out)
        from used group by space_id, day, function_id, version, qualifier, trigger, trigger_name, caller
        order by function_id, day, version, qualifier, trigger, trigger_name, caller
        ${ADDING('usage_days')}`,
      values: [
        rows.map(({ hour }) => new Date(hour * HOUR_MS).toISOString()),
        rows.map(({ functionId }) => functionId),
        rows.map(({ version }) => version),
        rows.map(({ qualifier }) => cleanText(qualifier)),
        rows.map(({ trigger }) => trigger),
        rows.map(({ triggerName }) => cleanText(triggerName)),
        rows.map(({ caller }) => cleanText(caller)),
        rows.map(({ calls }) => calls),
        rows.map((row) => row.billedMs),
        rows.map(({ mbMs }) => mbMs),
        rows.map(({ bytesIn }) => bytesIn),
        rows.map(({ bytesOut }) => bytesOut),
      ],
    })
  }
}
