import type { InvocationRecord } from '@alcove/contract'
import type pg from 'pg'
import { FAILURE_STATUSES } from '../metrics/statuses.ts'
import { cleanText } from './clean-text.ts'

interface Minute {
  functionId: string
  triggerName: string
  /** Minutes since 1970. */
  minute: number
  invocations: number
  failures: number
  lastAt: number
}

/** Counts calls by the trigger that caused them. Has few columns. */
export class TriggerMinutes {
  readonly #minutes = new Map<string, Minute>()
  #last: Minute | null = null

  add(record: InvocationRecord): void {
    // A route counts its own, with those that no function answers; its name may be that of a trigger.
    if (record.triggerName === null || record.trigger === 'gateway') return
    const into = this.#minuteOf(record, record.triggerName)
    into.invocations += 1
    if (FAILURE_STATUSES.includes(record.status)) into.failures += 1
    into.lastAt = Math.max(into.lastAt, record.startedAt)
  }

  #minuteOf({ functionId, startedAt }: InvocationRecord, triggerName: string): Minute {
    const minute = Math.floor(startedAt / 60_000)
    const last = this.#last
    if (last?.functionId === functionId && last.triggerName === triggerName && last.minute === minute) return last
    const key = `${functionId} ${triggerName} ${minute}`
    let into = this.#minutes.get(key)
    if (!into) {
      into = { functionId, triggerName, minute, invocations: 0, failures: 0, lastAt: 0 }
      this.#minutes.set(key, into)
    }
    return (this.#last = into)
  }

  /** Writes the counts of functions that still exist. */
  async write(client: pg.PoolClient, alive: ReadonlySet<string>): Promise<void> {
    const rows = [...this.#minutes]
      .filter(([, { functionId }]) => alive.has(functionId))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, minute]) => minute)
    if (rows.length === 0) return
    await client.query({
      name: 'add-trigger-counts',
      text: `
        insert into trigger_minutes (function_id, trigger_name, minute, invocations, failures, last_at)
        select * from unnest($1::uuid[], $2::text[], $3::timestamptz[], $4::int[], $5::int[], $6::timestamptz[])
        on conflict (function_id, trigger_name, minute) do update set
          invocations = trigger_minutes.invocations + excluded.invocations,
          failures = trigger_minutes.failures + excluded.failures,
          last_at = greatest(trigger_minutes.last_at, excluded.last_at)`,
      values: [
        rows.map(({ functionId }) => functionId),
        rows.map(({ triggerName }) => cleanText(triggerName)),
        rows.map(({ minute }) => new Date(minute * 60_000).toISOString()),
        rows.map(({ invocations }) => invocations),
        rows.map(({ failures }) => failures),
        rows.map(({ lastAt }) => new Date(lastAt).toISOString()),
      ],
    })
  }
}
