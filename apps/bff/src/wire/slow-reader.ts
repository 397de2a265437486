import type { ServerResponse } from 'node:http'

/** A client must read some of its answer within this many milliseconds. */
const PATIENCE = 30_000

/** Closes the connection of a client that does not read its answer, which takes up memory here. */
export function cutSlowReader(response: ServerResponse): { end(): void } {
  const cut = () => void response.destroy()
  response.setTimeout(PATIENCE, cut)
  return {
    end() {
      response.off('timeout', cut).setTimeout(0)
    },
  }
}
