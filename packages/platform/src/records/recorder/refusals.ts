import type { InvocationRecord, RepeatedCall } from '@alcove/contract'
import type pg from 'pg'
import { cleanJson } from './clean-text.ts'

/** A recorded refusal. Its row counts later refusals of the same kind. */
export interface CountedRefusal {
  readonly id: string
  readonly spaceId: string
  /** The last few repetitions, newest first. */
  readonly latest: RepeatedCall[]
}

const LATEST = 5
const PATH_CHARACTERS = 200
const MINUTE_MS = 60_000

/**
 * Finds the row that counts a refusal. There is one row per kind and minute. Nothing in a kind is chosen by strangers,
 * so any number of refused requests, with any paths and addresses, makes only a few rows.
 */
export class Refusals {
  #minute = 0
  readonly #open = new Map<string, CountedRefusal>()

  /** The earlier refusal of this kind in this minute; null if this is the first one. */
  find(record: InvocationRecord): CountedRefusal | null {
    const minute = Math.floor(record.startedAt / MINUTE_MS)
    // A call that waited can have started in the previous minute. An older start means that the clock was set back.
    if (minute > this.#minute || minute < this.#minute - 1) {
      this.#minute = minute
      this.#open.clear()
    }
    const kind = kindOf(record)
    const first = this.#open.get(kind)
    if (first === undefined) {
      this.#open.set(kind, { id: record.id, spaceId: record.spaceId, latest: [] })
      return null
    }
    first.latest.unshift(repeatedCallOf(record))
    first.latest.length = Math.min(first.latest.length, LATEST)
    return first
  }
}

function kindOf({ functionId, version, trigger, triggerName, caller, status, report }: InvocationRecord): string {
  // Calling functions are part of the space. Other callers choose their names freely, so those are no part of the kind.
  const by = trigger === 'function' ? caller : triggerName
  return `${functionId} ${version} ${report.code ?? status} ${trigger} ${by}`
}

function repeatedCallOf({ startedAt, caller, http, report }: InvocationRecord): RepeatedCall {
  return {
    at: new Date(startedAt).toISOString(),
    caller,
    message: report.error?.message ?? '',
    httpMethod: http && http.method,
    httpPath: http && http.path.slice(0, PATH_CHARACTERS),
  }
}

/** Repeated refusals, to be added to the rows that count them. */
export class RefusalCounts {
  readonly #counts = new Map<CountedRefusal, number>()

  add(refusal: CountedRefusal): void {
    this.#counts.set(refusal, (this.#counts.get(refusal) ?? 0) + 1)
  }

  async write(client: pg.PoolClient): Promise<void> {
    const counts = [...this.#counts]
    if (counts.length === 0) return
    await client.query({
      name: 'count-refusals',
      text: `
        update invocations i set repeats = i.repeats + added.count, repeated = added.repeated::jsonb
        from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[]) as added (space_id, id, count, repeated)
        where i.space_id = added.space_id and i.id = added.id`,
      values: [
        counts.map(([{ spaceId }]) => spaceId),
        counts.map(([{ id }]) => id),
        counts.map(([, count]) => count),
        counts.map(([{ latest }]) => cleanJson(JSON.stringify({ lastAt: latest[0]!.at, latest }))),
      ],
    })
  }
}
