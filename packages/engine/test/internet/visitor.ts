/** Runs in a function's place: tries to reach hosts and reports the results. */
import { once } from 'node:events'
import { Resolver } from 'node:dns/promises'
import { connect, createServer, isIP, type Socket } from 'node:net'

export interface Errand {
  /** An address, or a name to be resolved first. */
  host: string
  port: number
}

export type Order = { visit: Errand[] } | { hold: Errand } | { say: string }

const resolver = new Resolver({ timeout: 3000, tries: 1 })
resolver.setServers([process.argv[2]!])

/** The host's answer, or the error code. */
async function visit({ host, port }: Errand): Promise<string> {
  try {
    const address = isIP(host) === 0 ? (await resolver.resolve4(host))[0]! : host
    return await new Promise<string>((resolve, reject) => {
      const socket = connect(port, address)
      socket.setTimeout(5000, () => socket.destroy(Object.assign(new Error(), { code: 'ETIMEDOUT' })))
      socket.once('data', (said) => {
        resolve(said.toString().trim())
        socket.destroy()
      })
      socket.once('error', reject)
    })
  } catch (error) {
    return (error as NodeJS.ErrnoException).code!
  }
}

let held: Socket | null = null

async function hold({ host, port }: Errand): Promise<string> {
  held = connect(port, host)
  const [said] = await once(held, 'data')
  return String(said).trim()
}

/** The answer over the open connection, or the error code. */
async function say(words: string): Promise<string> {
  try {
    held!.write(words)
    const [said] = await once(held!, 'data', { signal: AbortSignal.timeout(5000) })
    return String(said)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code!
  }
}

process.on('message', async (order: Order) => {
  if ('visit' in order) process.send!(await Promise.all(order.visit.map(visit)))
  else process.send!(await ('hold' in order ? hold(order.hold) : say(order.say)))
})
// Others may try to reach this server.
createServer((socket) => socket.end('a visitor'))
  .on('error', () => process.send!('here'))
  .listen(8080, '0.0.0.0', () => process.send!('here'))
