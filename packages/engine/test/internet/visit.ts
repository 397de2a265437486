import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DNS_ADDRESS } from '../../src/network/network.ts'
import type { Errand, Order } from './visitor.ts'

export interface Visitor extends AsyncDisposable {
  /** Visits hosts given as `api.test:443`. Each result is the host's answer or the error code. */
  visit(...errands: string[]): Promise<string[]>
  /** Opens a connection and keeps it. */
  hold(errand: string): Promise<string>
  /** Sends over the kept connection and returns the answer, or the error code. */
  say(words: string): Promise<string>
}

/** A process in the network namespace, or in the machine's own if null. */
export async function visitorIn(namespacePath: string | null, nameServer = DNS_ADDRESS): Promise<Visitor> {
  const enter = namespacePath === null ? [] : ['nsenter', `--net=${namespacePath}`]
  const [program, ...args] = [...enter, process.execPath, join(import.meta.dirname, 'visitor.ts'), nameServer]
  const child = spawn(program!, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  await once(child, 'message')
  const ask = async (order: Order) => {
    child.send(order)
    const [answer] = await once(child, 'message')
    return answer
  }
  return {
    visit: async (...errands) => (await ask({ visit: errands.map(parse) })) as string[],
    hold: async (errand) => (await ask({ hold: parse(errand) })) as string,
    say: async (words) => (await ask({ say: words })) as string,
    async [Symbol.asyncDispose]() {
      child.kill()
      await once(child, 'close')
    },
  }
}

function parse(errand: string): Errand {
  const { hostname, port } = new URL(`http://${errand}`)
  return { host: hostname.replaceAll(/[[\]]/g, ''), port: Number(port || 80) }
}
