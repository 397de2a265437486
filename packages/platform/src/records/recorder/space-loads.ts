/** What a space has waiting for the database. */
export interface SpaceLoad {
  entries: number
  bytes: number
}

/** What each space has in a batch, or in all that wait. */
export class SpaceLoads {
  readonly #loads = new Map<string, SpaceLoad>()
  /** Records come in runs of one space. */
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

  /** Adds what is in a batch, or takes it away again when it is stored. */
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
 * Whether a space that adds a record has to wait, once too much does in all: those with more than their share do. The
 * others go on, so that no space waits for the flood of another; in all there can be twice as much then.
 */
export function mustWait(own: SpaceLoad, spaces: number, most: SpaceLoad): boolean {
  const share = 1 / Math.max(1, spaces)
  return own.entries >= most.entries * share || own.bytes >= most.bytes * share
}
