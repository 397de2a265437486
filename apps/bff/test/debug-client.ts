// oxlint-disable typescript/no-explicit-any -- the inspector answers whatever was asked for
import type { DebugChannel, DebugNews } from '@alcove/contract'
import { WebSocket } from 'ws'
import type { Alcove } from './alcove.ts'

export interface DebugClient {
  news: DebugNews[]
  send(method: string, params?: object, channel?: DebugChannel): Promise<any>
  call(event: unknown): void
  next<T extends DebugNews['type']>(type: T, method?: string): Promise<Extract<DebugNews, { type: T }>>
  close(): void
}

export function openDebugSocket(server: Alcove, path: string, headers: Record<string, string>): WebSocket {
  return new WebSocket(`${server.origin.replace('http', 'ws')}/api/v1${path}`, { headers })
}

/** A debugger of a function, which sees all that the server sends. */
export async function openDebugger(
  server: Alcove,
  path: string,
  headers: Record<string, string>,
): Promise<DebugClient> {
  const socket = openDebugSocket(server, path, headers)
  const news: DebugNews[] = []
  let wake = () => {}
  let last = 0
  const answers = new Map<number, (value: any) => void>()
  socket.on('message', (data: Buffer) => {
    const said = JSON.parse(data.toString()) as DebugNews
    if (said.type === 'answer') answers.get(said.id)?.(said.error ?? said.result)
    else news.push(said)
    wake()
  })
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject))
  const client: DebugClient = {
    news,
    send(method, params = {}, channel = 'panel') {
      const id = ++last
      const answer = new Promise((resolve) => answers.set(id, resolve))
      socket.send(JSON.stringify({ type: 'command', channel, id, method, params }))
      return answer
    },
    call: (event) => socket.send(JSON.stringify({ type: 'call', event: JSON.stringify(event) })),
    async next(type, method) {
      for (;;) {
        const at = news.findIndex((each) => each.type === type && (!method || (each as any).method === method))
        if (at >= 0) return news.splice(at, 1)[0] as never
        // oxlint-disable-next-line no-await-in-loop -- one message after the other
        await new Promise<void>((resolve) => (wake = resolve))
      }
    },
    close: () => socket.close(),
  }
  return client
}
