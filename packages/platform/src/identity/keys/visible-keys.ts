import { and, eq, isNotNull, isNull, or, sql, type SQL } from 'drizzle-orm'
import { platformActions } from '../access/rights.ts'
import { accountOf, INSTALLATION } from '../../kernel/actor.ts'
import type { Ctx } from '../../kernel/context.ts'
import { apiKeys } from '../../database/schema/index.ts'

/** Made with the ALCOVE_ADMIN_API_KEY of now. */
function ofPresent({ adminKeyFingerprint }: Ctx['platform']): SQL {
  return adminKeyFingerprint === null ? sql`false` : eq(apiKeys.installationKey, adminKeyFingerprint)
}

/**
 * The keys that the caller may see and revoke: every one for administrators, for others their own, and for a key only
 * those that reach no further than it does itself. Keys of an earlier ALCOVE_ADMIN_API_KEY ended with it.
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
    // Compare the stored ids: two spaces can have had the same name one after the other.
    actor.spaces === '*'
      ? undefined
      : sql`${apiKeys.spaces} <@ (select spaces from api_keys acting where acting.id = ${actor.id})`,
    actor.functions === '*'
      ? undefined
      : sql`${apiKeys.functions} <@ (select functions from api_keys acting where acting.id = ${actor.id})`,
    actor.actions === '*' ? undefined : sql`${apiKeys.actions} <@ ${JSON.stringify(actor.actions)}::jsonb`,
  )!
}
