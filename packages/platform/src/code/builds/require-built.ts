import { AlcoveError, can } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import type { Transaction } from '../../database/connect.ts'
import { builds } from '../../database/schema/index.ts'

/**
 * The blob of the build's output; null when there is nothing to build. @throws {AlcoveError} Conflict unless it is
 * built
 */
export async function requireBuilt(tx: Transaction, buildKey: string | null): Promise<string | null> {
  if (buildKey === null) return null
  const [build] = await tx
    .select({ status: builds.status, error: builds.error, outputHash: builds.outputHash })
    .from(builds)
    .where(eq(builds.key, buildKey))
  const verdict = can.publish({ build: build! })
  if (!verdict.allowed) throw new AlcoveError('Conflict', verdict.reason)
  return build!.outputHash
}
