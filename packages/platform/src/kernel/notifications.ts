import { sql, type SQL } from 'drizzle-orm'
import pg from 'pg'
import type { Transaction } from '../database/connect.ts'

const CHANNEL = 'alcove_changes'

const RETRY_MS = 250

/** A connection that the network dropped silently looks idle. This many milliseconds apart, a ping finds out. */
const PING_MS = 2_000
/** A connection that does not answer for so long is given up, a new one too. */
const PATIENCE_MS = 5_000

/** What a committed change makes stale in the memory of every process. */
export interface Announcement {
  functions: string[]
  spaces: string[]
  access: boolean
  /** Spaces whose routes or host names changed. */
  gateways: string[]
  /** Keys of builds that were queued or ended. */
  builds: string[]
  /** Kinds of jobs that were queued. */
  jobs: string[]
}

const NOTHING: Announcement = { functions: [], spaces: [], access: false, gateways: [], builds: [], jobs: [] }

/** A notification holds less than 8,000 bytes. This many ids of 36 characters fit well. */
const IDS_MAX = 100

/** Notifies every process when the transaction commits. */
export async function announce(tx: Transaction, { functions, ...rest }: Announcement): Promise<void> {
  for (let from = 0; from === 0 || from < functions.length; from += IDS_MAX) {
    await tx.execute(notification({ ...rest, functions: functions.slice(from, from + IDS_MAX) }))
  }
}

/** A statement that notifies every process when its transaction commits. */
export function notification(announcement: Partial<Announcement>): SQL {
  return sql`select pg_notify(${CHANNEL}, ${JSON.stringify(announcement)})`
}

export interface Listener {
  close(): Promise<void>
}

/**
 * Receives the announcements of all processes, this one included. Announcements are lost while the connection is down:
 * `onDisconnect` says that memory may be stale from now on, and each new connection calls `onConnect` to reload it.
 */
export async function listen(options: {
  databaseUrl: string
  onAnnouncement(announcement: Announcement): void
  onConnect(): Promise<void>
  onDisconnect(): void
}): Promise<Listener> {
  let closed = false
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let ping: NodeJS.Timeout | undefined
  await connect()

  return {
    async close() {
      closed = true
      clearTimeout(retry)
      clearTimeout(ping)
      await client?.end().catch(() => {})
    },
  }

  async function connect(): Promise<void> {
    const next = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: 'alcove-listener',
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    })
    next.on('error', () => {})
    // Database triggers send only the fields they know.
    next.on('notification', ({ payload }) => {
      options.onAnnouncement({ ...NOTHING, ...(JSON.parse(payload!) as Partial<Announcement>) })
    })
    try {
      await start(next)
    } catch (error) {
      void next.end().catch(() => {})
      throw error
    }
  }

  async function start(next: pg.Client): Promise<void> {
    await next.connect()
    await next.query(`listen ${CHANNEL}`)
    if (closed) return next.end()
    client = next
    next.on('end', () => {
      // A newer connection may have replaced this one.
      if (closed || client !== next) return
      options.onDisconnect()
      reconnect()
    })
    pingSoon(next)
    await options.onConnect()
  }

  function pingSoon(connection: pg.Client): void {
    clearTimeout(ping)
    // The "end" event then reconnects.
    const giveUp = () => void connection.end().catch(() => {})
    ping = setTimeout(() => {
      connection.query('select 1').then(() => client === connection && !closed && pingSoon(connection), giveUp)
    }, PING_MS)
    ping.unref()
  }

  function reconnect(): void {
    if (closed) return
    clearTimeout(retry)
    retry = setTimeout(() => void connect().catch(reconnect), RETRY_MS)
  }
}
