import type { DiskWatch } from '@alcove/storage'

/** Whether there is room for more, and what to tell the operator when there is not much. */
export type Disk = Pick<DiskWatch, 'full' | 'exhausted' | 'warning'>
