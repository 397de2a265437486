import type { BlobStore } from '@alcove/storage'
import type pg from 'pg'
import type { Database } from '../database/connect.ts'
import type { Clock } from './clock.ts'
import type { Disk } from './disk.ts'
import type { Log } from './log.ts'
import type { Announcement } from './notifications.ts'
import type { Sealer } from './sealer.ts'

/**
 * The control plane of one process: everything a verb needs, passed in its context. This is what every domain shares.
 * Each domain adds its own parts beside their types, with `declare module`.
 */
export interface Platform {
  db: Database
  pool: pg.Pool
  blobs: BlobStore
  disk: Disk
  sealer: Sealer
  clock: Clock
  log: Log
  /** Where the console answers, e.g. `http://127.0.0.1:4400`. */
  origin: string
  /** Where functions answer, e.g. `http://127.0.0.1:4401`. */
  gatewayOrigin: string
  /** Brings this process's memory up to what was committed. */
  apply(announcement: Announcement): Promise<void>
  close(): Promise<void>
}
