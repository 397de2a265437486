import type { Deps } from '../deps.ts'

const encoder = new TextEncoder()

/** Sends text as it is made, no faster than the client takes it. */
export function textResponse(
  { log }: Pick<Deps, 'log'>,
  parts: AsyncGenerator<string>,
  headers: Record<string, string>,
): Response {
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const { done, value } = await parts.next()
          if (done) controller.close()
          else controller.enqueue(encoder.encode(value))
        } catch (error) {
          log.warn({ err: error }, 'An answer broke off')
          controller.error(error)
        }
      },
      async cancel() {
        await parts.return(undefined)
      },
    },
    { highWaterMark: 0 },
  )
  return new Response(body, { headers })
}
