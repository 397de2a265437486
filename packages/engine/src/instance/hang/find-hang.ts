import type { GuestSandbox } from '../guest-sandbox.ts'
import type { Hang } from './hang.ts'
import { askInspector } from './ask-inspector.ts'
import { askBySignal } from './ask-by-signal.ts'

/** Each diagnosis starts a process. The limit keeps a space full of timeouts from loading the machine. */
const MAX_CONCURRENT = 2
const PAUSE_MS = 2000

/** Finds where hung code is, by the means its runtime offers. */
export class HangFinder {
  #underWay = 0
  /** Functions diagnosed less than PAUSE_MS ago: another diagnosis would rarely say more. */
  readonly #recent = new Set<string>()

  /** Takes bounded time. Null when the position is unknown. */
  async find(guest: GuestSandbox, taskFolder: string, functionId: string): Promise<Hang | null> {
    const { hang } = guest.runtime
    const pid = guest.sandbox.pid()
    if (hang === null || pid === null) return null
    if (this.#underWay >= MAX_CONCURRENT || this.#recent.has(functionId)) return null
    this.#underWay += 1
    this.#recent.add(functionId)
    setTimeout(() => this.#recent.delete(functionId), PAUSE_MS).unref()
    try {
      return hang.kind === 'inspector'
        ? await askInspector(guest.sandbox, pid, taskFolder)
        : await askBySignal(guest.sandbox, pid, hang)
    } catch {
      // The process is gone or hostile: report the timeout without a stack.
      return null
    } finally {
      this.#underWay -= 1
    }
  }
}
