import type { Readable } from 'node:stream'

/** Bytes from `start` up to and including `end`, counted from 0 as in HTTP. */
export interface ByteRange {
  start: number
  end: number
}

/**
 * Bytes of any size under names that the caller makes up, each written once and read as streams. Every driver runs the
 * suite in `object-store.contract.ts`.
 */
export interface ObjectStore {
  /** Which driver this is, for people. */
  readonly kind: 'disk' | 's3'
  /** The most memory that one `put` holds. */
  readonly bufferBytes: number
  /**
   * Makes the puts of these names cheaper, most when they end in the same two digits. They may be listed as empty objects
   * until then, for their caller to delete.
   */
  prepare(names: readonly string[]): Promise<void>
  /**
   * Stores the bytes of the body and resolves with their number. Durable when it resolves. When the body throws, or
   * `signal` aborts, nothing is stored; a server that is killed may leave a part, for its caller to delete and to
   * sweep. No chunk is kept: once the next one is asked for, its memory may serve again.
   */
  put(name: string, body: AsyncIterable<Uint8Array>, signal?: AbortSignal): Promise<number>
  /** Opens the bytes, or those of a range that lies within them. @throws {ObjectMissing} */
  get(name: string, range?: ByteRange): Promise<Readable>
  /** Absent names are fine. */
  delete(name: string): Promise<void>
  /** Removes what servers that were killed left of puts that began before a time, where `delete` does not reach it. */
  sweepUnfinished(before: number): Promise<void>
  /** Every stored name, in no order. */
  list(): AsyncIterable<{ name: string; bytes: number }>
}

/** What names look like: UUIDs, so that none spells a path. */
export const OBJECT_NAME = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing'
  constructor(name: string) {
    super(`The stored object ${name} is missing`)
  }
}
