import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

const HEAD_END = Buffer.from('\r\n\r\n')
const LAST_CHUNK = Buffer.from('0\r\n\r\n')
/** Longer than any response should take. */
const PATIENCE_MS = 120_000

export interface Answer {
  /** Status line and headers. */
  head: string
  /** The raw body, chunk sizes included. */
  body: string
}

export interface RequestOptions {
  method?: string
  headers?: Record<string, string>
  body?: string
}

/**
 * One keep-alive connection with one request in flight at a time. Supports just enough HTTP/1.1 for small responses, so
 * that it measures the server and not the client.
 */
export class HttpClient implements Disposable {
  readonly #socket: Socket
  readonly #request: Buffer
  #received: Buffer = Buffer.alloc(0)
  #settle: PromiseWithResolvers<Answer> | null = null

  private constructor(socket: Socket, request: Buffer) {
    this.#socket = socket
    this.#request = request
    socket.setNoDelay(true)
    socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('The server does not answer')))
    socket.on('data', (chunk) => this.#read(chunk))
    socket.on('error', (error) => this.#settle?.reject(error))
    socket.on('close', () => this.#settle?.reject(new Error('The server closed the connection')))
  }

  static async open(
    url: string,
    { method = 'GET', headers = {}, body = '' }: RequestOptions = {},
  ): Promise<HttpClient> {
    const { hostname, port, pathname, host } = new URL(url)
    const all = { Host: host, ...headers, ...(body !== '' && { 'Content-Length': String(Buffer.byteLength(body)) }) }
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
    const socket = connect(Number(port), hostname)
    await once(socket, 'connect')
    return new HttpClient(socket, Buffer.from(`${method} ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`))
  }

  /** @throws unless the status is 200 or 202: refusals are fast and would look like good results */
  ask(): Promise<Answer> {
    this.#settle = Promise.withResolvers()
    this.#socket.write(this.#request)
    return this.#settle.promise
  }

  close(): void {
    this.#settle = null
    this.#socket.destroy()
  }

  [Symbol.dispose](): void {
    this.close()
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length === 0 ? chunk : Buffer.concat([this.#received, chunk])
    const headEnd = this.#received.indexOf(HEAD_END)
    if (headEnd === -1) return
    const head = this.#received.toString('latin1', 0, headEnd)
    const body = this.#received.subarray(headEnd + HEAD_END.length)
    const length = /^content-length: *(\d+)/im.exec(head)?.[1]
    const whole =
      length === undefined ? body.subarray(-LAST_CHUNK.length).equals(LAST_CHUNK) : body.length === Number(length)
    if (!whole) return
    this.#received = Buffer.alloc(0)
    const settle = this.#settle
    this.#settle = null
    if (/^HTTP\/1\.[01] 20[02] /.test(head)) settle?.resolve({ head, body: body.toString() })
    else settle?.reject(new Error(`${head.split('\r\n', 1)[0]}: ${body.toString().slice(0, 500)}`))
  }
}
