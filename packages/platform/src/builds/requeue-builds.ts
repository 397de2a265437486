import { eq } from 'drizzle-orm'
import { builds } from '../database/schema/index.ts'
import type { Platform } from '../platform.ts'

/** At start-up: what a server that was killed left running is queued again. */
export async function requeueBuilds({ db }: Platform): Promise<void> {
  await db.update(builds).set({ status: 'queued', startedAt: null, log: '' }).where(eq(builds.status, 'running'))
}
