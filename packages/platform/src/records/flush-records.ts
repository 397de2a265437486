import type { Platform } from '../kernel/platform.ts'

const PATIENCE_MS = 1_000

/**
 * Stores what this process has recorded so far, for a read that should see it. False when that takes longer than
 * `patienceMs`: the read then shows what is stored, which is better than no answer.
 */
export async function flushRecords(
  { recorder, instances }: Pick<Platform, 'recorder' | 'instances'>,
  patienceMs = PATIENCE_MS,
): Promise<boolean> {
  const stored = await Promise.all([recorder.flush(patienceMs), instances.flush(patienceMs)])
  return !stored.includes(false)
}
