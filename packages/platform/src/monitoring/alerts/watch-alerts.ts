import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import type { Platform } from '../../kernel/platform.ts'
import type { Watch } from '../../triggers/kinds/kind.ts'
import { watchLoop } from '../../triggers/watch-loop.ts'
import { evaluateAlert } from './evaluate-alert.ts'
import { ALERTS_CHANGED } from './signal.ts'

/** How often a rule is evaluated. Lines are counted one by one, so rules on them less often. */
const EVERY_S = { usual: 10, logs: 30 }
const LOOK_MS = 2_000
const AT_A_TIME = 20
const TOGETHER = 4

/** Evaluates alerts. Servers on the same database share them: each alert is evaluated by one server at a time. */
export function watchAlerts(platform: Platform): Watch {
  return watchLoop(platform, {
    topic: ALERTS_CHANGED,
    what: 'Alerts',
    lookMs: LOOK_MS,
    async look() {
      const due = await claim(platform)
      const next = due.values()
      await Promise.all(
        Array.from({ length: TOGETHER }, async () => {
          // oxlint-disable-next-line no-await-in-loop -- a few at a time
          for (const id of next) await evaluate(platform, id)
        }),
      )
      return due.length === AT_A_TIME ? 0 : LOOK_MS
    },
  })
}

/** Claims alerts that are due by setting their next time; the server that sets it evaluates them. */
async function claim({ db, clock }: Platform): Promise<string[]> {
  const now = new Date(clock.now()).toISOString()
  const rows = await rowsOf<{ id: string }>(
    db,
    sql`
      update alerts set evaluate_at = ${now}::timestamptz + make_interval(secs =>
        case when rule -> 'condition' ->> 'type' = 'logs' then ${EVERY_S.logs}::int else ${EVERY_S.usual}::int end)
      where id in (
        select id from alerts where evaluate_at <= ${now} and enabled
          and space_id not in (select id from spaces where trashed_at is not null)
        order by evaluate_at limit ${AT_A_TIME} for update skip locked
      )
      returning id`,
  )
  return rows.map(({ id }) => id)
}

async function evaluate(platform: Platform, id: string): Promise<void> {
  try {
    await evaluateAlert(platform, id)
  } catch (error) {
    platform.log({ level: 'warn', message: 'An alert cannot be evaluated; trying again', alert: id, error })
  }
}
