import type { SpaceQuota } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { setTimeout as sleep } from 'node:timers/promises'
import { rowsOf } from '../../database/connect.ts'
import type { JobRunner } from '../../jobs/run-jobs.ts'
import type { Platform } from '../../kernel/platform.ts'
import { noteSpending } from '../quotas/note-spending.ts'
import { SPENDING_CHANGED } from '../quotas/spending-changed.ts'
import { windowOf } from '../quotas/windows.ts'
import { readPrices } from '../../records/prices/read-prices.ts'
import { costOfMonths } from './cost-of-months.ts'
import { noteReached, type StoredBudget } from './note-reached.ts'

/** What is spent between two looks passes a cap: docs/quotas.md names this time. */
const LOOK_MS = 5_000
const AFTER_ERROR_MS = 1_000

/** Compares what spaces cost with their budgets and caps, every few seconds. Safe on several servers at once. */
export function watchSpending(platform: Platform): JobRunner {
  const closing = new AbortController()
  const loop = lookUntilClosed()
  return {
    async close() {
      closing.abort()
      await loop
    },
  }

  async function lookUntilClosed(): Promise<void> {
    const { signal } = closing
    while (!signal.aborted) {
      // Listen before looking: a change between the look and the wait would go unnoticed.
      const news = platform.jobs.next(SPENDING_CHANGED, LOOK_MS, signal)
      try {
        await lookAtSpending(platform)
      } catch (error) {
        if (signal.aborted) break
        platform.log({ level: 'warn', message: 'What spaces cost cannot be summed up; trying again', error })
        await sleep(AFTER_ERROR_MS, undefined, { signal }).catch(() => {})
      }
      await news
    }
  }
}

interface Watched {
  id: string
  name: string
  quota: SpaceQuota | null
  quota_epoch: number
  spent_until: string | null
  budget: StoredBudget | null
}

async function lookAtSpending(platform: Platform): Promise<void> {
  const { db, clock } = platform
  const watched = await rowsOf<Watched>(
    db,
    sql`
      select s.id, s.name, s.quota, s.quota_epoch, case when b.space_id is not null then json_build_object(
          'amount', b.amount, 'warnAt', b.warn_at, 'webhook', b.webhook_url is not null) end as budget,
        (select max(u.resumes_at) from suspensions u
          where u.space_id = s.id and u."limit" = 'spendPerMonth' and u.resumed_at is null) as spent_until
      from spaces s left join budgets b on b.space_id = s.id
      where b.space_id is not null or s.quota ->> 'spendPerMonth' is not null`,
  )
  const lists = watched.length === 0 ? [] : await readPrices({ db })
  const currency = lists.at(-1)?.currency
  if (currency === undefined) return
  const month = windowOf('spendPerMonth', clock.now())
  const [from, to] = [new Date(month.startsAt), new Date(month.endsAt)]
  const ids = watched.map(({ id }) => id)
  const costs = await costOfMonths(db, ids, { from, to }, lists)
  for (const { id, name, quota, quota_epoch: epoch, spent_until: spentUntil, budget } of watched) {
    const cost = costs.get(id)!
    const space = { id, name }
    // oxlint-disable-next-line no-await-in-loop -- one connection is enough for it
    if (budget !== null) await noteReached(platform, { space, month: from, budget, cost, currency })
    if ((quota?.spendPerMonth ?? null) === null) continue
    const scope = { id, spaceId: id, space: name, function: null, part: null, limits: quota!, epoch }
    const until = spentUntil === null ? 0 : Date.parse(spentUntil)
    // oxlint-disable-next-line no-await-in-loop -- see above
    await noteSpending(platform, { ...scope, spentUntil: until }, cost)
  }
}
