import {
  notFound,
  withExactNumbers,
  type ArchivedAlias,
  type ArchivedFunction,
  type ArchivedSpace,
  type ArchivedVersion,
} from '@alcove/contract'
import { asc, eq, inArray } from 'drizzle-orm'
import {
  aliases,
  buckets,
  drafts,
  functions,
  layers,
  layerVersions,
  routes,
  spaces,
  tests,
  triggers,
  versions,
} from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { withoutSecret as withoutHmac } from '../../spaces/targets/http-access.ts'
import { withoutSecret } from '../../jobs/tasks/without-secret.ts'
import { auditedTrigger } from '../../triggers/audited-trigger.ts'
import type { StoredTrigger } from '../../triggers/stored-trigger.ts'
import { readOperations } from './read-operations.ts'
import type { SpaceItem } from './space-item.ts'

/** Everything of the space that an archive holds, by kind. Reads no code. */
export async function readSpace(ctx: SpaceCtx): Promise<SpaceItem[]> {
  return [
    await spaceItem(ctx),
    ...(await bucketItems(ctx)),
    ...(await layerItems(ctx)),
    ...(await functionItems(ctx)),
    ...(await routeItems(ctx)),
    ...(await readOperations(ctx)),
  ]
}

async function spaceItem({ db, space }: SpaceCtx): Promise<SpaceItem> {
  const [row] = await db.select().from(spaces).where(eq(spaces.id, space.id))
  if (!row) throw notFound('space', space.name)
  const settings: ArchivedSpace = {
    visibility: row.visibility,
    description: row.description,
    requireIsolation: row.requireIsolation,
    egress: row.egress,
    storageMb: row.storageMb,
    objectStorageMb: row.objectStorageMb,
    retention: row.retention,
    spanSampling: row.spanSampling,
    quota: row.quota,
  }
  return { kind: 'space', name: space.name, path: 'space.json', settings }
}

async function bucketItems({ db, space }: SpaceCtx): Promise<SpaceItem[]> {
  const rows = await db.select().from(buckets).where(eq(buckets.spaceId, space.id)).orderBy(asc(buckets.name))
  return rows.map(({ name, quotaBytes, expiry }) => ({
    kind: 'bucket',
    name,
    path: `buckets/${name}.json`,
    settings: { quotaBytes, expiry },
  }))
}

async function layerItems({ db, space }: SpaceCtx): Promise<SpaceItem[]> {
  const rows = await db
    .select({ name: layers.name, version: layerVersions })
    .from(layerVersions)
    .innerJoin(layers, eq(layers.id, layerVersions.layerId))
    .where(eq(layers.spaceId, space.id))
    .orderBy(asc(layers.name), asc(layerVersions.number))
  return rows.map(({ name, version }) => {
    const folder = `layers/${name}/${version.number}`
    const { description, compatibleRuntimes, codeHash } = version
    return {
      kind: 'layer',
      name: `${name}/${version.number}`,
      path: `${folder}/layer.json`,
      settings: { description, compatibleRuntimes },
      code: { folder: `${folder}/files`, hash: codeHash },
    }
  })
}

async function functionItems(ctx: SpaceCtx): Promise<SpaceItem[]> {
  const { db, space } = ctx
  const rows = await db
    .select({ fn: functions, draft: drafts })
    .from(functions)
    .innerJoin(drafts, eq(drafts.functionId, functions.id))
    .where(eq(functions.spaceId, space.id))
    .orderBy(asc(functions.name))
  const ids = rows.map(({ fn }) => fn.id)
  if (ids.length === 0) return []
  const of = {
    versions: group(
      await db.select().from(versions).where(inArray(versions.functionId, ids)).orderBy(asc(versions.number)),
    ),
    aliases: group(await db.select().from(aliases).where(inArray(aliases.functionId, ids)).orderBy(asc(aliases.name))),
    triggers: group(
      await db.select().from(triggers).where(inArray(triggers.functionId, ids)).orderBy(asc(triggers.name)),
    ),
    tests: group(await db.select().from(tests).where(inArray(tests.functionId, ids)).orderBy(asc(tests.name))),
  }
  return rows.flatMap(({ fn, draft }): SpaceItem[] => {
    const folder = `functions/${fn.name}`
    const item = (kind: SpaceItem['kind'], name: string, settings: unknown): SpaceItem => ({
      kind,
      name: `${fn.name}/${name}`,
      path: `${folder}/${FOLDERS[kind]}/${name}.json`,
      settings,
    })
    const { description, rightSizing, async: tasks, destinations, testSettings: testing, quota, keepVersions } = fn
    const { onSuccess, onFailure } = destinations
    const settings: ArchivedFunction = {
      description,
      ...draft.configuration,
      rightSizing,
      tasks,
      onSuccess: onSuccess ? withoutSecret(onSuccess) : null,
      onFailure: onFailure ? withoutSecret(onFailure) : null,
      testing,
      quota,
      keepVersions,
    }
    return [
      {
        kind: 'function',
        name: fn.name,
        path: `${folder}/function.json`,
        settings,
        code: { folder: `${folder}/code`, hash: draft.codeHash },
      },
      ...versionItems(fn.name, of.versions.get(fn.id) ?? []),
      ...(of.aliases.get(fn.id) ?? []).map((alias) => item('alias', alias.name, aliasSettings(alias))),
      ...(of.triggers.get(fn.id) ?? []).map((trigger) =>
        item('trigger', trigger.name, auditedTrigger(trigger as StoredTrigger)),
      ),
      ...(of.tests.get(fn.id) ?? []).map(({ name, description, event, expect }) =>
        item('test', name, { description, event: JSON.parse(event, withExactNumbers) as unknown, expect }),
      ),
    ]
  })
}

/** Only the first of several versions with the same code has the files. */
function versionItems(fn: string, rows: readonly (typeof versions.$inferSelect)[]): SpaceItem[] {
  const holders = new Map<string, number>()
  return rows.map(({ number, description, configuration, codeHash }): SpaceItem => {
    const holder = holders.get(codeHash) ?? number
    holders.set(codeHash, holder)
    const folder = `functions/${fn}/versions`
    const settings: ArchivedVersion = { description, configuration, code: holder === number ? 'own' : holder }
    return {
      kind: 'version',
      name: `${fn}/${number}`,
      path: `${folder}/${number}/version.json`,
      settings,
      code: { folder: `${folder}/${holder}/code`, hash: codeHash },
    }
  })
}

const FOLDERS: Partial<Record<SpaceItem['kind'], string>> = { alias: 'aliases', trigger: 'triggers', test: 'tests' }

function aliasSettings(alias: typeof aliases.$inferSelect): ArchivedAlias {
  const { version, additionalVersion, additionalWeight, description, protected: guarded } = alias
  const additional = additionalVersion === null ? null : { version: additionalVersion, weight: additionalWeight ?? 0 }
  return { version, additional, description, protected: guarded }
}

async function routeItems({ db, space }: SpaceCtx): Promise<SpaceItem[]> {
  const rows = await db
    .select({ route: routes, function: functions.name })
    .from(routes)
    .leftJoin(functions, eq(functions.id, routes.functionId))
    .where(eq(routes.spaceId, space.id))
    .orderBy(asc(routes.name))
  return rows.map(({ route, function: fn }) => {
    const { name, method, path, enabled, qualifier, config } = route
    const settings = { method, path, enabled, ...(fn !== null && { function: fn }), qualifier, ...withoutHmac(config) }
    return { kind: 'route', name, path: `routes/${name}.json`, settings }
  })
}

function group<Row extends { functionId: string }>(rows: Row[]): Map<string, Row[]> {
  return Map.groupBy(rows, ({ functionId }) => functionId)
}
