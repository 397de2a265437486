import {
  DEFAULT_TASK_POLICY,
  invalid,
  type PutDestination,
  type PutTaskSettings,
  type SavedTaskSettings,
  type TaskSettings,
} from '@alcove/contract'
import { and, eq, ne, sql } from 'drizzle-orm'
import {
  buckets,
  functions,
  taskDeliveries,
  type StoredDestination,
  type StoredDestinations,
} from '../../database/schema/index.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { newWebhookSecret } from '../../kernel/outgoing/webhook-secret.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { findFunction, lockFunction } from '../../spaces/find-function.ts'
import { requireQualifier } from '../../spaces/require-qualifier.ts'
import { TASKS_QUEUED } from './signal.ts'
import { withoutSecret } from './without-secret.ts'

const ENDS = ['onSuccess', 'onFailure'] as const
type End = (typeof ENDS)[number]

/** How asynchronous calls of a function are run. */
export const getTaskSettings = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<TaskSettings> => {
    const fn = await findFunction(ctx, input.fn)
    return { ...fn.async, ...shownDestinations(fn.destinations), etag: etagOfTasks(fn) }
  },
)

type PutInput = PutTaskSettings & {
  fn: string
  /** ETags of the settings that the caller has seen. */
  expected?: Expected | undefined
}

/**
 * Retries and concurrency hold at once, also for tasks that wait; the maximum age for those accepted from now on, and
 * destinations for those that end from now on.
 */
export const putTaskSettings = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutInput }): Promise<SavedTaskSettings> => {
    const { fn: name, onSuccess, onFailure, expected, ...given } = input
    const asked = { onSuccess, onFailure }
    for (const end of ENDS) {
      // oxlint-disable-next-line no-await-in-loop -- two at most
      if (asked[end]) await requireDestination(ctx, name, end, asked[end])
    }
    return change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, name)
      requireExpected(expected, etagOfTasks(fn), `The settings of asynchronous calls of ${name}`)
      const policy = { ...DEFAULT_TASK_POLICY, ...given }
      const destinations: StoredDestinations = {}
      const secrets: SavedTaskSettings['secrets'] = {}
      for (const end of ENDS) {
        const wanted = asked[end]
        if (!wanted) continue
        const secret = newSecretOf(wanted, fn.destinations[end])
        if (secret !== null) secrets[end] = secret
        destinations[end] = storedOf(
          wanted,
          secret === null ? fn.destinations[end]?.sealed : ctx.platform.sealer.seal(secret),
        )
      }
      const [saved] = await ctx.db
        .update(functions)
        .set({ async: policy, destinations })
        .where(eq(functions.id, fn.id))
        .returning()
      for (const end of ENDS) {
        // oxlint-disable-next-line no-await-in-loop -- two at most
        if (secrets[end] !== undefined) await signAgain(ctx, fn.id, end, destinations[end]!)
      }
      const shown = { ...policy, ...shownDestinations(destinations) }
      const before = { ...fn.async, ...shownDestinations(fn.destinations) }
      await ctx.change.audit('functions:task-settings', `function ${name}`, changed(before, shown))
      ctx.change.jobQueued(TASKS_QUEUED)
      return { ...shown, etag: etagOfTasks(saved!), secrets }
    })
  },
)

const etagOfTasks = ({ async, destinations }: typeof functions.$inferSelect) => etagOf([async, destinations])

/** Setting a destination needs the rights that delivering to it uses. */
async function requireDestination(ctx: SpaceCtx, fn: string, end: End, wanted: PutDestination): Promise<void> {
  const here = { ctx, space: ctx.space.name }
  if (wanted.type === 'function') {
    if (wanted.function === fn) throw invalid(`${end}.function`, 'A function cannot be its own destination')
    const target = await authorize({ ...here, action: 'functions:invoke', fn: wanted.function })
    const [found] = await ctx.db
      .select({ id: functions.id })
      .from(functions)
      .where(and(eq(functions.spaceId, target.space.id), eq(functions.name, wanted.function)))
    if (!found) throw invalid(`${end}.function`, `This space has no function "${wanted.function}"`)
    await requireQualifier(ctx, found.id, wanted.qualifier)
  } else if (wanted.type === 'bucket') {
    const target = await authorize({ ...here, action: 'buckets:write' })
    const [found] = await ctx.db
      .select({ id: buckets.id })
      .from(buckets)
      .where(and(eq(buckets.spaceId, target.space.id), eq(buckets.name, wanted.bucket)))
    if (!found) throw invalid(`${end}.bucket`, `This space has no bucket "${wanted.bucket}"`)
  }
}

/** A new URL gets a new secret: its receiver must not be able to sign for the old one. */
function newSecretOf(wanted: PutDestination, before: StoredDestination | undefined): string | null {
  if (wanted.type !== 'webhook') return null
  const same = before?.type === 'webhook' && before.url === wanted.url && before.sealed !== undefined
  return same && wanted.newSecret !== true ? null : newWebhookSecret()
}

/** Signs what has not arrived at this URL with the new secret: its receiver no longer takes the old one. */
async function signAgain(ctx: Changing, functionId: string, end: End, stored: StoredDestination): Promise<void> {
  if (stored.type !== 'webhook') return
  const { destination, state } = taskDeliveries
  await ctx.db
    .update(taskDeliveries)
    .set({ destination: sql`jsonb_set(${destination}, '{sealed}', to_jsonb(${stored.sealed}::text))` })
    .where(
      and(
        eq(taskDeliveries.functionId, functionId),
        eq(taskDeliveries.on, end === 'onSuccess' ? 'success' : 'failure'),
        ne(state, 'delivered'),
        sql`${destination} ->> 'url' = ${stored.url}`,
      ),
    )
}

function storedOf(wanted: PutDestination, sealed: string | undefined): StoredDestination {
  if (wanted.type !== 'webhook') return wanted
  return { type: 'webhook', url: wanted.url, ...(sealed !== undefined && { sealed }) }
}

function shownDestinations({ onSuccess, onFailure }: StoredDestinations) {
  return { onSuccess: shown(onSuccess), onFailure: shown(onFailure) }
}

const shown = (stored: StoredDestination | undefined) => (stored ? withoutSecret(stored) : null)
