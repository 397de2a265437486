import { announcesBody, gone, refuseTooLarge, tooLarge, tooSlow, type Incoming } from './read-body.ts'

/**
 * Yields the chunks of a body as they arrive. Each is gone once the next one is asked for: V8, which does not see
 * their bytes, would let a hundred megabytes of them lie or collect garbage all the time. Only time spent waiting for the client counts against its
 * pace, because the consumer may be slow.
 * @throws {AlcoveError} PayloadTooLarge past `limit` bytes; RequestTimeout when it comes too slowly; Cancelled when the
 * client disconnects
 */
export async function* streamBody(incoming: Incoming, limit: number): AsyncGenerator<Uint8Array, void, undefined> {
  const { headers, stream, askForIt, pace } = incoming
  if (!announcesBody(headers)) return
  refuseTooLarge(headers, limit)
  if (stream.destroyed) throw gone()
  // A failure after the last read must not end the process.
  stream.on('error', () => {})
  askForIt?.()
  // Whoever answers still reads the rest of a refused body: otherwise the connection would be reset.
  const chunks = stream.iterator({ destroyOnReturn: false })
  // Since enough bytes arrived.
  let waitedMs = 0
  let bytes = 0
  const next = () =>
    new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
      const since = performance.now()
      const patience = setTimeout(() => reject(tooSlow(pace)), pace.windowMs - waitedMs)
      const settled = () => {
        clearTimeout(patience)
        waitedMs += performance.now() - since
      }
      chunks.next().then(
        (chunk) => {
          settled()
          resolve(chunk)
        },
        () => {
          settled()
          reject(gone())
        },
      )
    })
  let size = 0
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { done, value } = await next()
      if (done) break
      bytes += value.length
      if (bytes >= pace.bytes) bytes = waitedMs = 0
      size += value.length
      if (size > limit) throw tooLarge(limit)
      yield value
      free(value)
    }
  } finally {
    // Until then nobody else can read the rest: the connection would be closed in the middle of the next request.
    void chunks.return?.()
  }
  if (!stream.readableEnded) throw gone()
}

/** Gives the memory of a chunk back at once, where it is not a slice of a larger buffer. */
function free({ buffer, length }: Uint8Array): void {
  if (length === buffer.byteLength && buffer instanceof ArrayBuffer) buffer.transfer(0)
}

/** The declared length of a body; null when there is none. */
export function lengthOf({ headers }: Incoming): number | null {
  if (!announcesBody(headers)) return 0
  const length = headers['content-length']
  return length === undefined ? null : Number(length)
}
