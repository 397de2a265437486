import { sql } from 'drizzle-orm'
import type { Platform } from '../../kernel/platform.ts'
import type { QuotaRefusal } from './gates/gate.ts'

const FLUSH_MS = 1_000

/** The suspension that refuses. */
interface Suspended extends Pick<QuotaRefusal, 'scopeId' | 'limit' | 'resumesAt'> {
  calls: number
}

/** Counts the calls that suspensions refuse, in memory and then in the database. Bounded: one entry for each suspension. */
export class RefusedCalls {
  readonly #platform: () => Platform
  #counts = new Map<string, Suspended>()
  #due: NodeJS.Timeout | undefined

  /** @param platform known once it is open */
  constructor(platform: () => Platform) {
    this.#platform = platform
  }

  count(refusal: QuotaRefusal): void {
    if (refusal.limit !== 'concurrency') this.#add({ ...refusal, calls: 1 })
  }

  #add({ scopeId, limit, resumesAt, calls }: Suspended): void {
    const key = `${scopeId} ${limit} ${resumesAt}`
    const known = this.#counts.get(key)
    if (known) known.calls += calls
    else this.#counts.set(key, { scopeId, limit, resumesAt, calls })
    this.#due ??= setTimeout(() => void this.flush(), FLUSH_MS).unref()
  }

  /** What could not be written is added again and written with the next. */
  async flush(): Promise<void> {
    clearTimeout(this.#due)
    this.#due = undefined
    // Servers that write at the same time lock rows in the same order.
    const rows = [...this.#counts].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
    this.#counts = new Map()
    if (rows.length === 0) return
    try {
      // One that was resumed and suspended again within its window has two rows.
      await this.#platform().db.execute(sql`
        update suspensions s set refused = s.refused + n.calls
        from unnest(
          ${sql.param(rows.map(({ scopeId }) => scopeId))}::uuid[],
          ${sql.param(rows.map(({ limit }) => limit))}::text[],
          ${sql.param(rows.map(({ resumesAt }) => new Date(resumesAt).toISOString()))}::timestamptz[],
          ${sql.param(rows.map(({ calls }) => calls))}::bigint[]
        ) as n (scope_id, "limit", resumes_at, calls)
        cross join lateral (
          select id from suspensions
          where scope_id = n.scope_id and "limit" = n."limit" and resumes_at = n.resumes_at
          order by id desc limit 1
        ) latest
        where s.id = latest.id`)
    } catch (error) {
      this.#platform().log({ level: 'warn', message: 'Refused calls cannot be counted; trying again', error })
      for (const row of rows) this.#add(row)
    }
  }
}
