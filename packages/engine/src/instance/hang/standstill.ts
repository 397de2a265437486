import type { Blank } from '../blank.ts'
import { askInspector } from './ask-inspector.ts'
import { askBySignal } from './ask-by-signal.ts'

/** Where code stood when its time was up. */
export interface Standstill {
  /** Innermost frame first, in the author's lines; null when nothing was running. */
  stack: string | null
  /** Nothing ran: the function waits. */
  waiting: boolean
}

/** Finds out where hung code stands, by what its runtime offers. Bounded in time; null when it cannot be known. */
export async function findStandstill(blank: Blank, taskFolder: string): Promise<Standstill | null> {
  const { hang } = blank.runtime
  const pid = blank.sandbox.pid()
  if (hang === null || pid === null) return null
  try {
    return hang.kind === 'inspector'
      ? await askInspector(blank.sandbox, pid, taskFolder)
      : await askBySignal(blank.sandbox, pid, hang)
  } catch {
    // It is gone, or plays tricks: then its timeout is all there is to say.
    return null
  }
}
