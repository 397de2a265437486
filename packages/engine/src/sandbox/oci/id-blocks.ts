/** Far above the ranges that distributions assign in /etc/subuid. */
const FIRST_ID = 2 ** 30
const BLOCK = 65_536
const BLOCKS_PER_ENGINE = 1024
const ENGINES = 40

/**
 * Blocks of 65,536 user ids, one per container, so containers share no ids. Engines on one machine usually share none
 * either.
 */
export class IdBlocks {
  readonly #offset: number
  readonly #taken = new Set<number>()
  #next = 0

  /** @param engine distinguishes this engine from others on the machine */
  constructor(engine: number) {
    this.#offset = FIRST_ID + (engine % ENGINES) * BLOCKS_PER_ENGINE * BLOCK
  }

  /** Takes the block that has been free the longest. @throws when all 1,024 are taken */
  take(): number {
    for (let tries = 0; tries < BLOCKS_PER_ENGINE; tries++) {
      const block = this.#next
      this.#next = (this.#next + 1) % BLOCKS_PER_ENGINE
      if (this.#taken.has(block)) continue
      this.#taken.add(block)
      return this.#offset + block * BLOCK
    }
    throw new Error(`All ${BLOCKS_PER_ENGINE} user id blocks are taken`)
  }

  release(firstId: number): void {
    this.#taken.delete((firstId - this.#offset) / BLOCK)
  }
}
