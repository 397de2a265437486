import type { ServerResponse } from 'node:http'

/** Milliseconds in which a client must take something of an answer that waits for it. */
const PATIENCE = 30_000

/** Ends the connection of a client that takes nothing of what waits for it, which is memory of ours. */
export function cutSlowReader(response: ServerResponse): { end(): void } {
  const cut = () => void response.destroy()
  response.setTimeout(PATIENCE, cut)
  return {
    end() {
      response.off('timeout', cut).setTimeout(0)
    },
  }
}
