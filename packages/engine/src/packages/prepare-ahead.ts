import type { Revision } from '@alcove/contract'
import { Turns } from '../sandbox/turns.ts'
import type { Packages } from './packages.ts'

/** Of one space. What comes beyond that is prepared by its first call. */
const MAX_WAITING = 1000

/**
 * Prepares code that is likely to be called soon: a few at a time, since calls want the processors too. Whoever is called
 * earlier prepares its own code and waits for none of these.
 */
export class PrepareAhead {
  readonly #packages: Pick<Packages, 'prepare'>
  readonly #turns = new Turns({ atATime: 2, perSpace: 1, maxWaiting: MAX_WAITING })
  readonly #wanted = new Map<string, AbortController>()

  constructor(packages: Pick<Packages, 'prepare'>) {
    this.#packages = packages
  }

  /** These revisions of the function, and no longer those of the last time. */
  want(functionId: string, revisions: readonly Revision[]): void {
    this.#wanted.get(functionId)?.abort()
    this.#wanted.delete(functionId)
    if (revisions.length === 0) return
    const wanted = new AbortController()
    this.#wanted.set(functionId, wanted)
    // What is wrong with it is for its first call to hear.
    for (const revision of revisions) this.#prepare(revision, wanted.signal).catch(() => {})
  }

  async #prepare(revision: Revision, signal: AbortSignal): Promise<void> {
    using _turn = await this.#turns.take(revision.spaceId, signal)
    await this.#packages.prepare(revision)
  }
}
