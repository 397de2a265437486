/** What a space has waiting for the database. */
export interface SpaceLoad {
  entries: number
  bytes: number
}

/** What each space has in one batch, or in all that wait. */
export class SpaceLoads {
  readonly #loads = new Map<string, SpaceLoad>()
  /** Consecutive records often have the same space. */
  #last: SpaceLoad | null = null
  #lastSpace = ''

  get size(): number {
    return this.#loads.size
  }

  of(spaceId: string): Readonly<SpaceLoad> | undefined {
    return this.#loads.get(spaceId)
  }

  add(spaceId: string, bytes: number): void {
    if (this.#lastSpace !== spaceId || this.#last === null) {
      this.#last = this.#loadOf(spaceId)
      this.#lastSpace = spaceId
    }
    this.#last.entries += 1
    this.#last.bytes += bytes
  }

  /** Adds the contents of a batch, or subtracts them once it is stored. */
  merge(batch: SpaceLoads, sign: 1 | -1): void {
    for (const [spaceId, { entries, bytes }] of batch.#loads) {
      const load = this.#loadOf(spaceId)
      load.entries += sign * entries
      load.bytes += sign * bytes
      if (load.entries === 0) this.#loads.delete(spaceId)
    }
  }

  #loadOf(spaceId: string): SpaceLoad {
    let load = this.#loads.get(spaceId)
    if (load === undefined) this.#loads.set(spaceId, (load = { entries: 0, bytes: 0 }))
    return load
  }
}

/**
 * Decides whether a space that adds a record must wait while the queue is over its limit: it must if it has more than
 * its share. Other spaces continue, so none waits because of another one's flood; in all, up to twice the limit can
 * wait.
 */
export function mustWait(own: SpaceLoad, spaces: number, most: SpaceLoad): boolean {
  const share = 1 / Math.max(1, spaces)
  return own.entries >= most.entries * share || own.bytes >= most.bytes * share
}
