import type { ServerFacts } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { servers } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'
import { diskAnnouncer } from './announce-disk.ts'

/** What only the process around the platform knows. */
export type ProcessFacts = Pick<ServerFacts, 'eventLoop' | 'memory'> & { spaceFilesBytes: number }

export interface ServerIdentity {
  id: string
  host: string
  version: string
}

const EVERY_MS = 5_000

/** Stores the state of this server every few seconds, for administrators and the other servers, until it is closed. */
export function reportServer(
  platform: Platform,
  server: ServerIdentity,
  read: () => ProcessFacts | Promise<ProcessFacts>,
): { close(): Promise<void> } {
  let reporting: Promise<void> | null = null
  let failed = false
  const announceDisk = diskAnnouncer(platform, server.host)

  async function report(): Promise<void> {
    try {
      const facts = factsOf(platform, await read())
      await platform.db
        .insert(servers)
        .values({ ...server, facts })
        .onConflictDoUpdate({ target: servers.id, set: { facts, seenAt: sql`now()` } })
      await announceDisk()
      failed = false
    } catch (error) {
      // A database that is away is logged by many others.
      if (!failed) platform.log({ level: 'warn', message: 'This server cannot report how it is; trying again', error })
      failed = true
    }
  }
  // A report that waits for the database must not pile up with the next one.
  const look = () => {
    reporting ??= report().finally(() => (reporting = null))
  }
  look()
  const timer = setInterval(look, EVERY_MS)
  timer.unref()
  return {
    async close() {
      clearInterval(timer)
      await reporting
      await platform.pool.query({ text: 'delete from servers where id = $1', values: [server.id] }).catch(() => {})
    },
  }
}

function factsOf({ pool, recorder, disk }: Platform, facts: ProcessFacts): ServerFacts {
  const { spaceFilesBytes, ...process } = facts
  return {
    ...process,
    pool: {
      connections: pool.totalCount,
      max: pool.options.max,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    },
    recorder: recorder.backlog(),
    disk: {
      room: disk.room,
      since: new Date(disk.since).toISOString(),
      disks: disk.disks.map((each) => ({ ...each })),
      spaceFilesBytes,
    },
  }
}
