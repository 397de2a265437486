import { accountOf, INSTALLATION } from '../../kernel/actor.ts'
import type { Ctx } from '../../kernel/context.ts'

/**
 * The credential that makes something: an API key, ALCOVE_ADMIN_API_KEY, or a key made with the latter. What it makes
 * ends with it.
 */
export function madeWith({ actor, platform }: Ctx): { makerId: string | null; installationKey: string | null } {
  if (actor.kind !== 'key') return { makerId: null, installationKey: null }
  return {
    makerId: actor.id === INSTALLATION ? null : actor.id,
    installationKey: accountOf(actor) === null ? platform.adminKeyFingerprint : null,
  }
}
