import { invalid, type TriggerLine, type TriggerPreviewOf } from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { isDeepStrictEqual } from 'node:util'
import { rowsOf } from '../../../database/connect.ts'
import { newId } from '../../../database/ids.ts'
import { functions, logFeed } from '../../../database/schema/index.ts'
import { authorize } from '../../../identity/access/authorize.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'
import { listLogs } from '../../../records/logs/list-logs.ts'
import type { StoredTrigger } from '../../stored-trigger.ts'
import type { KindOfTrigger } from '../kind.ts'
import { circleOf } from './circle-of.ts'
import { lineMatcher } from './line-matcher.ts'
import { readFeeds } from './read-feed.ts'

const LOOKED_AT = 200
const SHOWN = 5
const MATCH_MS = 100
/** Held in a space while a log trigger is saved: two saves at once could close a circle that neither of them sees. */
const CIRCLES_LOCK = 0x63697263

/** Lines that another function of the space writes to its log. */
export const log: KindOfTrigger<'log'> = {
  async check(ctx, trigger, before) {
    const { config } = trigger
    lineMatcher(config)
    if (!isDeepStrictEqual(before?.config, config)) {
      // Its lines are handed to the trigger's function: whoever chooses which must be allowed to read them.
      await authorize({ ctx, action: 'logs:read', space: ctx.space.name, fn: config.function })
      await requireSource(ctx, config.function)
    } else if (trigger.enabled && !before?.enabled) await requireSource(ctx, config.function)
    await refuseCircle(ctx, trigger)
  },
  async arm(ctx, { id, config, enabled }, before) {
    // What was chosen by other conditions, or would come late.
    if (before && (!enabled || !isDeepStrictEqual(before.config, config))) {
      await ctx.db.delete(logFeed).where(eq(logFeed.triggerId, id))
    }
  },
  show: async (_ctx, _fn, triggers) => triggers.map(() => ({})),
  preview: previewLines,
  watch: readFeeds,
}

/** Locked until the trigger is there: a deletion or a rename of the source must find it. */
async function requireSource(ctx: SpaceCtx, source: string): Promise<void> {
  const [found] = await ctx.db
    .select({ id: functions.id })
    .from(functions)
    .where(and(eq(functions.spaceId, ctx.space.id), eq(functions.name, source)))
    .for('key share')
  if (!found) throw invalid('config.function', `There is no function "${source}" in this space`)
}

async function refuseCircle(ctx: SpaceCtx, { id, functionId, config }: StoredTrigger<'log'>): Promise<void> {
  await ctx.db.execute(sql`select pg_advisory_xact_lock(${CIRCLES_LOCK}, hashtext(${ctx.space.id}))`)
  const rows = await rowsOf<{ from: string; to: string; own: boolean }>(
    ctx.db,
    sql`
      select t.config ->> 'function' as from, f.name as to, false as own
      from triggers t join functions f on f.id = t.function_id
      where f.space_id = ${ctx.space.id} and t.type = 'log' and t.id <> ${id}
      union all
      select ${config.function}, f.name, true from functions f where f.id = ${functionId}`,
  )
  const added = rows.find(({ own }) => own)!
  const circle = circleOf(added, rows)
  if (circle) throw invalid('config.function', `The function would be started by its own lines: ${circle.join(' → ')}`)
}

/** The event holds the last lines that match, or else one made up. */
async function previewLines(
  ctx: SpaceCtx,
  _fn: string,
  { config }: StoredTrigger<'log'>,
): Promise<Omit<TriggerPreviewOf<'log'>, 'type'>> {
  await authorize({ ctx, action: 'logs:read', space: ctx.space.name, fn: config.function })
  const matches = lineMatcher(config)
  const { items: lines } = await listLogs({ ctx, input: { fn: config.function, limit: LOOKED_AT, order: 'desc' } })
  const matched: TriggerLine[] = []
  const until = performance.now() + MATCH_MS
  for (const { time, level, message, invocationId } of lines) {
    if (matched.length === SHOWN || performance.now() > until) break
    if (matches({ level, message })) matched.push({ time, level, message, invocationId })
  }
  const now = ctx.platform.clock.now()
  const sample: TriggerLine = {
    time: new Date(now).toISOString(),
    level: config.level ?? 'error',
    message: config.pattern ?? 'A line of the log',
    invocationId: newId(now),
  }
  return { matched, event: { logs: matched.length > 0 ? matched.toReversed() : [sample] } }
}
