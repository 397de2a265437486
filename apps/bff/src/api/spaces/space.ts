import { invalid, type Space, type SpaceCard, type VisibleSpace } from '@alcove/contract'
import type { Engine } from '@alcove/engine'
import type { StoredSpace } from '@alcove/platform'

/** The control plane's account of a space with the engine's: how much of its storage is in use. */
export function spaceOf(engine: Engine, { storageMb: quotaMb, storageMaxMb, ...space }: StoredSpace): Space {
  return {
    ...space,
    storage: { quotaMb, usedMb: engine.storageMb(space.id) },
    storageMaxMb: Math.min(storageMaxMb, engine.storageDiskMb),
  }
}

/** The same where it may be no more than its card. */
export function visibleSpaceOf(engine: Engine, space: StoredSpace | SpaceCard): VisibleSpace {
  return 'storageMb' in space ? spaceOf(engine, space) : space
}

/** A quota that no disk could hold promises what nobody can keep. @throws {AlcoveError} ValidationFailed */
export function requireOnDisk({ storageDiskMb }: Engine, field: string, storageMb: number | undefined): void {
  if (storageMb === undefined || storageMb <= storageDiskMb) return
  throw invalid(field, `The disk that holds the files of spaces has ${storageDiskMb} MiB: choose no more than that`)
}
