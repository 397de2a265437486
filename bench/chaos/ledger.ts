import { createServer } from 'node:http'
import { networkInterfaces } from 'node:os'

/** What a function reports about each execution, before it returns. */
export interface Entry {
  /** What was requested: the number of a task, or the name of a timer. */
  id: string
  /** The invocation that reports. */
  invocation: string
  /** Milliseconds since the epoch. */
  at: number
}

export interface Ledger extends AsyncDisposable {
  url: string
  /** The host name under which functions reach it. */
  host: string
  entries: readonly Entry[]
}

/**
 * Records executions outside Alcove, on an address of this machine other than loopback, which functions can never
 * reach.
 */
export async function openLedger(): Promise<Ledger> {
  const host = Object.values(networkInterfaces())
    .flat()
    .find((each) => each !== undefined && !each.internal && each.family === 'IPv4')?.address
  if (host === undefined)
    throw new Error('This machine has no address besides loopback: functions could not reach the ledger')
  const entries: Entry[] = []
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += String(chunk)
    entries.push({ ...(JSON.parse(body) as Omit<Entry, 'at'>), at: Date.now() })
    response.end()
  })
  await new Promise<void>((resolve) => server.listen(0, host, resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The ledger has no port')
  return {
    url: `http://${host}:${address.port}`,
    host,
    entries,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
