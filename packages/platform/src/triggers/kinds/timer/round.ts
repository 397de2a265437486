import { sql } from 'drizzle-orm'
import { rowsOf } from '../../../database/connect.ts'
import { publishEvents } from '../../../kernel/events/publish-events.ts'
import { change } from '../../../kernel/change.ts'
import type { Changing, Ctx } from '../../../kernel/context.ts'
import type { Platform } from '../../../kernel/platform.ts'
import { droppingFunctions } from '../../../usage/quotas/dropping-functions.ts'
import { newTraceId } from '../../../kernel/trace-id.ts'
import { cancelTasksOf } from '../../../jobs/tasks/cancel-tasks-of.ts'
import { enqueueTasks } from '../../../jobs/tasks/enqueue-task.ts'
import { recordFirings, type NewFiring } from '../../firings/record-firings.ts'
import type { StoredTrigger } from '../../stored-trigger.ts'
import type { DueTimer } from './due-timer.ts'
import { dueTicks, type Decision } from './due-ticks.ts'
import { timerEvent } from './event.ts'
import { busyTriggers, failingTriggers } from './runs.ts'

/** Timers of one round: their ticks are one transaction. */
const ROUND_MAX = 500
/** A round with this many ticks leaves its other timers to the next one. */
const TICKS_MAX = 5_000

/** When the next timer is due that no round holds: milliseconds since the epoch; null: none. */
export async function nextCheck({ db }: Platform): Promise<number | null> {
  const [row] = await rowsOf<{ at: string }>(
    db,
    sql`
      select check_at as at from timers where check_at is not null order by check_at limit 1 for key share skip locked`,
  )
  return row ? Date.parse(row.at) : null
}

/**
 * Fires and skips due ticks, with a firing for each, in one transaction. Leaves out what another server holds.
 * @returns the number of timers it looked at
 */
export async function runRound(platform: Platform, watchedSince: number): Promise<number> {
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'timers' }, requestId: 'timers' }
  return change(ctx, async (ctx) => {
    const now = platform.clock.now()
    const due = await lockDue(ctx, now)
    if (due.length === 0) return 0
    const busy = await busyTriggers(ctx, due)
    const failing = await failingTriggers(ctx, due)
    const dropping = await droppingFunctions(
      ctx,
      due.map((timer) => timer.function_id),
    )
    const decided = decideAll(platform, due, { busy, failing, dropping, watchedSince, now })
    await cancelTasksOf(
      ctx,
      decided.filter(({ decision }) => decision.cancelPrevious).map(({ timer }) => timer.trigger_id),
    )
    await fire(ctx, decided, now)
    await keep(ctx, decided)
    for (const { timer, decision } of decided) if (decision.pause) await pause(ctx, timer, now)
    return decided.length
  })
}

/** Locks the function, too: saving and deleting a timer lock the function first. */
async function lockDue(ctx: Changing, now: number): Promise<DueTimer[]> {
  return rowsOf<DueTimer>(
    ctx.db,
    sql`
      select c.trigger_id, c.decided_until, c.queued_at, c.armed_at, t.name, t.qualifier, t.enabled, t.config,
        f.id as function_id, f.name as function, s.id as space_id, s.name as space
      from timers c
      join triggers t on t.id = c.trigger_id
      join functions f on f.id = t.function_id
      join spaces s on s.id = f.space_id
      where c.check_at <= ${new Date(now).toISOString()}
      order by c.check_at
      limit ${ROUND_MAX}
      for update of c skip locked
      for key share of f skip locked`,
  )
}

interface Seen {
  busy: ReadonlySet<string>
  failing: ReadonlySet<string>
  /** Functions that are suspended and start nothing later instead. */
  dropping: ReadonlySet<string>
  watchedSince: number
  now: number
}

interface Decided {
  timer: DueTimer
  decision: Decision
}

/** As many as fit into one transaction: after a long downtime each may have a thousand ticks. */
function decideAll(platform: Platform, due: readonly DueTimer[], seen: Seen): Decided[] {
  const decided: Decided[] = []
  let ticks = 0
  for (const timer of due) {
    if (ticks >= TICKS_MAX) break
    const decision = decide(platform, timer, seen)
    decided.push({ timer, decision })
    ticks += decision.fire.length + decision.skip.length
  }
  return decided
}

function decide(platform: Platform, timer: DueTimer, { busy, failing, dropping, watchedSince, now }: Seen): Decision {
  const state = {
    enabled: timer.enabled,
    decidedUntil: Date.parse(timer.decided_until),
    watchedSince,
    busy: busy.has(timer.trigger_id),
    queuedAt: timer.queued_at === null ? null : Date.parse(timer.queued_at),
    failing: failing.has(timer.trigger_id),
  }
  try {
    const decision = dueTicks(state, timer.config, now)
    return dropping.has(timer.function_id) ? dropTicks(decision) : decision
  } catch (error) {
    // One timer that cannot be read must not stop the others.
    platform.log({ level: 'error', message: 'A timer cannot be read', trigger: timer.trigger_id, error })
    const stuck = { fire: [], skip: [], cancelPrevious: false, pause: false, queuedAt: null, checkAt: null }
    return { ...stuck, decidedUntil: state.decidedUntil }
  }
}

function dropTicks({ fire, skip, ...decision }: Decision): Decision {
  const dropped = fire.map(({ tick }) => ({ at: tick.at, reason: 'quota' as const, ticks: 1 }))
  return { ...decision, fire: [], skip: [...skip, ...dropped], cancelPrevious: false }
}

async function fire(ctx: Changing, decided: readonly Decided[], now: number): Promise<void> {
  const at = new Date(now)
  const fired = decided.flatMap(({ timer, decision }) => decision.fire.map((due) => ({ timer, ...due })))
  const tasks = await enqueueTasks(
    ctx,
    fired.map(({ timer, tick, cause }) => ({
      functionId: timer.function_id,
      qualifier: timer.qualifier,
      event: Buffer.from(JSON.stringify(timerEvent(storedOf(timer), tick, cause))),
      trigger: 'timer',
      triggerId: timer.trigger_id,
      triggerName: timer.name,
      caller: null,
      traceId: newTraceId(),
      hops: 0,
      ...(timer.config.jitterSeconds > 0 && {
        runAt: new Date(now + Math.random() * timer.config.jitterSeconds * 1000),
      }),
    })),
  )
  const of = (timer: DueTimer) => ({
    spaceId: timer.space_id,
    functionId: timer.function_id,
    triggerId: timer.trigger_id,
    at,
  })
  const firings = [
    ...decided.flatMap(({ timer, decision }) =>
      decision.skip.map(({ at: due, reason, ticks }): NewFiring => ({
        ...of(timer),
        cause: 'source',
        outcome: 'skipped',
        reason,
        ticks,
        dueAt: new Date(due),
      })),
    ),
    ...fired.map(({ timer, tick, cause }, index): NewFiring => ({
      ...of(timer),
      cause,
      outcome: 'fired',
      dueAt: new Date(tick.at),
      taskId: tasks[index]!.id,
    })),
  ]
  // Ids follow the order in which they are made, and lists follow the ids.
  await recordFirings(
    ctx,
    firings.toSorted((a, b) => a.dueAt!.getTime() - b.dueAt!.getTime()),
  )
}

function storedOf(timer: DueTimer): StoredTrigger<'timer'> {
  const { trigger_id: id, function_id: functionId, name, qualifier, enabled, config } = timer
  return { id, functionId, name, type: 'timer', qualifier, enabled, config }
}

async function keep(ctx: Changing, decided: readonly Decided[]): Promise<void> {
  const column = (values: (string | null)[], type: string) => sql`${sql.param(values)}::${sql.raw(type)}[]`
  const time = (value: number | null) => (value === null ? null : new Date(value).toISOString())
  await ctx.db.execute(sql`
    update timers set decided_until = n.decided_until, check_at = n.check_at, queued_at = n.queued_at
    from unnest(
      ${column(
        decided.map(({ timer }) => timer.trigger_id),
        'uuid',
      )},
      ${column(
        decided.map(({ decision }) => time(decision.decidedUntil)),
        'timestamptz',
      )},
      ${column(
        decided.map(({ decision }) => time(decision.checkAt)),
        'timestamptz',
      )},
      ${column(
        decided.map(({ decision }) => time(decision.queuedAt)),
        'timestamptz',
      )}
    ) as n (trigger_id, decided_until, check_at, queued_at)
    where timers.trigger_id = n.trigger_id`)
}

async function pause(ctx: Changing, timer: DueTimer, now: number): Promise<void> {
  const failures = timer.config.pauseAfterFailures!
  const pausedBy = { at: new Date(now).toISOString(), reason: 'failures', detail: `${failures} failures in a row` }
  await ctx.db.execute(sql`
    update triggers set enabled = false, paused_by = ${JSON.stringify(pausedBy)}::jsonb where id = ${timer.trigger_id}`)
  const space = { id: timer.space_id, name: timer.space }
  await ctx.change.audit(
    'triggers:pause',
    `function ${timer.function} trigger ${timer.name}`,
    { before: { enabled: true }, after: { enabled: false }, failures },
    space,
  )
  await publishEvents(ctx, timer.space_id, [
    {
      type: 'alcove.trigger.paused',
      source: `/spaces/${timer.space}/functions/${timer.function}`,
      subject: timer.name,
      data: { function: timer.function, trigger: timer.name, reason: 'failures', failures },
    },
  ])
  ctx.change.reroute({ functionId: timer.function_id })
}
