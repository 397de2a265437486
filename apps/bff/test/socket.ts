import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A connection that sends exactly the bytes it is told to. */
export async function open(origin: string): Promise<Socket> {
  const { hostname, port } = new URL(origin)
  const socket = connect(Number(port), hostname)
  // Failures show in the answer, or in its absence.
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

export interface Reply {
  status: number
  head: string
  body: string
}

/** The first answer on this connection. */
export async function replyOn(socket: Socket): Promise<Reply> {
  let text = ''
  for (;;) {
    const reply = parsed(text)
    if (reply) return reply
    const [chunk] = (await Promise.race([once(socket, 'data'), once(socket, 'close').then(() => [null])])) as [
      Buffer | null,
    ]
    if (chunk === null) throw new Error(`The connection was closed after ${JSON.stringify(text)}`)
    text += chunk.toString('latin1')
  }
}

/** Sends this and resolves with the first answer to it. */
export async function ask(origin: string, text: string): Promise<Reply> {
  const socket = await open(origin)
  const reply = replyOn(socket)
  socket.write(text)
  try {
    return await reply
  } finally {
    socket.destroy()
  }
}

/** Resolves when the other side has ended the connection. */
export async function closed(socket: Socket): Promise<void> {
  socket.resume()
  if (!socket.destroyed) await once(socket, 'close')
}

function parsed(text: string): Reply | null {
  const end = text.indexOf('\r\n\r\n')
  if (end < 0) return null
  const head = text.slice(0, end)
  const status = Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1])
  if (status === 100) return parsed(text.slice(end + 4))
  const length = Number(/^content-length: (\d+)$/im.exec(head)?.[1] ?? 0)
  const body = text.slice(end + 4)
  return body.length < length ? null : { status, head, body }
}
