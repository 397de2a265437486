import type { Space } from '@alcove/contract'
import type { Engine } from '@alcove/engine'
import type { StoredSpace } from '@alcove/platform'

/** The control plane's account of a space with the engine's: how much of its storage is in use. */
export function spaceOf(engine: Engine, { storageMb: quotaMb, ...space }: StoredSpace): Space {
  return { ...space, storage: { quotaMb, usedMb: engine.storageMb(space.id) } }
}
