import {
  AlcoveError,
  FunctionQuota,
  SpaceQuota,
  type ArchivedAlias,
  type ArchivedFunction,
  type ArchivedKind,
  type ArchivedSpace,
  type ArchivedVersion,
  type PutBoard,
  type PutBucket,
  type PutRoute,
  type PutTest,
  type PutTrigger,
  type Runtime,
} from '@alcove/contract'
import { and, eq, sql } from 'drizzle-orm'
import { deleteAlert } from '../../monitoring/alerts/delete-alert.ts'
import { deleteAlertTarget } from '../../monitoring/alerts/targets/delete-target.ts'
import { deleteBoard } from '../../monitoring/boards/delete-board.ts'
import { putBoard } from '../../monitoring/boards/put-board.ts'
import { deleteBudget } from '../../usage/budgets/delete-budget.ts'
import { deleteBucket } from '../../buckets/delete-bucket.ts'
import { putBucket } from '../../buckets/put-bucket.ts'
import { deleteAlias } from '../../code/aliases/delete-alias.ts'
import { putAlias } from '../../code/aliases/put-alias.ts'
import { queueBuildOf } from '../../code/builds/queue-build.ts'
import { putDraft } from '../../code/drafts/put-draft.ts'
import { configurationOf } from '../../code/functions/configuration.ts'
import { createFunction } from '../../code/functions/create-function.ts'
import { updateFunction } from '../../code/functions/update-function.ts'
import { filesOf } from '../../code/packages/files-of.ts'
import { deleteLayerVersion } from '../../code/layers/delete-layer-version.ts'
import { revisionOf } from '../../code/packages/revision-of.ts'
import { storeArchive } from '../../code/packages/store-code.ts'
import { deleteTest } from '../../code/tests/delete-test.ts'
import { putTest } from '../../code/tests/put-test.ts'
import { putTestSettings } from '../../code/tests/test-settings.ts'
import { deleteVersion } from '../../code/versions/delete-version.ts'
import { putVersionRetention } from '../../code/versions/version-retention.ts'
import { newId } from '../../database/ids.ts'
import { drafts, functions, layers, layerVersions, versions } from '../../database/schema/index.ts'
import { nameOf } from '../../kernel/actor.ts'
import type { Changing, SpaceCtx } from '../../kernel/context.ts'
import { newWebhookSecret } from '../../kernel/outgoing/webhook-secret.ts'
import { putFunctionQuota, putSpaceQuota } from '../../usage/quotas/put-quota.ts'
import { requireMemoryWithin } from '../../usage/quotas/require-within.ts'
import { deleteHost } from '../../triggers/routes/delete-host.ts'
import { deleteRoute } from '../../triggers/routes/delete-route.ts'
import { putRoute } from '../../triggers/routes/put-route.ts'
import { deleteSink } from '../../monitoring/sinks/delete-sink.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { updateSpace } from '../../spaces/update-space.ts'
import { putTaskSettings } from '../../jobs/tasks/task-settings.ts'
import { deleteFunction } from '../trash/delete-function.ts'
import { deleteTrigger } from '../../triggers/delete-trigger.ts'
import { putTrigger } from '../../triggers/put-trigger.ts'
import type { Difference } from './compare-spaces.ts'
import {
  putAlertItem,
  putBudgetItem,
  putGrants,
  putHostItem,
  putSinkItem,
  putTargetItem,
  removeGrants,
} from './put-operations.ts'
import type { SpaceArchive } from './read-archive.ts'
import { keyOf, partsOf, type SpaceItem } from './space-item.ts'

interface Step {
  ctx: Changing<SpaceCtx>
  archive: SpaceArchive
  item: SpaceItem
  before: SpaceItem | null
}

type Run = (step: Step) => Promise<unknown>

/**
 * The steps for each kind, ordered so that each item finds what it refers to: settings that name other functions come after
 * all functions. Removals come first where names or paths may move to another item.
 */
const ORDER: readonly { kind: ArchivedKind; on: 'put' | 'remove'; run: Run }[] = [
  { kind: 'space', on: 'put', run: putSpace },
  { kind: 'route', on: 'remove', run: ({ ctx, item }) => deleteRoute({ ctx, input: { route: item.name } }) },
  { kind: 'trigger', on: 'remove', run: removeTrigger },
  { kind: 'layer', on: 'put', run: putLayerVersion },
  { kind: 'bucket', on: 'put', run: putBucketItem },
  { kind: 'function', on: 'put', run: putFunction },
  { kind: 'version', on: 'put', run: putVersion },
  { kind: 'alias', on: 'put', run: putAliasItem },
  { kind: 'test', on: 'put', run: putTestItem },
  { kind: 'trigger', on: 'put', run: putTriggerItem },
  { kind: 'function', on: 'put', run: putFunctionSettings },
  { kind: 'route', on: 'put', run: putRouteItem },
  { kind: 'host', on: 'remove', run: ({ ctx, item }) => deleteHost({ ctx, input: { host: item.name } }) },
  { kind: 'host', on: 'put', run: putHostItem },
  { kind: 'alert', on: 'remove', run: ({ ctx, item }) => deleteAlert({ ctx, input: { alert: item.name } }) },
  {
    kind: 'alertTarget',
    on: 'remove',
    run: ({ ctx, item }) => deleteAlertTarget({ ctx, input: { target: item.name } }),
  },
  { kind: 'alertTarget', on: 'put', run: putTargetItem },
  { kind: 'alert', on: 'put', run: putAlertItem },
  { kind: 'board', on: 'remove', run: ({ ctx, item }) => deleteBoard({ ctx, input: { board: item.name } }) },
  {
    kind: 'board',
    on: 'put',
    run: ({ ctx, item }) => putBoard({ ctx, input: { board: item.name, ...(item.settings as PutBoard) } }),
  },
  { kind: 'sink', on: 'remove', run: ({ ctx, item }) => deleteSink({ ctx, input: { sink: item.name } }) },
  { kind: 'sink', on: 'put', run: putSinkItem },
  { kind: 'budget', on: 'remove', run: ({ ctx }) => deleteBudget({ ctx, input: {} }) },
  { kind: 'budget', on: 'put', run: putBudgetItem },
  { kind: 'grant', on: 'remove', run: removeGrants },
  { kind: 'grant', on: 'put', run: putGrants },
  { kind: 'alias', on: 'remove', run: ({ ctx, item }) => deleteAlias({ ctx, input: named(item, 'alias') }) },
  { kind: 'test', on: 'remove', run: ({ ctx, item }) => deleteTest({ ctx, input: named(item, 'test') }) },
  { kind: 'version', on: 'remove', run: removeVersion },
  { kind: 'function', on: 'remove', run: ({ ctx, item }) => deleteFunction({ ctx, input: { fn: item.name } }) },
  { kind: 'function', on: 'put', run: putRetention },
  { kind: 'bucket', on: 'remove', run: ({ ctx, item }) => deleteBucket({ ctx, input: { bucket: item.name } }) },
  { kind: 'layer', on: 'remove', run: removeLayerVersion },
]

/** Runs in one transaction: if one step is refused, nothing changes. */
export async function applyDifferences(
  ctx: Changing<SpaceCtx>,
  archive: SpaceArchive,
  differences: readonly Difference[],
): Promise<void> {
  const removed = new Set(
    differences.flatMap(({ item, change }) => (change === 'remove' && item.kind === 'function' ? [item.name] : [])),
  )
  for (const { kind, on, run } of ORDER) {
    for (const { item, before, change } of differences) {
      if (item.kind !== kind) continue
      if (on === 'put' ? change !== 'create' && change !== 'change' : change !== 'remove') continue
      // It is deleted with its function.
      if (on === 'remove' && OF_FUNCTIONS.has(kind) && removed.has(partsOf(item)[0])) continue
      try {
        // oxlint-disable-next-line no-await-in-loop -- one transaction
        await run({ ctx, archive, item, before })
      } catch (error) {
        if (!(error instanceof AlcoveError)) throw error
        throw new AlcoveError(error.code, `${keyOf(item)}: ${error.message}`)
      }
    }
  }
}

const OF_FUNCTIONS: ReadonlySet<ArchivedKind> = new Set(['version', 'alias', 'trigger', 'test'])

function named<Own extends string>(item: SpaceItem, own: Own): { fn: string } & Record<Own, string> {
  const [fn, name] = partsOf(item)
  return { fn, [own]: name } as { fn: string } & Record<Own, string>
}

async function putSpace({ ctx, item }: Step): Promise<void> {
  const { quota, ...settings } = item.settings as ArchivedSpace
  await updateSpace({ ctx, input: settings })
  await putSpaceQuota({ ctx, input: { quota: SpaceQuota.parse(quota ?? {}) } })
}

async function putLayerVersion({ ctx, archive, item }: Step): Promise<void> {
  const [name, number] = partsOf(item)
  const { description, compatibleRuntimes } = item.settings as { description: string; compatibleRuntimes: Runtime[] }
  const { codeHash, codeBytes } = await storeArchive(ctx, await archive.packageIn(item.code!.folder))
  await ctx.db
    .insert(layers)
    .values({ id: newId(ctx.platform.clock.now()), spaceId: ctx.space.id, name })
    .onConflictDoNothing()
  const [layer] = await ctx.db
    .update(layers)
    .set({ lastVersion: sql`greatest(${layers.lastVersion}, ${Number(number)}::int)` })
    .where(and(eq(layers.spaceId, ctx.space.id), eq(layers.name, name)))
    .returning()
  await ctx.db.insert(layerVersions).values({
    layerId: layer!.id,
    number: Number(number),
    description,
    compatibleRuntimes,
    codeHash,
    bytes: codeBytes,
    createdBy: nameOf(ctx.actor),
  })
  const after = { description, compatibleRuntimes, codeHash }
  await ctx.change.audit('layers:create', `layer ${name} v${number}`, { before: null, after })
}

function putBucketItem({ ctx, item }: Step): Promise<unknown> {
  return putBucket({ ctx, input: { bucket: item.name, ...(item.settings as PutBucket) } })
}

async function putFunction({ ctx, archive, item, before }: Step): Promise<void> {
  const fn = item.name
  const {
    description,
    rightSizing,
    secrets: listed,
    tasks: _t,
    onSuccess: _s,
    onFailure: _f,
    ...rest
  } = item.settings as ArchivedFunction
  const { testing: _testing, quota: _quota, keepVersions: _keep, ...configuration } = rest
  const code = await archive.packageIn(item.code!.folder)
  if (before === null) {
    await createFunction({
      ctx,
      input: { name: fn, description, secrets: {}, ...configuration, code: await filesOf(code) },
    })
  } else if (before.code?.hash !== item.code!.hash) {
    await putDraft({ ctx, input: { fn, archive: code } })
  }
  // The archive has no values: only remove secrets that it no longer names.
  const gone = ((before?.settings as ArchivedFunction | undefined)?.secrets ?? []).filter(
    (secret) => !listed.includes(secret),
  )
  const secrets = Object.fromEntries(gone.map((secret) => [secret, null]))
  const { parameters = null } = configuration
  await updateFunction({ ctx, input: { fn, description, rightSizing, ...configuration, parameters, secrets } })
}

/** A build that the code needs is queued: calls wait for it. */
async function putVersion({ ctx, archive, item }: Step): Promise<void> {
  const [name, number] = partsOf(item)
  const fn = await lockFunction(ctx, name)
  const { description, configuration } = item.settings as ArchivedVersion
  const code = await storeArchive(ctx, await archive.packageIn(item.code!.folder))
  const buildKey = await queueBuildOf(ctx, { codeHash: code.codeHash, configuration })
  const [draft] = await ctx.db.select().from(drafts).where(eq(drafts.functionId, fn.id))
  // The values that the draft has for the same names.
  const kept = Object.entries(draft!.secrets).filter(([secret]) => configuration.secrets.includes(secret))
  const secrets = Object.fromEntries(kept)
  await requireMemoryWithin(ctx, configuration.memoryMb, fn.id)
  const runs = configurationOf(ctx.platform.sealer, configuration, secrets)
  const revision = revisionOf({ ...code, configuration: runs, secrets })
  await ctx.db.insert(versions).values({
    functionId: fn.id,
    number: Number(number),
    description,
    revision,
    ...code,
    configuration: runs,
    secrets,
    buildKey,
    publishedAt: new Date(ctx.platform.clock.now()),
    publishedBy: nameOf(ctx.actor),
  })
  await ctx.db
    .update(functions)
    .set({ lastVersion: sql`greatest(${functions.lastVersion}, ${Number(number)}::int)` })
    .where(eq(functions.id, fn.id))
  await ctx.change.audit('versions:publish', `function ${name} v${number}`, {
    before: null,
    after: { revision, description },
  })
  ctx.change.reroute({ functionId: fn.id })
}

async function putAliasItem({ ctx, item, before }: Step): Promise<void> {
  const { protected: guarded, ...target } = item.settings as ArchivedAlias
  const changes = guarded !== ((before?.settings as ArchivedAlias | undefined)?.protected ?? false)
  await putAlias({
    ctx,
    input: { ...named(item, 'alias'), ...target, ...(changes && { protected: guarded }), reason: 'Import' },
  })
}

function putTestItem({ ctx, item }: Step): Promise<unknown> {
  return putTest({ ctx, input: { ...named(item, 'test'), ...(item.settings as PutTest) } })
}

/** An archive only names secrets: use a random one, and keep the trigger off until somebody sets it. */
async function putTriggerItem({ ctx, item, before }: Step): Promise<void> {
  const put = item.settings as PutTrigger
  const input = { ...put, ...named(item, 'trigger') }
  if (put.type !== 'http' || put.config.hmac === undefined || hasHmac(before)) {
    await putTrigger({ ctx, input })
    return
  }
  const hmac = { ...put.config.hmac, secret: newWebhookSecret() }
  await putTrigger({ ctx, input: { ...input, type: 'http', enabled: false, config: { ...put.config, hmac } } })
}

async function putRouteItem({ ctx, item, before }: Step): Promise<void> {
  const put = item.settings as PutRoute
  const unset = put.hmac !== undefined && !hasHmac(before)
  const own = unset ? { enabled: false, hmac: { ...put.hmac!, secret: newWebhookSecret() } } : {}
  await putRoute({ ctx, input: { name: item.name, ...put, ...own } })
}

function hasHmac(before: SpaceItem | null): boolean {
  const { hmac, config } = (before?.settings ?? {}) as { hmac?: unknown; config?: { hmac?: unknown } }
  return hmac !== undefined || config?.hmac !== undefined
}

/** What may refer to other things of the space. */
async function putFunctionSettings({ ctx, item, before }: Step): Promise<void> {
  const { tasks, onSuccess, onFailure, testing, quota } = item.settings as ArchivedFunction
  const fn = item.name
  const was = before?.settings as ArchivedFunction | undefined
  const same = (one: unknown, other: unknown) => JSON.stringify(one) === JSON.stringify(other)
  const to = { ...tasks, onSuccess, onFailure }
  if (!was || !same(to, { ...was.tasks, onSuccess: was.onSuccess, onFailure: was.onFailure })) {
    await putTaskSettings({ ctx, input: { fn, ...to } })
  }
  if (!was || !same(testing, was.testing)) await putTestSettings({ ctx, input: { fn, ...testing } })
  if (!same(quota, was?.quota ?? null))
    await putFunctionQuota({ ctx, input: { fn, quota: FunctionQuota.parse(quota ?? {}) } })
}

async function putRetention({ ctx, item, before }: Step): Promise<void> {
  const { keepVersions: keep } = item.settings as ArchivedFunction
  if (keep === ((before?.settings as ArchivedFunction | undefined)?.keepVersions ?? null)) return
  await putVersionRetention({ ctx, input: { fn: item.name, keep } })
}

function removeTrigger({ ctx, item }: Step): Promise<void> {
  return deleteTrigger({ ctx, input: named(item, 'trigger') })
}

async function removeVersion({ ctx, item }: Step): Promise<void> {
  const [fn, number] = partsOf(item)
  await deleteVersion({ ctx, input: { fn, version: Number(number) } })
}

async function removeLayerVersion({ ctx, item }: Step): Promise<void> {
  const [layer, number] = partsOf(item)
  await deleteLayerVersion({ ctx, input: { layer, version: Number(number) } })
}
