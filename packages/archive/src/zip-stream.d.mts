/** A file as it is stored in a zip. */
export interface PackedFile {
  path: string
  /** Size of the content. */
  bytes: number
  executable: boolean
  /** The content, compressed by `method`. */
  data: Uint8Array
  /** CRC-32 of the content. */
  crc: number
  method: number
}

export const MAX_ENTRIES: number

/** Yields the bytes of a zip with these files, in their order. */
export function zipStream(
  files: Iterable<PackedFile> | AsyncIterable<PackedFile>,
): AsyncGenerator<Uint8Array, void, undefined>
