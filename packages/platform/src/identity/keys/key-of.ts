import type { ApiKey } from '@alcove/contract'
import { and, eq, getTableColumns, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm'
import { platformActions } from '../access/rights.ts'
import { accountOf, INSTALLATION } from '../../kernel/actor.ts'
import type { Ctx } from '../../kernel/context.ts'
import { iso, isoOrNull } from '../../database/connect.ts'
import { accounts, apiKeys } from '../../database/schema/index.ts'

export function selectKeys(ctx: Ctx) {
  return ctx.db
    .select({
      ...getTableColumns(apiKeys),
      ownerEmail: accounts.email,
      spaceNames: sql<string[] | null>`case when jsonb_typeof(${apiKeys.spaces}) = 'array' then
        (select coalesce(json_agg(name order by name), '[]') from spaces where ${apiKeys.spaces} ? spaces.id::text) end`,
    })
    .from(apiKeys)
    .leftJoin(accounts, eq(accounts.id, apiKeys.ownerId))
    .$dynamic()
}

export function keyOf(row: Awaited<ReturnType<typeof selectKeys>>[number]): ApiKey {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    spaces: row.spaceNames ?? ['*'],
    actions: row.actions === '*' ? ['*'] : row.actions,
    owner: row.ownerEmail ?? 'ALCOVE_ADMIN_API_KEY',
    createdAt: iso(row.createdAt),
    expiresAt: isoOrNull(row.expiresAt),
    lastUsedAt: isoOrNull(row.lastUsedAt),
  }
}

/** Made with the current ALCOVE_ADMIN_API_KEY. */
function ofPresent({ adminKeyFingerprint }: Ctx['platform']): SQL {
  return adminKeyFingerprint === null ? sql`false` : eq(apiKeys.installationKey, adminKeyFingerprint)
}

/**
 * The keys that the caller may see and revoke: for administrators all keys, for other accounts their own, for a key
 * those with no more reach than itself. Keys of an earlier ALCOVE_ADMIN_API_KEY have ended and do not appear.
 */
export function visibleKeys({ actor, platform }: Ctx): SQL {
  const account = accountOf(actor)
  const ofInstallation = and(isNull(apiKeys.ownerId), ofPresent(platform))!
  const own = account === null ? ofInstallation : eq(apiKeys.ownerId, account)
  const all = platformActions(actor).has('keys:write')
  const owned = all ? or(isNotNull(apiKeys.ownerId), ofInstallation)! : own
  if (actor.kind !== 'key' || actor.id === INSTALLATION) return owned
  return and(
    owned,
    // Compare the stored ids: a deleted space and its successor can have the same name.
    actor.spaces === '*'
      ? undefined
      : sql`${apiKeys.spaces} <@ (select spaces from api_keys acting where acting.id = ${actor.id})`,
    actor.actions === '*' ? undefined : sql`${apiKeys.actions} <@ ${JSON.stringify(actor.actions)}::jsonb`,
  )!
}
