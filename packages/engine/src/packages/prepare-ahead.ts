import type { Revision } from '@alcove/contract'
import { FairQueue } from '../sandbox/fair-queue.ts'
import type { Packages } from './packages.ts'

/** Per space. Anything beyond is prepared by its first call. */
const MAX_WAITING = 1000

/**
 * Prepares code that is likely to be called soon. Only a few at a time, since calls need the processors too. An earlier
 * call prepares its own code and does not wait for these.
 */
export class PrepareAhead {
  readonly #packages: Pick<Packages, 'prepare'>
  readonly #queue = new FairQueue({ atATime: 2, perSpace: 1, maxWaiting: MAX_WAITING })
  readonly #pending = new Map<string, AbortController>()

  constructor(packages: Pick<Packages, 'prepare'>) {
    this.#packages = packages
  }

  /** Replaces the function's list of revisions to prepare. */
  setRevisions(functionId: string, revisions: readonly Revision[]): void {
    this.#pending.get(functionId)?.abort()
    this.#pending.delete(functionId)
    if (revisions.length === 0) return
    const controller = new AbortController()
    this.#pending.set(functionId, controller)
    // The first call reports the error.
    for (const revision of revisions) this.#prepare(revision, controller.signal).catch(() => {})
  }

  async #prepare(revision: Revision, signal: AbortSignal): Promise<void> {
    using _turn = await this.#queue.take(revision.spaceId, signal)
    await this.#packages.prepare(revision)
  }
}
