import { invalid, type Space, type SpaceCard, type VisibleSpace } from '@alcove/contract'
import type { Engine } from '@alcove/engine'
import type { StoredSpace } from '@alcove/platform'

/** Adds the engine's part to the control plane's: how much of the storage is in use. */
export function spaceOf(engine: Engine, { storageMb: quotaMb, storageMaxMb, ...space }: StoredSpace): Space {
  return {
    ...space,
    storage: { quotaMb, usedMb: engine.storageMb(space.id) },
    storageMaxMb: Math.min(storageMaxMb, engine.storageDiskMb),
  }
}

/** Like spaceOf, for a space of which the caller may see only the card. */
export function visibleSpaceOf(engine: Engine, space: StoredSpace | SpaceCard): VisibleSpace {
  return 'storageMb' in space ? spaceOf(engine, space) : space
}

/** Refuses a quota larger than the disk. @throws {AlcoveError} ValidationFailed */
export function requireOnDisk({ storageDiskMb }: Engine, field: string, storageMb: number | undefined): void {
  if (storageMb === undefined || storageMb <= storageDiskMb) return
  throw invalid(field, `The disk that holds the files of spaces has ${storageDiskMb} MiB: choose no more than that`)
}
