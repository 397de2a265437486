import type { Blank } from '../blank.ts'
import type { Hang } from './hang.ts'
import { askInspector } from './ask-inspector.ts'
import { askBySignal } from './ask-by-signal.ts'

/** Asking takes a process of its own: nobody's timeouts may keep the machine busy with that. */
const MOST_AT_A_TIME = 2
const PAUSE_MS = 2000

/** Finds out where hung code stands, by what its runtime offers. */
export class HangFinder {
  #underWay = 0
  /** Functions asked about a moment ago: the next of their timeouts would hardly say more. */
  readonly #recent = new Set<string>()

  /** Bounded in time; null when it cannot be known. */
  async find(blank: Blank, taskFolder: string, functionId: string): Promise<Hang | null> {
    const { hang } = blank.runtime
    const pid = blank.sandbox.pid()
    if (hang === null || pid === null) return null
    if (this.#underWay >= MOST_AT_A_TIME || this.#recent.has(functionId)) return null
    this.#underWay += 1
    this.#recent.add(functionId)
    setTimeout(() => this.#recent.delete(functionId), PAUSE_MS).unref()
    try {
      return hang.kind === 'inspector'
        ? await askInspector(blank.sandbox, pid, taskFolder)
        : await askBySignal(blank.sandbox, pid, hang)
    } catch {
      // It is gone, or plays tricks: then its timeout is all there is to say.
      return null
    } finally {
      this.#underWay -= 1
    }
  }
}
