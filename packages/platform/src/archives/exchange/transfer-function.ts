import { AlcoveError, type Action, type TransferFunction, type Transfer } from '@alcove/contract'
import { and, count, eq, inArray } from 'drizzle-orm'
import { queueBuildOf } from '../../code/builds/queue-build.ts'
import { revisionOf } from '../../code/packages/revision-of.ts'
import { newId } from '../../database/ids.ts'
import {
  aliases,
  aliasMoves,
  drafts,
  functions,
  grants,
  layers,
  layerVersions,
  routes,
  tasks,
  tests,
  triggers,
  versions,
} from '../../database/schema/index.ts'
import { authorize } from '../../identity/access/authorize.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { keepWithin, lackOfRoom } from '../../usage/quotas/keep-within.ts'
import { requireMemoryWithin, requireRoomForFunction } from '../../usage/quotas/require-within.ts'
import { findFunction, lockFunction } from '../../spaces/find-function.ts'
import { deleteFunction } from '../trash/delete-function.ts'
import { startTriggers } from '../trash/start-triggers.ts'

type Input = TransferFunction & { fn: string; preview: boolean }
type Fn = typeof functions.$inferSelect

/**
 * Moves a function to another space, where it is a new function with the same versions, aliases, triggers, tests and secrets.
 * Its records stay, with the old one in the trash of this space.
 */
export const transferFunction = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: Input }): Promise<Transfer> => {
  const { fn: current, space, name = current } = input
  const target = await authorize({ ctx, action: 'functions:write', space })
  if (target.space.id === ctx.space.id) {
    const message = 'The function is in this space already: rename it in its settings'
    throw new AlcoveError('ValidationFailed', message, { errors: [{ path: 'space', message }] })
  }
  const fn = await findFunction(ctx, current)
  const { travels, stays } = await contentsOf(ctx, fn)
  const problem =
    rightsProblem(target, travels) ??
    (await nameProblem(target, name)) ??
    (await layerProblem(target, ctx, fn)) ??
    (await lackOfRoom(target, {
      functions: 1,
      versions: travels.versions,
      aliases: travels.aliases.length,
      triggers: travels.triggers.length,
      codeMb: (await codeBytesOf(ctx, fn)) / 1_000_000,
    }))
  const told: Transfer = { applied: false, space, name, problem, travels, stays, paused: [] }
  if (input.preview) return told
  if (problem !== null) throw new AlcoveError('Conflict', problem)
  return change(ctx, async (ctx) => {
    const locked = await lockFunction(ctx, current)
    const there: Changing<SpaceCtx> = { ...target, db: ctx.db, change: ctx.change }
    const id = await keepWithin(there, () => copyFunction(there, locked, name))
    // Delete first, so that host names are free for its triggers.
    await deleteFunction({ ctx, input: { fn: current } })
    const paused = await startTriggers(there, [id])
    await ctx.change.audit('functions:transfer', `function ${current}`, {
      before: { space: ctx.space.name, name: current },
      after: { space, name },
    })
    await ctx.change.audit(
      'functions:transfer',
      `function ${name}`,
      { before: { space: ctx.space.name, name: current }, after: { space, name } },
      target.space,
    )
    ctx.change.reroute({ functionId: id })
    ctx.change.gatewayChanged(target.space.id)
    return { ...told, applied: true, paused: paused.map(({ trigger, reason }) => ({ trigger, reason })) }
  })
})

async function contentsOf(ctx: SpaceCtx, fn: Fn): Promise<Pick<Transfer, 'travels' | 'stays'>> {
  const { db } = ctx
  const of = (column: typeof versions.functionId | typeof grants.functionId) => eq(column, fn.id)
  const [draft] = await db.select().from(drafts).where(eq(drafts.functionId, fn.id))
  const [held] = await db.select({ n: count() }).from(versions).where(of(versions.functionId))
  const [tested] = await db.select({ n: count() }).from(tests).where(eq(tests.functionId, fn.id))
  const [granted] = await db.select({ n: count() }).from(grants).where(of(grants.functionId))
  const [waiting] = await db
    .select({ n: count() })
    .from(tasks)
    .where(
      and(eq(tasks.spaceId, ctx.space.id), eq(tasks.functionId, fn.id), inArray(tasks.state, ['queued', 'retrying'])),
    )
  const names = (rows: { name: string }[]) => rows.map(({ name }) => name).toSorted()
  const { onSuccess, onFailure } = fn.destinations
  const destinations = [onSuccess, onFailure].flatMap((to) =>
    to?.type === 'function' ? [to.function] : to?.type === 'bucket' ? [to.bucket] : [],
  )
  return {
    travels: {
      versions: held!.n,
      aliases: names(await db.select({ name: aliases.name }).from(aliases).where(eq(aliases.functionId, fn.id))),
      triggers: names(await db.select({ name: triggers.name }).from(triggers).where(eq(triggers.functionId, fn.id))),
      tests: tested!.n,
      secrets: Object.keys(draft!.secrets).toSorted(),
    },
    stays: {
      routes: names(await db.select({ name: routes.name }).from(routes).where(eq(routes.functionId, fn.id))),
      grants: granted!.n,
      tasks: waiting!.n,
      destinations,
    },
  }
}

/** Moving versions, aliases and triggers needs the rights to create them in the target. */
function rightsProblem(
  { space }: SpaceCtx,
  { versions: numbers, aliases: names, triggers: starts }: Transfer['travels'],
) {
  const needs: Action[] = [
    ...(numbers > 0 ? (['versions:publish'] as const) : []),
    ...(names.length > 0 ? (['aliases:write'] as const) : []),
    ...(starts.length > 0 ? (['triggers:write'] as const) : []),
  ]
  const lacking = needs.find((action) => !space.actions.has(action))
  return lacking === undefined ? null : `Needs ${lacking} in ${space.name}, for what would come along`
}

/** The bytes of code of its draft and versions together. */
async function codeBytesOf({ db }: SpaceCtx, fn: Fn): Promise<number> {
  const rows = [
    ...(await db.select({ bytes: drafts.codeBytes }).from(drafts).where(eq(drafts.functionId, fn.id))),
    ...(await db.select({ bytes: versions.codeBytes }).from(versions).where(eq(versions.functionId, fn.id))),
  ]
  return rows.reduce((sum, { bytes }) => sum + bytes, 0)
}

async function nameProblem({ db, space }: SpaceCtx, name: string): Promise<string | null> {
  const [taken] = await db
    .select({ id: functions.id })
    .from(functions)
    .where(and(eq(functions.spaceId, space.id), eq(functions.name, name)))
  return taken ? `${space.name} has a function ${name} already: choose another name` : null
}

/** The layers that it uses must be there, with the same content under the same number. */
async function layerProblem(target: SpaceCtx, { db, space }: SpaceCtx, fn: Fn): Promise<string | null> {
  const rows = [
    ...(await db.select({ of: drafts.configuration }).from(drafts).where(eq(drafts.functionId, fn.id))),
    ...(await db.select({ of: versions.configuration }).from(versions).where(eq(versions.functionId, fn.id))),
  ]
  const used = new Set(rows.flatMap(({ of }) => of.layers.map(({ layer, version }) => `${layer} v${version}`)))
  if (used.size === 0) return null
  const hashes = async (spaceId: string) => {
    const found = await db
      .select({ name: layers.name, number: layerVersions.number, hash: layerVersions.codeHash })
      .from(layerVersions)
      .innerJoin(layers, eq(layers.id, layerVersions.layerId))
      .where(eq(layers.spaceId, spaceId))
    return new Map(found.map(({ name, number, hash }) => [`${name} v${number}`, hash]))
  }
  const [here, there] = [await hashes(space.id), await hashes(target.space.id)]
  const missing = [...used].find((layer) => here.get(layer) !== there.get(layer))
  return missing === undefined
    ? null
    : `It uses the layer ${missing}, which ${target.space.name} does not have with the same content: upload it there first`
}

/** In the space of the context. Triggers are not started yet. @returns its id */
async function copyFunction(ctx: Changing<SpaceCtx>, fn: Fn, name: string): Promise<string> {
  const { db } = ctx
  await requireRoomForFunction(ctx)
  const now = new Date(ctx.platform.clock.now())
  const id = newId(now.getTime())
  const from = <T extends { functionId: string }>(row: T): T => ({ ...row, functionId: id })
  const { onSuccess, onFailure } = fn.destinations
  const destinations = {
    ...(onSuccess?.type === 'webhook' && { onSuccess }),
    ...(onFailure?.type === 'webhook' && { onFailure }),
  }
  await db
    .insert(functions)
    .values({ ...fn, id, spaceId: ctx.space.id, name, destinations, quotaEpoch: 0, createdAt: now, updatedAt: now })
  const [draft] = await db.select().from(drafts).where(eq(drafts.functionId, fn.id))
  await requireMemoryWithin(ctx, draft!.configuration.memoryMb)
  await db.insert(drafts).values({ ...from(draft!), ...(await builtHere(ctx, draft!)) })
  for (const version of await db.select().from(versions).where(eq(versions.functionId, fn.id))) {
    // oxlint-disable-next-line no-await-in-loop -- one transaction
    await requireMemoryWithin(ctx, version.configuration.memoryMb)
    // oxlint-disable-next-line no-await-in-loop -- one transaction
    await db.insert(versions).values({ ...from(version), ...(await builtHere(ctx, version)) })
  }
  const moves = await db.select().from(aliasMoves).where(eq(aliasMoves.functionId, fn.id))
  const moveIds = new Map(moves.map((move) => [move.id, newId(move.at.getTime())]))
  const pointed = await db.select().from(aliases).where(eq(aliases.functionId, fn.id))
  if (pointed.length > 0)
    await db
      .insert(aliases)
      .values(pointed.map((row) => ({ ...from(row), moveId: moveIds.get(row.moveId) ?? newId() })))
  if (moves.length > 0)
    await db.insert(aliasMoves).values(moves.map((row) => ({ ...from(row), id: moveIds.get(row.id)! })))
  const suite = await db.select().from(tests).where(eq(tests.functionId, fn.id))
  if (suite.length > 0) await db.insert(tests).values(suite.map(from))
  const starting = await db.select().from(triggers).where(eq(triggers.functionId, fn.id))
  if (starting.length > 0) {
    await db
      .insert(triggers)
      .values(starting.map((row) => ({ ...from(row), id: newId(), createdAt: now, updatedAt: now })))
  }
  return id
}

/** Builds belong to a space: queue them for this one. */
async function builtHere(
  ctx: Changing<SpaceCtx>,
  code: Pick<typeof drafts.$inferSelect, 'codeHash' | 'configuration' | 'secrets'>,
) {
  return { buildKey: await queueBuildOf(ctx, code), revision: revisionOf(code) }
}
