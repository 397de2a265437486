import type { DebugNews, DebugRequestInput } from '@alcove/contract'
import { said } from '../../../../i18n/said.ts'

/** The server says every 10 s that it is there. */
const LOST_MS = 30_000

interface Listener {
  /** Everything but answers to commands of the panel. */
  onNews(news: DebugNews): void
  /** The socket closed, or the server fell silent, before `close()`. */
  onLost(): void
}

/** The socket of a debug session: its commands with their answers, and whether the server is still there. */
export class DebugConnection {
  readonly #socket: WebSocket
  readonly #listener: Listener
  readonly #answers = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>()
  #last = 0
  #closed = false
  /** Starts again with each message of the server. */
  #silence: ReturnType<typeof setTimeout> | undefined

  /** @param path of the API */
  constructor(path: string, listener: Listener) {
    this.#listener = listener
    this.#socket = new WebSocket(new URL(path, window.location.href.replace(/^http/, 'ws')))
    this.#socket.addEventListener('message', ({ data }) => this.#receive(JSON.parse(data as string) as DebugNews))
    this.#socket.addEventListener('close', () => this.#lose())
    this.#listen()
  }

  send(request: DebugRequestInput): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(request))
  }

  /** A command of the panel. @throws what the inspector says, and when the session ends before it answers */
  async command<T>(method: string, params: Record<string, unknown>): Promise<T> {
    if (this.#closed) throw ended()
    const id = ++this.#last
    const answer = new Promise<T>((resolve, reject) => this.#answers.set(id, { resolve: resolve as never, reject }))
    this.send({ type: 'command', id, method, params })
    return answer
  }

  close(): void {
    this.#closed = true
    clearTimeout(this.#silence)
    for (const { reject } of this.#answers.values()) reject(ended())
    this.#answers.clear()
    this.#socket.close()
  }

  /** A machine that slept, or lost its network, never hears of the socket's end. */
  #listen(): void {
    clearTimeout(this.#silence)
    this.#silence = setTimeout(() => this.#lose(), LOST_MS)
  }

  #lose(): void {
    if (this.#closed) return
    this.close()
    this.#listener.onLost()
  }

  #receive(news: DebugNews): void {
    if (this.#closed) return
    this.#listen()
    if (news.type !== 'answer' || news.channel !== 'panel') return this.#listener.onNews(news)
    const waiting = this.#answers.get(news.id)
    this.#answers.delete(news.id)
    if (news.error) waiting?.reject(new Error(said(news.error.message)))
    else waiting?.resolve(news.result as never)
  }
}

const ended = () => new Error('The session has ended')
