import { join, relative } from 'node:path'
import type { Contents, InnerPaths, RuntimeImage } from '../sandbox.ts'
import { commandPath, INNER, type Bind } from './container-spec.ts'
import type { Reservation, Slot } from './reservations.ts'
import type { Mount } from './mount-namespace.ts'

/** An executable inside one of the image's folders keeps its place there. */
export function innerPaths({ binary, folders }: RuntimeImage): InnerPaths {
  const home = folders.find(({ from }) => binary.startsWith(`${from}/`))
  return home === undefined ? INNER : { ...INNER, binary: join(home.inside, relative(home.from, binary)) }
}

/** @param at maps a host path to its path in the containers' mount namespace */
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
    ...(image.command === undefined ? [] : [bind(image.binary, commandPath(image.command), true)]),
    ...(innerPaths(image).binary === INNER.binary ? [bind(image.binary, INNER.binary, true)] : []),
    bind(image.guest, INNER.guest, image.loadsNativeCode === true),
  ]
}

/** Mount points of the contents. A mount on the slot appears inside even after the start. */
export function slotBinds(slot: Slot): Bind[] {
  return [
    // Executable, because packages may include native add-ons.
    { inside: INNER.task, from: slot.task, executable: true, writable: false, late: true },
    { inside: INNER.layers, from: slot.layers, executable: true, writable: false, late: true },
    // Without storage the slot's folder is empty, and the function must not write to it.
    { inside: INNER.storage, from: slot.storage, executable: false, writable: true, late: true },
  ]
}

export function contentMounts(
  { task, layers, storage }: Contents,
  { slot, firstId }: Reservation,
  { standing = false } = {},
): Mount[] {
  return [
    { from: task, to: slot.task, as: standing ? { linkedAs: INNER.task } : 'code' },
    ...(layers === null ? [] : [{ from: layers, to: slot.layers, as: 'code' as const }]),
    ...(storage === null ? [] : [{ from: storage, to: slot.storage, as: { filesOf: firstId } }]),
  ]
}
