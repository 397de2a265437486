import { announcesBody, gone, refuseTooLarge, tooLarge, tooSlow, type Incoming } from './read-body.ts'

/**
 * The chunks of a body as they come, none of them kept. The pace counts only while the client is waited for: whoever takes
 * the chunks may be slow.
 * @throws {AlcoveError} PayloadTooLarge past `limit` bytes; RequestTimeout when it comes too slowly; Cancelled when the
 * client goes away meanwhile
 */
export async function* streamBody(incoming: Incoming, limit: number): AsyncGenerator<Uint8Array, void, undefined> {
  const { headers, stream, askForIt, pace } = incoming
  if (!announcesBody(headers)) return
  refuseTooLarge(headers, limit)
  if (stream.destroyed) throw gone()
  // What goes wrong after the last look must not end the process.
  stream.on('error', () => {})
  askForIt?.()
  // The rest of a body that is refused is still read by whoever answers: the connection would be reset otherwise.
  const chunks = stream.iterator({ destroyOnReturn: false })
  let waited = 0
  let inWindow = 0
  let giveUp: ((error: Error) => void) | null = null
  const clock = setInterval(() => {
    if (giveUp === null) return
    waited += 1
    if (waited > 1 && inWindow < pace.bytes) giveUp(tooSlow(pace))
    inWindow = 0
  }, pace.windowMs)
  const next = () =>
    new Promise<IteratorResult<Uint8Array>>((resolve, reject) => {
      giveUp = reject
      chunks.next().then(resolve, () => reject(gone()))
    })
  let size = 0
  try {
    for (;;) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { done, value } = await next()
      giveUp = null
      if (done) break
      waited = 0
      inWindow += value.length
      size += value.length
      if (size > limit) throw tooLarge(limit)
      yield value
    }
    if (!stream.readableEnded) throw gone()
  } finally {
    clearInterval(clock)
  }
}

/** How many bytes a body has; null: it does not say. */
export function lengthOf({ headers }: Incoming): number | null {
  if (!announcesBody(headers)) return 0
  const length = headers['content-length']
  return length === undefined ? null : Number(length)
}
