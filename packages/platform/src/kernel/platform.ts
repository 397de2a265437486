import type { BlobStore, DiskWatch } from '@alcove/storage'
import type pg from 'pg'
import type { AccessCache } from '../identity/access/access-cache.ts'
import type { Auth } from '../identity/accounts/auth.ts'
import type { Sealer } from './sealer.ts'
import type { Database } from '../database/connect.ts'
import type { SearchLane } from './search-lane.ts'
import type { InstanceRecorder } from '../records/instances/instance-recorder.ts'
import type { LogTail } from '../records/logs/log-tail.ts'
import type { Announcement } from './notifications.ts'
import type { Recorder } from '../records/recorder/recorder.ts'
import type { RouteTable } from '../targets/route-table.ts'
import type { Signals } from './signals.ts'

export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
}

/** Whether there is room for more, and what to tell the operator when there is not much. */
export type Disk = Pick<DiskWatch, 'full' | 'exhausted' | 'warning'>

export type Log = (line: { level: 'info' | 'warn' | 'error'; [field: string]: unknown }) => void

/** The control plane of one process: everything a verb needs, passed in its context. */
export interface Platform {
  db: Database
  pool: pg.Pool
  searches: SearchLane
  blobs: BlobStore
  disk: Disk
  auth: Auth
  access: AccessCache
  sealer: Sealer
  routes: RouteTable
  recorder: Recorder
  instances: InstanceRecorder
  /** By key: a build was queued, wrote to its log, or ended. */
  builds: Signals
  /** By kind: jobs were queued, or one ended. */
  jobs: Signals
  tail: LogTail
  clock: Clock
  log: Log
  /** Where the console answers, e.g. `http://127.0.0.1:4400`. */
  origin: string
  /** Where functions answer, e.g. `http://127.0.0.1:4401`. */
  gatewayOrigin: string
  /** SHA-256 of ALCOVE_ADMIN_API_KEY, if it is set. */
  adminKeyHash: string | null
  /** What is kept of it beside the keys that were made with it: a keyed digest, against which no guess can be checked. */
  adminKeyFingerprint: string | null
  /** Brings this process's memory up to what was committed. */
  apply(announcement: Announcement): Promise<void>
  /** A new one-time link while no administrator exists; null afterwards. */
  setupLink(): Promise<string | null>
  /** The e-mail addresses of the active administrators, the first one first. */
  administrators(): Promise<string[]>
  close(): Promise<void>
}
