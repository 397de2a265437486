import { accountOf, INSTALLATION } from '../../kernel/actor.ts'
import type { Ctx } from '../../kernel/context.ts'

/** The credential that something is made with, and ends with: a key of ours, ALCOVE_ADMIN_API_KEY, or both in a row. */
export function madeWith({ actor, platform }: Ctx): { makerId: string | null; installationKey: string | null } {
  if (actor.kind !== 'key') return { makerId: null, installationKey: null }
  return {
    makerId: actor.id === INSTALLATION ? null : actor.id,
    installationKey: accountOf(actor) === null ? platform.adminKeyFingerprint : null,
  }
}
