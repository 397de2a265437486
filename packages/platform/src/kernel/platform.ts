import type { BlobStore } from '@alcove/storage'
import type pg from 'pg'
import type { Database } from '../database/connect.ts'
import type { Clock } from './clock.ts'
import type { Disk } from './disk.ts'
import type { Log } from './log.ts'
import type { Announcement } from './notifications.ts'
import type { Sealer } from './sealer.ts'

/**
 * The control plane of one process: what every verb gets in its context. Only what all domains share stands here; each
 * domain adds its own parts next to their types, with `declare module`.
 */
export interface Platform {
  db: Database
  pool: pg.Pool
  blobs: BlobStore
  disk: Disk
  sealer: Sealer
  clock: Clock
  log: Log
  /** Address of the console, e.g. `http://127.0.0.1:4400`. */
  origin: string
  /** Address of the gateway, e.g. `http://127.0.0.1:4401`. */
  gatewayOrigin: string
  /** Updates the memory of this process after a commit. */
  apply(announcement: Announcement): Promise<void>
  close(): Promise<void>
}
