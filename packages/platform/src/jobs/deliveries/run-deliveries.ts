import { setTimeout as sleep } from 'node:timers/promises'
import { and, eq } from 'drizzle-orm'
import { taskDeliveries } from '../../database/schema/index.ts'
import type { JobRunner } from '../run-jobs.ts'
import type { Platform } from '../../kernel/platform.ts'
import type { WebhookOutcome } from '../../kernel/outgoing/send-webhook.ts'
import { RESULTS_QUEUED } from '../tasks/queue-deliveries.ts'
import { claimDeliveries, type ClaimedDelivery } from './claim-deliveries.ts'
import { decideDelivery } from './decide-delivery.ts'
import { deliver, type PutResult } from './deliver.ts'

/** Longer than any attempt may take. */
const LEASE_MS = 60_000
const AT_A_TIME_OF_A_SPACE = 8
const AT_A_TIME = 64
/** Retries become due without a notification. */
const LOOK_AGAIN_MS = 5_000
const AFTER_ERROR_MS = 1_000

/** Delivers task results from this server. Servers on the same database share the work. */
export function runDeliveries(platform: Platform, putResult: PutResult): JobRunner {
  const closing = new AbortController()
  /** How many are under way, by space. */
  const underWay = new Map<string, number>()
  const running = new Set<Promise<void>>()
  const loop = claimUntilClosed()
  return {
    async close() {
      closing.abort()
      await loop
      await Promise.all(running)
    },
  }

  async function claimUntilClosed(): Promise<void> {
    const { signal } = closing
    while (!signal.aborted) {
      // Listen before looking: what is queued between the look and the wait would go unnoticed.
      const news = platform.jobs.next(RESULTS_QUEUED, LOOK_AGAIN_MS, signal)
      try {
        if (await claim()) continue
      } catch (error) {
        platform.log({ level: 'warn', message: 'Results of tasks cannot be claimed; trying again', error })
        await sleep(AFTER_ERROR_MS, undefined, { signal }).catch(() => {})
      }
      await news
    }
  }

  /** @returns whether there may be more to claim now */
  async function claim(): Promise<boolean> {
    if (running.size >= AT_A_TIME) return false
    const busy = [...underWay].filter(([, count]) => count >= AT_A_TIME_OF_A_SPACE).map(([space]) => space)
    const claimed = await claimDeliveries(platform.db, { busy, atATime: AT_A_TIME_OF_A_SPACE, leaseMs: LEASE_MS })
    for (const delivery of claimed) {
      const { spaceId } = delivery
      underWay.set(spaceId, (underWay.get(spaceId) ?? 0) + 1)
      const run = attempt(delivery).finally(() => {
        running.delete(run)
        const left = underWay.get(spaceId)! - 1
        if (left > 0) underWay.set(spaceId, left)
        else underWay.delete(spaceId)
        platform.jobs.announce(RESULTS_QUEUED)
      })
      running.add(run)
    }
    return claimed.length > 0
  }

  async function attempt(delivery: ClaimedDelivery): Promise<void> {
    try {
      await record(delivery, await outcomeOf(delivery))
    } catch (error) {
      // The claim expires, and another attempt follows.
      platform.log({ level: 'warn', message: 'The end of a delivery cannot be recorded', delivery: delivery.id, error })
    }
  }

  async function outcomeOf(delivery: ClaimedDelivery): Promise<WebhookOutcome> {
    try {
      return await deliver(platform, delivery, putResult)
    } catch (error) {
      platform.log({ level: 'error', message: 'A delivery failed inside Alcove', delivery: delivery.id, error })
      return { kind: 'failed', reason: 'something went wrong inside Alcove; its log says what' }
    }
  }

  async function record({ id, attempt: number }: ClaimedDelivery, outcome: WebhookOutcome): Promise<void> {
    const end = decideDelivery(number, outcome, Math.random())
    const now = platform.clock.now()
    await platform.db
      .update(taskDeliveries)
      .set({
        state: end.state,
        reason: outcome.reason,
        // Nobody sends it again.
        ...(end.state === 'delivered' && { body: null }),
        ...('inMs' in end ? { runAt: new Date(now + end.inMs) } : { endedAt: new Date(now) }),
      })
      // A later attempt may be under way already.
      .where(and(eq(taskDeliveries.id, id), eq(taskDeliveries.attempts, number)))
  }
}
