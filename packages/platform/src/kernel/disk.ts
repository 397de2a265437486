import type { DiskWatch } from '@alcove/storage'

/** Whether the disk has room, and what to tell the operator when it is short. */
export type Disk = Pick<DiskWatch, 'full' | 'scarce' | 'exhausted' | 'warning'>
