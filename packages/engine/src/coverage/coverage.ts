import type { FileCoverage, Revision } from '@alcove/contract'
import { PackageError } from '../package-error.ts'
import type { Packages } from '../packages/packages.ts'
import { FairQueue, QueueFull } from '../sandbox/fair-queue.ts'
import { inThread } from '../threads/in-thread.ts'

/** Code is parsed by JavaScript in a thread: it can waste this much time and memory, and reach nothing. */
const LIMITS = { ms: 20_000, memoryMb: 512 }
const MODULE = new URL('./read-in-thread.ts', import.meta.url)

/** Reads which lines of the author's files ran, from what guests report in tests. */
export class Coverage {
  readonly #packages: Packages
  readonly #queue = new FairQueue({ atATime: 1, perSpace: 1, maxWaiting: 10 })

  constructor(packages: Packages) {
    this.#packages = packages
  }

  /** @returns null when it takes too much, or too many others wait */
  async read(revision: Revision, reports: readonly Uint8Array[]): Promise<FileCoverage[] | null> {
    try {
      const { task } = await this.#packages.prepare(revision)
      using _turn = await this.#queue.take(revision.spaceId)
      const read = await inThread<FileCoverage[]>(MODULE, { folder: task, reports }, LIMITS)
      return 'answer' in read ? read.answer : null
    } catch (error) {
      if (error instanceof QueueFull || error instanceof PackageError) return null
      throw error
    }
  }
}
