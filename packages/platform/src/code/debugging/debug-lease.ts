import { and, eq, lt, sql } from 'drizzle-orm'
import { debugSessions } from '../../database/schema/index.ts'
import type { Platform } from '../../kernel/platform.ts'

/** A developer's debug session. */
export interface DebugLease {
  developer: string
  session: string
}

const isIt = ({ developer, session }: DebugLease) =>
  and(eq(debugSessions.developer, developer), eq(debugSessions.session, session))

/** Whether no other session of the developer has taken its place. */
export async function holdsDebugLease({ db }: Platform, lease: DebugLease): Promise<boolean> {
  return (await db.$count(debugSessions, isIt(lease))) > 0
}

export async function endDebugLease({ db }: Platform, lease: DebugLease): Promise<void> {
  await db.delete(debugSessions).where(isIt(lease))
}

/** Deletes the sessions of servers that were killed. */
export async function sweepDebugSessions({ db }: Platform): Promise<void> {
  await db.delete(debugSessions).where(lt(debugSessions.endsAt, sql`now()`))
}
