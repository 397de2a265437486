import { AlcoveError, can } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import type { Transaction } from '../database/connect.ts'
import { builds } from '../database/schema/index.ts'

/** @throws {AlcoveError} Conflict unless what a draft needs built is built */
export async function requireBuilt(tx: Transaction, buildKey: string | null): Promise<void> {
  if (buildKey === null) return
  const [build] = await tx
    .select({ status: builds.status, error: builds.error })
    .from(builds)
    .where(eq(builds.key, buildKey))
  const verdict = can.publish({ build: build! })
  if (!verdict.allowed) throw new AlcoveError('Conflict', verdict.reason)
}
