import type { SpaceCtx } from '@alcove/platform'
import type { Deps } from '../../deps.ts'
import { rightToRead } from '../../auth/right-to-read.ts'

/**
 * @param watched the reader's rights, which end the answer when they end; null for a short answer
 * @param onEnd called once, however the answer ends
 */
export function streamOf(
  { log, platform }: Deps,
  body: AsyncIterable<Uint8Array>,
  watched: { again(): Promise<SpaceCtx>; until: number } | null,
  onEnd?: () => void,
): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  let reader: ReadableStreamDefaultController<Uint8Array> | null = null
  const right =
    watched &&
    rightToRead(
      platform,
      async () => (await watched.again()).space.until,
      () => end(new RightLost()),
      watched.until,
    )

  function end(error: Error | null): void {
    right?.stop()
    onEnd?.()
    if (error === null) reader?.close()
    else reader?.error(error)
    reader = null
    chunks.return?.().catch((error: unknown) => log.warn({ err: error }, 'An object could not be closed'))
  }

  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        reader = controller
      },
      async pull() {
        try {
          const { done, value } = await chunks.next()
          if (done) end(null)
          else if (right === null || (await right.holds())) reader?.enqueue(value)
        } catch (error) {
          // It has ended before: the client left, which ends the reading too.
          if (reader === null) return
          // The head is sent: cutting the connection is the only way left to report the failure.
          log.error({ err: error }, 'An object could not be read to its end')
          end(error as Error)
        }
      },
      cancel() {
        reader = null
        end(null)
      },
    },
    { highWaterMark: 0 },
  )
}

/** The reader has lost the right to read the object. */
class RightLost extends Error {
  override readonly name = 'RightLost'
  override readonly message = 'The reader has lost the right to the object'
}
