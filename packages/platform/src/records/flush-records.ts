import { setTimeout as sleep } from 'node:timers/promises'
import type { Platform } from '../kernel/platform.ts'

const PATIENCE_MS = 1_000

/**
 * Stores what this process has recorded so far, for a read that should see it. False when that takes longer than
 * `patienceMs`: the read then shows what is stored, which is better than no answer.
 */
export async function flushRecords(
  { recorder, instances, routeTraffic }: Pick<Platform, 'recorder' | 'instances' | 'routeTraffic'>,
  patienceMs = PATIENCE_MS,
): Promise<boolean> {
  const patience = new AbortController()
  const late = sleep(patienceMs, false, { signal: patience.signal }).catch(() => false)
  const traffic = Promise.race([routeTraffic.flush(), late])
  const stored = await Promise.all([recorder.flush(patienceMs), instances.flush(patienceMs), traffic])
  patience.abort()
  return !stored.includes(false)
}
