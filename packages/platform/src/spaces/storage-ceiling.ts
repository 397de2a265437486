import { AlcoveError, LIMITS } from '@alcove/contract'
import { platformActions } from '../identity/access/rights.ts'
import type { Ctx } from '../kernel/context.ts'
import { readSettings } from '../identity/settings/get-settings.ts'

/** The most storage, in MiB, that the caller may give a space. `ceilingMb` is the installation's setting. */
export function storageMaxMb({ actor }: Ctx, ceilingMb: number): number {
  return platformActions(actor).has('platform:admin') ? LIMITS.storageMb.max : ceilingMb
}

/**
 * The disk belongs to the owner of the machine. The admin of a space may give it as much storage as the installation
 * allows, and may keep a larger amount that an administrator set.
 * @throws {AlcoveError} Forbidden
 */
export async function requireMayStore(ctx: Ctx, storageMb: number, beforeMb: number): Promise<void> {
  const mostMb = storageMaxMb(ctx, (await readSettings(ctx)).spaceStorageMaxMb)
  if (storageMb <= Math.max(mostMb, beforeMb)) return
  const message = `Only an administrator of Alcove may give a space more than ${mostMb} MiB of storage`
  throw new AlcoveError('Forbidden', message, { errors: [{ path: 'storageMb', message }] })
}

/**
 * The same for what its buckets hold, with one ceiling for every space: the default.
 * @throws {AlcoveError} Forbidden
 */
export function requireMayHold({ actor }: Ctx, objectStorageMb: number, beforeMb: number): void {
  const mostMb = platformActions(actor).has('platform:admin') ? Infinity : LIMITS.objectStorageMb.default
  if (objectStorageMb <= Math.max(mostMb, beforeMb)) return
  const message = `Only an administrator of Alcove may let the buckets of a space hold more than ${mostMb} MiB`
  throw new AlcoveError('Forbidden', message, { errors: [{ path: 'objectStorageMb', message }] })
}
