import type { Space, SpaceCard, VisibleSpace } from '@alcove/contract'
import type { Engine } from '@alcove/engine'
import type { StoredSpace } from '@alcove/platform'

/** The control plane's account of a space with the engine's: how much of its storage is in use. */
export function spaceOf(engine: Engine, { storageMb: quotaMb, ...space }: StoredSpace): Space {
  return { ...space, storage: { quotaMb, usedMb: engine.storageMb(space.id) } }
}

/** The same where it may be no more than its card. */
export function visibleSpaceOf(engine: Engine, space: StoredSpace | SpaceCard): VisibleSpace {
  return 'storageMb' in space ? spaceOf(engine, space) : space
}
