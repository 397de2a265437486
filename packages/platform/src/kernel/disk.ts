import type { DiskWatch } from '@alcove/storage'

/** Whether the disk has room, and what to tell the operator when it is short. */
export type Disk = Omit<DiskWatch, typeof Symbol.dispose>

/** Without a watch on the disk, there is always room. */
export const UNWATCHED: Disk = {
  room: 'enough',
  since: 0,
  disks: [],
  full: false,
  scarce: false,
  exhausted: false,
  warning: null,
}
