import type { Platform } from '../../kernel/platform.ts'
import { UNUSED_MS } from './piece-names.ts'

/** Removes parts that servers which were killed left in the store: no row comes to refer to them any more. */
export async function sweepUnfinished({ objects, clock }: Platform): Promise<void> {
  await objects.sweepUnfinished(clock.now() - UNUSED_MS)
}
