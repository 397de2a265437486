import { once } from 'node:events'
import type { Server } from 'node:http'

interface Where {
  host: string
  port: number
  /** The variable that sets the port, for the error message. */
  variable: string
}

/** @throws {Error} a message that a person can act on. */
export async function listen(server: Server, { host, port, variable }: Where): Promise<void> {
  server.listen(port, host)
  try {
    await once(server, 'listening')
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') {
      throw new Error(`Port ${port} on ${host} is in use. Stop what uses it, or set ${variable} to another port`)
    }
    if (code === 'EACCES') throw new Error(`Port ${port} needs more rights: set ${variable} to one above 1023`)
    throw new Error(`Cannot listen on ${host}:${port} (${variable}): ${message}`)
  }
}

/** Stops accepting requests and lets running ones finish for `graceMs`. */
export async function drain(server: Server, graceMs: number): Promise<void> {
  const closed = once(server, 'close')
  server.close()
  // A keep-alive connection becomes idle only after its answer, so look repeatedly.
  const tidy = setInterval(() => server.closeIdleConnections(), 50)
  const insist = setTimeout(() => server.closeAllConnections(), graceMs)
  await closed
  clearInterval(tidy)
  clearTimeout(insist)
}
