/**
 * Content-addressed bytes: the name of a blob is the SHA-256 of what it holds, so a write never changes one and two
 * equal uploads are one blob. Every driver runs the suite in `blob-store.contract.ts`.
 */
export interface BlobStore {
  /** Stores the bytes and answers their SHA-256 in hex. Durable when it resolves; storing the same bytes again is free. */
  put(bytes: Uint8Array): Promise<string>
  /** @throws {BlobMissing} when there is no such blob. */
  get(hash: string): Promise<Buffer<ArrayBuffer>>
  has(hash: string): Promise<boolean>
  /** Absent blobs are fine. */
  delete(hash: string): Promise<void>
  /** Every blob with its last write in milliseconds since the epoch, in no order. */
  list(): AsyncIterable<{ hash: string; writtenAt: number; bytes: number }>
}

export class BlobMissing extends Error {
  override readonly name = 'BlobMissing'
  constructor(hash: string) {
    super(`No blob ${hash}`)
  }
}
