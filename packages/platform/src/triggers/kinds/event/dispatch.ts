import { LIMITS, matchesPattern, type EventTriggerConfig } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../../database/connect.ts'
import type { RawRow } from '../../../database/raw-row.ts'
import type { events } from '../../../database/schema/index.ts'
import { EVENTS_PUBLISHED } from '../../../kernel/events/signal.ts'
import { trimEvents } from '../../../kernel/events/sweep-events.ts'
import { change } from '../../../kernel/change.ts'
import type { Changing, Ctx } from '../../../kernel/context.ts'
import type { Platform } from '../../../kernel/platform.ts'
import { droppingFunctions } from '../../../usage/quotas/dropping-functions.ts'
import { enqueueTasks } from '../../../jobs/tasks/enqueue-task.ts'
import { recordFirings, type NewFiring } from '../../firings/record-firings.ts'
import { watchLoop } from '../../watch-loop.ts'
import type { Watch } from '../kind.ts'

/** Events of one round: their tasks are one transaction. */
const ROUND = 200
/** A round that has started this many tasks leaves its other events to the next one. */
const TASKS_MAX = 5_000
const LOOK_MS = 1_000
/** Deletes old events of a space each time this many new ones have come. */
const TRIM_EVERY = 1_000

type EventRow = RawRow<typeof events>

interface Listener {
  id: string
  name: string
  qualifier: string
  config: EventTriggerConfig
  function_id: string
  space_id: string
}

/** Matches published events with triggers. Servers share the work: a round skips what another one has locked. */
export function dispatchEvents(platform: Platform): Watch {
  const since = new Map<string, number>()
  return watchLoop(platform, {
    topic: EVENTS_PUBLISHED,
    what: 'Events',
    lookMs: LOOK_MS,
    async look() {
      const matched = await dispatchRound(platform)
      for (const { space_id: spaceId } of matched) {
        const count = (since.get(spaceId) ?? 0) + 1
        since.set(spaceId, count % TRIM_EVERY)
        // oxlint-disable-next-line no-await-in-loop -- seldom, and one after the other
        if (count === TRIM_EVERY) await trimEvents(platform, spaceId)
      }
      return matched.length > 0 ? 0 : LOOK_MS
    },
  })
}

/** Starts functions for events that wait, with a firing for each start, in one transaction. @returns these events */
export async function dispatchRound(platform: Platform): Promise<EventRow[]> {
  const ctx: Ctx = { platform, db: platform.db, actor: { kind: 'platform', name: 'events' }, requestId: 'events' }
  return change(ctx, async (ctx) => {
    const waiting = await rowsOf<EventRow>(
      ctx.db,
      sql`select * from events where started is null order by id limit ${ROUND} for update skip locked`,
    )
    if (waiting.length === 0) return []
    const listeners = await listenersOf(ctx, new Set(waiting.map((event) => event.space_id)))
    const matched: { event: EventRow; listeners: Listener[] }[] = []
    let tasks = 0
    for (const event of waiting) {
      if (tasks >= TASKS_MAX) break
      const found = matching(event, listeners.get(event.space_id) ?? [])
      matched.push({ event, listeners: found })
      tasks += found.length
    }
    await start(ctx, matched)
    await keep(ctx, matched)
    return matched.map(({ event }) => event)
  })
}

/** Locks their functions against deletion, as everything that enqueues tasks must. */
async function listenersOf(ctx: Changing, spaces: ReadonlySet<string>): Promise<Map<string, Listener[]>> {
  const rows = await rowsOf<Listener>(
    ctx.db,
    sql`
      select t.id, t.name, t.qualifier, t.config, f.id as function_id, f.space_id
      from triggers t join functions f on f.id = t.function_id
      where f.space_id = any(${sql.param([...spaces])}::uuid[]) and t.type = 'event' and t.enabled
      order by f.id, t.id for key share of f`,
  )
  return Map.groupBy(rows, (row) => row.space_id)
}

function matching({ event }: EventRow, listeners: readonly Listener[]): Listener[] {
  if (listeners.length === 0) return []
  const value = JSON.parse(event) as unknown
  return listeners.filter(({ config }) => matchesPattern(config.pattern, value))
}

async function start(ctx: Changing, matched: { event: EventRow; listeners: Listener[] }[]): Promise<void> {
  const at = new Date(ctx.platform.clock.now())
  const pairs = matched.flatMap(({ event, listeners }) => listeners.map((listener) => ({ event, listener })))
  const dropping = await droppingFunctions(
    ctx,
    pairs.map(({ listener }) => listener.function_id),
  )
  const runs = pairs.filter(({ event, listener }) => event.hops < LIMITS.hops && !dropping.has(listener.function_id))
  const tasks = await enqueueTasks(
    ctx,
    runs.map(({ event, listener }) => ({
      functionId: listener.function_id,
      qualifier: listener.qualifier,
      event: Buffer.from(event.event),
      trigger: 'event',
      triggerId: listener.id,
      triggerName: listener.name,
      caller: event.publisher,
      ...(event.parent_id !== null && { parentId: event.parent_id }),
      traceId: event.trace_id,
      hops: event.hops,
      ...(event.lineage !== null && { lineage: event.lineage }),
    })),
  )
  const taskOf = new Map(runs.map((run, index) => [run, tasks[index]!.id]))
  await recordFirings(
    ctx,
    pairs.map((pair): NewFiring => {
      const { event, listener } = pair
      const of = {
        spaceId: event.space_id,
        functionId: listener.function_id,
        triggerId: listener.id,
        cause: 'source' as const,
        at,
        occurredAt: new Date(event.received_at),
        eventId: event.id,
        detail: event.type,
      }
      const taskId = taskOf.get(pair)
      if (taskId !== undefined) return { ...of, outcome: 'fired', taskId }
      return { ...of, outcome: 'skipped', reason: event.hops < LIMITS.hops ? 'quota' : 'loop' }
    }),
  )
}

async function keep(ctx: Changing, matched: { event: EventRow; listeners: Listener[] }[]): Promise<void> {
  const column = <T>(values: T[], type: string) => sql`${sql.param(values)}::${sql.raw(type)}[]`
  const counts = matched.map(({ event, listeners }) => (event.hops < LIMITS.hops ? listeners.length : 0))
  await ctx.db.execute(sql`
    update events set started = m.started
    from unnest(
      ${column(
        matched.map(({ event }) => event.space_id),
        'uuid',
      )}, ${column(
        matched.map(({ event }) => event.id),
        'uuid',
      )}, ${column(counts, 'int')}
    ) as m (space_id, id, started)
    where events.space_id = m.space_id and events.id = m.id`)
}
