import { and, eq, lt, sql } from 'drizzle-orm'
import { debugSessions } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

/** A developer's debug session. */
export interface DebugLease {
  developer: string
  session: string
}

/** Announcements can get lost: it looks at least this often. */
const LOOK_MS = 4_000

/** Announced when a newer session of the same developer ends this one. */
export const takenTopic = (developer: string): string => `debugging:${developer}`

const isIt = ({ developer, session }: DebugLease) =>
  and(eq(debugSessions.developer, developer), eq(debugSessions.session, session))

/** Resolves when another session of the developer has taken its place, on any server, or when `signal` aborts. */
export async function debugLeaseTaken(platform: Platform, lease: DebugLease, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    /* oxlint-disable no-await-in-loop -- one look after the other */
    // Listen before looking: what comes between the look and the wait would go unnoticed.
    const news = platform.jobs.next(takenTopic(lease.developer), LOOK_MS, signal)
    // While the database does not answer nobody takes over.
    const held = await platform.db.$count(debugSessions, isIt(lease)).catch(() => 1)
    if (held === 0) return
    await news
    /* oxlint-enable no-await-in-loop */
  }
}

export async function endDebugLease({ db }: Platform, lease: DebugLease): Promise<void> {
  await db.delete(debugSessions).where(isIt(lease))
}

/** Deletes the sessions of servers that were killed. */
export async function sweepDebugSessions({ db }: Platform): Promise<void> {
  await db.delete(debugSessions).where(lt(debugSessions.endsAt, sql`now()`))
}
