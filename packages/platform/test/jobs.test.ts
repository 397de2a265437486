import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { change } from '../src/kernel/change.ts'
import { rowsOf } from '../src/database/connect.ts'
import { sql } from 'drizzle-orm'
import type { AttemptEnd, Job, JobKind } from '../src/jobs/job.ts'
import { claimJobs } from '../src/jobs/leases.ts'
import { queueJob } from '../src/jobs/queue-job.ts'
import { runJobs } from '../src/jobs/run-jobs.ts'
import type { Platform } from '../src/kernel/platform.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, ROOT } from './scene.ts'

/** Two servers on one database. */
let one: TestPlatform
let other: TestPlatform
beforeAll(async () => {
  one = await openTestPlatform({ log: () => {} })
  other = await openTestPlatform({ databaseUrl: one.databaseUrl, log: () => {} })
})
afterAll(async () => {
  await other.close()
  await one.close()
})

const DONE: AttemptEnd = { kind: 'done' }
const QUICK = { maxAttempts: 3, firstDelayMs: 1, maxDelayMs: 1 }
const patience = { timeout: 60_000, interval: 10 }

let kinds = 0
/** A kind of job nobody else has. */
function newKind(): string {
  kinds += 1
  return `test-${kinds}`
}

function run(platform: Platform, kind: string, doing: Partial<JobKind>, leaseMs?: number) {
  const defaults: JobKind = { concurrency: 4, retry: QUICK, attempt: async () => DONE, giveUp: async () => {} }
  const runner = runJobs(platform, { [kind]: { ...defaults, ...doing } }, leaseMs === undefined ? {} : { leaseMs })
  onTestFinished(() => runner.close())
  return runner
}

function queue(kind: string, keys: string[], platform: Platform = one): Promise<void> {
  return change(as(platform, ROOT), async (ctx) => {
    for (const key of keys) await queueJob(ctx, { kind, key })
  })
}

const left = (kind: string) =>
  rowsOf<{ key: string; owner: string | null; attempts: number; last_error: string | null }>(
    one.db,
    sql`select key, owner, attempts, last_error from jobs where kind = ${kind} order by key`,
  )
const untilNoneLeft = (kind: string) => vi.waitFor(async () => expect(await left(kind)).toEqual([]), patience)

test('two servers share the jobs, and each job is done once', async () => {
  const kind = newKind()
  const done: string[] = []
  const attempt = async ({ key }: Job) => {
    done.push(key)
    return DONE
  }
  for (const platform of [one, other]) run(platform, kind, { attempt })
  const keys = Array.from({ length: 200 }, (_, n) => `job-${String(n).padStart(3, '0')}`)
  await queue(kind, keys)
  await untilNoneLeft(kind)
  expect(done.toSorted()).toEqual(keys)
})

test('a server runs no more of a kind at a time than the kind allows', async () => {
  const kind = newKind()
  let running = 0
  let most = 0
  const attempt = async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running -= 1
    return DONE
  }
  run(one, kind, { attempt, concurrency: 3 })
  await queue(kind, ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'])
  await untilNoneLeft(kind)
  expect(most).toBe(3)
})

test('jobs of a space that hang do not hold up those of another, and each that ends makes room', async () => {
  const kind = newKind()
  const [shop, media] = ['01900000-0000-7000-8000-000000000001', '01900000-0000-7000-8000-000000000002']
  const hanging = new Map<string, () => void>()
  const done: string[] = []
  const attempt = async ({ key }: Job, signal: AbortSignal) => {
    if (key.startsWith('hangs')) {
      await new Promise<void>((resolve) => {
        hanging.set(key, resolve)
        signal.addEventListener('abort', () => resolve())
      })
      hanging.delete(key)
    }
    done.push(key)
    return DONE
  }
  for (const platform of [one, other]) run(platform, kind, { attempt, concurrency: 4, concurrencyOfASpace: 2 })
  const queueOf = (spaceId: string, keys: string[]) =>
    change(as(one, ROOT), async (ctx) => {
      for (const key of keys) await queueJob(ctx, { kind, key, spaceId })
    })
  await queueOf(shop, [
    'hangs-1',
    'hangs-2',
    'hangs-3',
    'hangs-4',
    'hangs-5',
    'hangs-6',
    'hangs-7',
    'hangs-8',
    'hangs-9',
  ])
  await vi.waitFor(() => expect(hanging.size).toBe(2), patience)
  await queueOf(media, ['a', 'b', 'c'])
  await vi.waitFor(() => expect(done.toSorted()).toEqual(['a', 'b', 'c']), patience)
  expect(hanging.size).toBe(2)
  await vi.waitFor(() => {
    for (const end of hanging.values()) end()
    expect(done).toHaveLength(12)
  }, patience)
  await untilNoneLeft(kind)
})

test('the other server is notified when a job is queued, and the same job is not queued twice', async () => {
  const kind = newKind()
  const told = other.jobs.next(kind, 60_000)
  await queue(kind, ['same', 'same'])
  await queue(kind, ['same'])
  await told
  expect(await left(kind)).toEqual([{ key: 'same', owner: null, attempts: 0, last_error: null }])
})

test('a change that PostgreSQL ends because another one waits for it runs again', async () => {
  const kind = newKind()
  await queue(kind, ['left', 'right'])
  const both = Promise.withResolvers<void>()
  let holding = 0
  let runs = 0
  const touch = (first: string, second: string) =>
    change(as(one, ROOT), async ({ db }) => {
      runs += 1
      await db.execute(sql`update jobs set attempts = attempts + 1 where kind = ${kind} and key = ${first}`)
      holding += 1
      if (holding === 2) both.resolve()
      await both.promise
      await db.execute(sql`update jobs set attempts = attempts + 1 where kind = ${kind} and key = ${second}`)
    })
  await Promise.all([touch('left', 'right'), touch('right', 'left')])
  // PostgreSQL may end one of them more than once.
  expect(runs).toBeGreaterThan(2)
  expect((await left(kind)).map(({ attempts }) => attempts)).toEqual([2, 2])
})

test('a job is queued with the change that asks for it, or not at all', async () => {
  const kind = newKind()
  const failing = change(as(one, ROOT), async (ctx) => {
    await queueJob(ctx, { kind, key: 'a' })
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  expect(await left(kind)).toEqual([])
})

test('a job is not started before its time', async () => {
  const kind = newKind()
  await change(as(one, ROOT), (ctx) => queueJob(ctx, { kind, key: 'later', runAt: new Date(Date.now() + 3600_000) }))
  await queue(kind, ['now'])
  const done: string[] = []
  const attempt = async ({ key }: Job) => {
    done.push(key)
    return DONE
  }
  run(one, kind, { attempt })
  await vi.waitFor(async () => expect(await left(kind)).toMatchObject([{ key: 'later', attempts: 0 }]), patience)
  expect(done).toEqual(['now'])
})

test('the jobs of a killed server are taken over once its lease has expired', async () => {
  const kind = newKind()
  await queue(kind, ['a'])
  // A server that claims and then disappears.
  expect(await claimJobs(one.db, { kind, owner: 'killed', limit: 1, leaseMs: 300 })).toMatchObject([{ attempt: 1 }])
  const attempts: number[] = []
  const attempt = async (job: Job) => {
    attempts.push(job.attempt)
    return DONE
  }
  run(other, kind, { attempt })
  await untilNoneLeft(kind)
  expect(attempts).toEqual([2])
})

test('a job that takes longer than its lease stays with the server that runs it', async () => {
  const kind = newKind()
  await queue(kind, ['long'])
  const attempts: number[] = []
  let finish = () => {}
  const finished = new Promise<void>((resolve) => (finish = resolve))
  const attempt = async (job: Job) => {
    attempts.push(job.attempt)
    await finished
    return DONE
  }
  run(one, kind, { attempt }, 3_000)
  const leaseEnd = async () => {
    const [row] = await rowsOf<{ end: string }>(one.db, sql`select lease_until as end from jobs where kind = ${kind}`)
    return Date.parse(row!.end)
  }
  await vi.waitFor(() => expect(attempts).toEqual([1]), patience)
  const first = await leaseEnd()
  await vi.waitFor(async () => expect(await leaseEnd()).toBeGreaterThan(first + 3_000), patience)
  expect(await claimJobs(other.db, { kind, owner: 'other', limit: 1, leaseMs: 3_000 })).toEqual([])
  finish()
  await untilNoneLeft(kind)
  expect(attempts).toEqual([1])
})

test('a server that lost its job is notified, and its result is not recorded', async () => {
  const kind = newKind()
  await queue(kind, ['lost'])
  let recorded = 0
  let aborted = false
  const attempt = async ({ key }: Job, signal: AbortSignal): Promise<AttemptEnd> => {
    await one.db.execute(sql`update jobs set owner = 'other' where kind = ${kind} and key = ${key}`)
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    aborted = true
    return { kind: 'done', record: async () => void (recorded += 1) }
  }
  const runner = run(one, kind, { attempt }, 300)
  await vi.waitFor(() => expect(aborted).toBe(true), patience)
  await runner.close()
  expect(recorded).toBe(0)
  expect(await left(kind)).toMatchObject([{ owner: 'other' }])
})

test('the outcome and the end of the job are one transaction, repeated while it fails', async () => {
  const kind = newKind()
  await queue(kind, ['a'])
  let tries = 0
  const record: Extract<AttemptEnd, { kind: 'done' }>['record'] = async ({ db: tx }) => {
    tries += 1
    await tx.execute(sql`insert into jobs (kind, key) values (${`${kind}-outcome`}, ${String(tries)})`)
    if (tries === 1) throw new Error('the database went away')
  }
  let attempts = 0
  const attempt = async (): Promise<AttemptEnd> => {
    attempts += 1
    return { kind: 'done', record }
  }
  run(one, kind, { attempt })
  await untilNoneLeft(kind)
  expect(attempts).toBe(1)
  expect(await left(`${kind}-outcome`)).toMatchObject([{ key: '2' }])
})

test('a failed attempt is repeated; after the last one the job is given up with its error', async () => {
  const kind = newKind()
  await queue(kind, ['a', 'b'])
  const attempts: string[] = []
  const attempt = async ({ key, attempt }: Job): Promise<AttemptEnd> => {
    attempts.push(`${key}${attempt}`)
    if (key === 'a' && attempt === 2) return DONE
    if (key === 'a') return { kind: 'retry', error: 'not yet' }
    throw new Error('never')
  }
  const given: string[] = []
  const giveUp: JobKind['giveUp'] = async ({ key, attempt }, error) => void given.push(`${key} ${attempt} ${error}`)
  run(one, kind, { attempt, giveUp })
  await untilNoneLeft(kind)
  expect(attempts.toSorted()).toEqual(['a1', 'a2', 'b1', 'b2', 'b3'])
  expect(given).toEqual(['b 3 never'])
})

test('a job that kills every server it runs on is given up without another attempt', async () => {
  const kind = newKind()
  await queue(kind, ['poison'])
  await one.db.execute(sql`update jobs set attempts = 3 where kind = ${kind}`)
  let attempts = 0
  const attempt = async () => {
    attempts += 1
    return DONE
  }
  const given: string[] = []
  run(one, kind, { attempt, giveUp: async (_job, error) => void given.push(error) })
  await untilNoneLeft(kind)
  expect(attempts).toBe(0)
  expect(given).toEqual(['The server stopped each time'])
})

test('a server that stops gives back what it has not finished, and that does not count as an attempt', async () => {
  const kind = newKind()
  await queue(kind, ['a'])
  let begun = false
  const attempt = async (_job: Job, signal: AbortSignal) => {
    begun = true
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
    throw new Error('stopped in the middle')
  }
  const runner = run(one, kind, { attempt })
  await vi.waitFor(() => expect(begun).toBe(true), patience)
  await runner.close()
  expect(await left(kind)).toEqual([{ key: 'a', owner: null, attempts: 0, last_error: null }])
})
