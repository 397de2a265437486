import { sql } from 'drizzle-orm'
import { rowsOf, type Connection } from '../database/connect.ts'
import type { Job } from './job.ts'

/** Jobs of a space in the trash wait until it is restored. */
const notInTrash = sql`(space_id is null or space_id not in (select id from spaces where trashed_at is not null))`

/*
 * A job belongs to the server named in `owner` until `lease_until`, by the database's clock, which all servers share.
 * A server that does not renew the lease in time loses the job to whichever claims it next.
 */

interface Claim {
  kind: string
  owner: string
  /** The most to claim. */
  limit: number
  /** The most of one space that run at a time. Left out: as many as there is room for. */
  ofASpace?: number | undefined
  leaseMs: number
}

/**
 * Jobs that are due become the owner's: first those of spaces with the fewest jobs running or chosen already, and of one
 * space those that have been due longest. Several servers never claim the same one.
 */
export async function claimJobs(db: Connection, { kind, owner, limit, leaseMs, ofASpace }: Claim): Promise<Job[]> {
  return rowsOf<Job>(
    db,
    sql`
      with running as materialized (
        select space_id, count(*) as jobs from jobs
        where kind = ${kind} and owner is not null and lease_until >= now() group by space_id
      ), turns as materialized (
        select key, row_number() over (partition by space_id order by run_at, key)
          + coalesce((select jobs from running where running.space_id is not distinct from waiting.space_id), 0) as turn
        from jobs waiting where kind = ${kind} and run_at <= now() and (owner is null or lease_until < now())
          and ${notInTrash}
      ), due as (
        select jobs.key from jobs join turns using (key)
        where kind = ${kind} and run_at <= now() and (owner is null or lease_until < now())
          ${ofASpace === undefined ? sql`` : sql`and (space_id is null or turn <= ${ofASpace})`}
        order by turn, run_at, key
        limit ${limit}
        for update of jobs skip locked
      )
      update jobs set owner = ${owner}, lease_until = ${leaseEnd(leaseMs)}, attempts = attempts + 1
      from due where jobs.kind = ${kind} and jobs.key = due.key
      returning jobs.kind, jobs.key, payload, attempts as attempt`,
  )
}

/** Extends the leases that the owner still has. @returns the keys of those jobs; the others are somebody else's now */
export async function renewLeases(
  db: Connection,
  { kind, keys, owner, leaseMs }: { kind: string; keys: string[]; owner: string; leaseMs: number },
): Promise<string[]> {
  const rows = await rowsOf<{ key: string }>(
    db,
    sql`
      update jobs set lease_until = ${leaseEnd(leaseMs)}
      where kind = ${kind} and key = any(${textArray(keys)}) and owner = ${owner}
      returning key`,
  )
  return rows.map(({ key }) => key)
}

/** Ends the job. @returns whether it was still the owner's: if not, nothing that depends on it may be committed */
export async function deleteJob(db: Connection, { kind, key }: Job, owner: string): Promise<boolean> {
  const rows = await rowsOf(
    db,
    sql`delete from jobs where kind = ${kind} and key = ${key} and owner = ${owner} returning key`,
  )
  return rows.length > 0
}

/** Gives the job back, to be claimed again in `inMs`. A job given back unfinished does not count as an attempt. */
export async function releaseJob(
  db: Connection,
  { kind, key }: Job,
  owner: string,
  given: { inMs: number; error: string } | 'unfinished',
): Promise<void> {
  const back =
    given === 'unfinished'
      ? sql`attempts = attempts - 1`
      : sql`run_at = now() + make_interval(secs => ${given.inMs / 1000}), last_error = ${given.error}`
  await db.execute(sql`
    update jobs set owner = null, lease_until = null, ${back}
    where kind = ${kind} and key = ${key} and owner = ${owner}`)
}

/** Milliseconds until the next job of this kind can be claimed, 0 if one can be now; null when there is none. */
export async function nextDueIn(db: Connection, kind: string): Promise<number | null> {
  const [row] = await rowsOf<{ ms: number | null }>(
    db,
    sql`
      select extract(epoch from min(greatest(run_at, coalesce(lease_until, run_at))) - now())::float8 * 1000 as ms
      from jobs where kind = ${kind} and ${notInTrash}`,
  )
  const ms = row?.ms ?? null
  return ms === null ? null : Math.max(0, ms)
}

const leaseEnd = (leaseMs: number) => sql`now() + make_interval(secs => ${leaseMs / 1000})`
const textArray = (values: string[]) => sql`${sql.param(values)}::text[]`
