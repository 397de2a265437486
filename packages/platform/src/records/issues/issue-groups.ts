import type { InvocationRecord } from '@alcove/contract'
import type pg from 'pg'
import { newId } from '../../database/ids.ts'
import { FAILURE_STATUSES } from '../metrics/statuses.ts'
import { cleanText } from '../recorder/clean-text.ts'
import { hash } from 'node:crypto'
import { shapeOf, type ErrorShape } from './fingerprint.ts'

/** A space has at most this many issues. Failures beyond that share one issue per function. */
const MOST_GROUPS = 1_000
const MOST_IN_BATCH = 200
/** Values of one kind that an issue names: callers only to count them. */
const KEPT = { versions: 20, triggers: 20, callers: 100, latest: 20 }
const MESSAGE_CHARACTERS = 500
/** The fingerprint of that shared issue. */
export const OTHER = 'other'

interface Group {
  space_id: string
  function_id: string
  fingerprint: string
  type: string
  message: string
  frames: string[]
  count: number
  first_seen: string
  last_seen: string
  versions: number[]
  triggers: string[]
  callers: string[]
  latest: string[]
  hours: Record<string, number>
}

/** What makes a failure part of an issue; null for other calls. */
export function failureShape({ report: { error, status } }: InvocationRecord): ErrorShape | null {
  return error !== null && FAILURE_STATUSES.includes(status) ? shapeOf(error) : null
}

/** Failures of a batch by their fingerprints, to be added to the stored issues. */
export class IssueGroups {
  readonly #groups = new Map<string, Group>()
  /** Some of what was written opened or came back. */
  unannounced = false

  add(record: InvocationRecord, { fingerprint, frames }: ErrorShape): void {
    const error = record.report.error!
    const key = `${record.functionId} ${fingerprint}`
    const full = this.#groups.size >= MOST_IN_BATCH && !this.#groups.has(key)
    const into = full ? this.#other(record) : this.#group(key, record, fingerprint)
    const at = new Date(record.startedAt).toISOString()
    if (into.fingerprint !== OTHER) Object.assign(into, sampleOf(error), { frames: frames.map(cleanText) })
    into.count += 1
    if (at < into.first_seen) into.first_seen = at
    if (at > into.last_seen) into.last_seen = at
    keep(into.versions, record.version ?? 0, KEPT.versions)
    keep(into.triggers, record.triggerName ? cleanText(record.triggerName) : record.trigger, KEPT.triggers)
    // Hashed: a caller may be an address of any length, and is only counted.
    if (record.caller !== null) keep(into.callers, hash('sha256', record.caller, 'hex').slice(0, 16), KEPT.callers)
    into.latest.unshift(record.id)
    into.latest.length = Math.min(into.latest.length, KEPT.latest)
    const hour = `${at.slice(0, 13)}:00:00.000Z`
    into.hours[hour] = (into.hours[hour] ?? 0) + 1
  }

  /** Writes the failures of functions that still exist. */
  async write(client: pg.PoolClient, alive: ReadonlySet<string>): Promise<void> {
    const groups = [...this.#groups.values()].filter(({ function_id }) => alive.has(function_id))
    if (groups.length === 0) return
    // The same order everywhere: processes that update the same rows wait for each other instead of deadlocking.
    const rows = (await withRoom(client, groups)).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1))
    const { rows: stored } = await client.query<{
      id: string
      function_id: string
      fingerprint: string
      announced: boolean
    }>({
      name: 'add-issues',
      text: UPSERT,
      values: [JSON.stringify(rows.map((row) => ({ id: newId(), ...row })))],
    })
    this.unannounced = stored.some(({ announced }) => !announced)
    const ids = new Map(stored.map((row) => [keyOf(row), row.id]))
    const hours = rows.flatMap((row) =>
      Object.entries(row.hours).map(([hour, count]) => ({ id: ids.get(keyOf(row))!, hour, count })),
    )
    await client.query({
      name: 'add-issue-hours',
      text: `
        insert into issue_hours (issue_id, hour, count)
        select * from unnest($1::uuid[], $2::timestamptz[], $3::int[])
        on conflict (issue_id, hour) do update set count = issue_hours.count + excluded.count`,
      values: [hours.map(({ id }) => id), hours.map(({ hour }) => hour), hours.map(({ count }) => count)],
    })
  }

  #other(record: InvocationRecord): Group {
    return this.#group(`${record.functionId} ${OTHER}`, record, OTHER)
  }

  #group(key: string, { spaceId, functionId, startedAt }: InvocationRecord, fingerprint: string): Group {
    let group = this.#groups.get(key)
    if (!group) {
      const at = new Date(startedAt).toISOString()
      group = {
        space_id: spaceId,
        function_id: functionId,
        fingerprint,
        type: 'Error',
        message: '',
        frames: [],
        count: 0,
        first_seen: at,
        last_seen: at,
        versions: [],
        triggers: [],
        callers: [],
        latest: [],
        hours: {},
      }
      this.#groups.set(key, group)
    }
    return group
  }
}

/** Merges arrays without duplicates and keeps at most `most` values. */
const merged = (column: string, order: string, most: number) =>
  `(select array_agg(v) from (
      select distinct v from unnest(issues.${column} || excluded.${column}) v order by v ${order} limit ${most}) as kept)`

/**
 * Reopens a resolved issue that occurs again in the version that fixed it, in a later one or in the draft, and an ignored
 * one that occurs after its time or more often than allowed.
 */
const BACK = `(
  issues.status = 'resolved' and excluded.last_seen > issues.changed_at and (issues.resolved_in is null or exists (
    select from unnest(excluded.versions) v where v = 0 or v >= issues.resolved_in))
  or issues.status = 'ignored' and (
    excluded.last_seen >= issues.ignored_until or issues.count + excluded.count >= issues.ignored_to_count))`

const UPSERT = `
  insert into issues (id, space_id, function_id, fingerprint, type, message, frames, count, first_seen, last_seen,
    versions, triggers, callers, latest)
  select * from jsonb_to_recordset($1::jsonb) as added (id uuid, space_id uuid, function_id uuid, fingerprint text,
    type text, message text, frames text[], count int, first_seen timestamptz, last_seen timestamptz,
    versions int[], triggers text[], callers text[], latest uuid[])
  on conflict (function_id, fingerprint) do update set
    message = excluded.message,
    frames = excluded.frames,
    count = issues.count + excluded.count,
    first_seen = least(issues.first_seen, excluded.first_seen),
    last_seen = greatest(issues.last_seen, excluded.last_seen),
    versions = ${merged('versions', 'desc', KEPT.versions)},
    triggers = ${merged('triggers', 'asc', KEPT.triggers)},
    callers = coalesce(${merged('callers', 'asc', KEPT.callers)}, '{}'),
    latest = (excluded.latest || issues.latest)[1:${KEPT.latest}],
    status = case when ${BACK} then 'open' else issues.status end,
    reopened_at = case when ${BACK} then excluded.last_seen else issues.reopened_at end,
    announced = issues.announced and ${BACK} is not true
  returning id, function_id, fingerprint, announced`

/** Merges groups that exceed the limit of their space into the shared issue of their function. */
async function withRoom(client: pg.PoolClient, groups: readonly Group[]): Promise<Group[]> {
  const { rows: known } = await client.query<{ function_id: string; fingerprint: string }>({
    name: 'known-issues',
    text: `
      select function_id, fingerprint from issues
      join unnest($1::uuid[], $2::text[]) as wanted (function_id, fingerprint) using (function_id, fingerprint)`,
    values: [groups.map(({ function_id }) => function_id), groups.map(({ fingerprint }) => fingerprint)],
  })
  const stored = new Set(known.map(keyOf))
  const fresh = groups.filter((group) => !stored.has(keyOf(group)))
  if (fresh.length === 0) return [...groups]
  const { rows: counts } = await client.query<{ space_id: string; count: number }>({
    name: 'count-issues',
    text: 'select space_id, count(*)::int as count from issues where space_id = any($1::uuid[]) group by space_id',
    values: [[...new Set(fresh.map(({ space_id }) => space_id))]],
  })
  const used = new Map(counts.map(({ space_id, count }) => [space_id, count]))
  const rows = new Map<string, Group>()
  for (const group of groups) {
    let row = group
    if (!stored.has(keyOf(group)) && group.fingerprint !== OTHER) {
      const before = used.get(group.space_id) ?? 0
      if (before >= MOST_GROUPS) row = { ...group, fingerprint: OTHER, type: 'Error', message: '', frames: [] }
      else used.set(group.space_id, before + 1)
    }
    const same = rows.get(keyOf(row))
    rows.set(keyOf(row), same ? join(same, row) : row)
  }
  return [...rows.values()]
}

function join(a: Group, b: Group): Group {
  const hours = { ...a.hours }
  for (const [hour, count] of Object.entries(b.hours)) hours[hour] = (hours[hour] ?? 0) + count
  return {
    ...a,
    count: a.count + b.count,
    first_seen: a.first_seen < b.first_seen ? a.first_seen : b.first_seen,
    last_seen: a.last_seen > b.last_seen ? a.last_seen : b.last_seen,
    versions: both(a.versions, b.versions, KEPT.versions),
    triggers: both(a.triggers, b.triggers, KEPT.triggers),
    callers: both(a.callers, b.callers, KEPT.callers),
    latest: both(a.latest, b.latest, KEPT.latest),
    hours,
  }
}

function both<T>(a: readonly T[], b: readonly T[], most: number): T[] {
  return [...new Set([...a, ...b])].slice(0, most)
}

function keep<T>(values: T[], value: T, most: number): void {
  if (values.length < most && !values.includes(value)) values.push(value)
}

function keyOf({ function_id, fingerprint }: Pick<Group, 'function_id' | 'fingerprint'>): string {
  return `${function_id} ${fingerprint}`
}

function sampleOf({ name, message }: { name: string; message: string }) {
  return { type: cleanText(name.slice(0, 100)), message: cleanText(message.slice(0, MESSAGE_CHARACTERS)) }
}
