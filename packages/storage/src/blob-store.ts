/**
 * Content-addressed bytes: the name of a blob is the SHA-256 of what it holds, so a write never changes one and two
 * equal uploads are one blob. Every driver runs the suite in `blob-store.contract.ts`.
 */
export interface BlobStore {
  /**
   * Stores the bytes and answers their SHA-256 in hex. Durable when it resolves. Bytes that are stored already are read
   * and compared: a damaged blob is replaced.
   */
  put(bytes: Uint8Array): Promise<string>
  /** What comes back has this hash. @throws {BlobMissing} when there is no such blob, {BlobDamaged} when it has changed. */
  get(hash: string): Promise<Buffer<ArrayBuffer>>
  /** Whether there is one, whole or not. */
  has(hash: string): Promise<boolean>
  /** Where the bytes can be read as a file, unchecked; null when they lie elsewhere. @throws {BlobMissing} */
  fileOf(hash: string): Promise<string | null>
  /** Reads the blob to its end without keeping it. */
  check(hash: string): Promise<BlobState>
  /** Absent blobs are fine. */
  delete(hash: string): Promise<void>
  /** Paths of other files among the blobs. */
  strays(): AsyncIterable<string>
  /** Every blob with its last write in milliseconds since the epoch, in no order. */
  list(): AsyncIterable<{ hash: string; writtenAt: number; bytes: number }>
}

export type BlobState = 'whole' | 'damaged' | 'missing'

// Their messages reach the caller of a function whose code cannot be read.
export class BlobMissing extends Error {
  override readonly name = 'BlobMissing'
  constructor(hash: string) {
    super(`The stored package ${hash.slice(0, 12)} is missing: save it again`)
  }
}

export class BlobDamaged extends Error {
  override readonly name = 'BlobDamaged'
  constructor(hash: string) {
    super(`The stored package ${hash.slice(0, 12)} is damaged: save it again`)
  }
}
