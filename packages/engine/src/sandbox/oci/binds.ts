import { join, relative } from 'node:path'
import type { Contents, InnerPaths, RuntimeImage } from '../sandbox.ts'
import { INNER, type Bind } from './container-spec.ts'
import type { Place, Slot } from './launch-pad.ts'
import type { Shown } from './stage.ts'

/** An executable that lies in one of the image's folders stays among its own. */
export function innerPaths({ binary, folders }: RuntimeImage): InnerPaths {
  const home = folders.find(({ from }) => binary.startsWith(`${from}/`))
  return home === undefined ? INNER : { ...INNER, binary: join(home.inside, relative(home.from, binary)) }
}

/** @param at where a host path is on the stage */
export function imageBinds(image: RuntimeImage, at: (path: string) => string): Bind[] {
  const bind = (from: string, inside: string, executable: boolean): Bind => ({
    from: at(from),
    inside,
    executable,
    writable: false,
    late: false,
  })
  return [
    ...image.folders.map(({ from, inside }) => bind(from, inside, true)),
    ...(innerPaths(image).binary === INNER.binary ? [bind(image.binary, INNER.binary, true)] : []),
    bind(image.guest, INNER.guest, image.loadsNativeCode === true),
  ]
}

/** The places of the contents, whether or not they are there yet: what is mounted on the slot later appears inside. */
export function slotBinds(slot: Slot): Bind[] {
  return [
    // Executable, for native add-ons that come with a package.
    { inside: INNER.task, from: slot.task, executable: true, writable: false, late: true },
    { inside: INNER.layers, from: slot.layers, executable: true, writable: false, late: true },
    // Before there is storage, the empty folder of the slot is not the function's to write to.
    { inside: INNER.storage, from: slot.storage, executable: false, writable: true, late: true },
  ]
}

export function contentMounts(
  { task, layers, storage }: Contents,
  { slot, firstId }: Place,
  { standing = false } = {},
): Shown[] {
  return [
    { from: task, to: slot.task, as: standing ? { linkedAs: INNER.task } : 'code' },
    ...(layers === null ? [] : [{ from: layers, to: slot.layers, as: 'code' as const }]),
    ...(storage === null ? [] : [{ from: storage, to: slot.storage, as: { filesOf: firstId } }]),
  ]
}
