import { once } from 'node:events'
import type { Socket } from 'node:net'
import { addressToNumber } from '../addresses.ts'
import type { Lead } from '../policies.ts'
import { ask } from './ask.ts'
import type { BoundSockets } from './bound-sockets.ts'
import { Places } from './places.ts'
import { leadsOf, RCODE, readQuery, writeAnswer, type Content, type Query } from './message.ts'

export interface ForwarderOptions {
  sockets: BoundSockets
  resolvers(): Promise<readonly string[]>
  mayLookUp(slot: string, name: string): boolean
  /** Opens the way to where a name leads, as far as it may, and answers which of the addresses can be reached. */
  open(slot: string, name: string, leads: readonly Lead[]): Promise<Set<number>>
  log(line: object): void
}

const IDLE_MS = 10_000
const MAX_TCP_ANSWER = 65_535
/** A question is a name of at most 255 bytes and a little around it. */
const MAX_TCP_QUESTION = 1024

/**
 * Answers the functions' questions for names with what the host's resolvers say. The only way for a name to become an
 * address, so it is also where names of an allow-list are opened: the kernel knows the address before the function does.
 */
export class Forwarder {
  readonly #options: ForwarderOptions
  readonly #questions = new Places(32, 256)
  readonly #connections = new Places(8, 256)
  readonly #sockets = new Set<Socket>()
  #closed = false

  constructor(options: ForwarderOptions) {
    this.#options = options
    const { udp, tcp } = options.sockets
    udp.on('message', (bytes, { address, port }) => {
      const query = readQuery(bytes)
      if (query === null) return
      this.#answer(query, address, query.udpSize).then(
        (answer) => {
          if (!this.#closed) udp.send(answer, port, address, () => {})
        },
        // Who asks like that gets no answer.
        () => {},
      )
    })
    for (const socket of [udp, tcp]) {
      socket.on('error', ({ message }: Error) =>
        options.log({ level: 'error', message: 'The name forwarder failed', error: message }),
      )
    }
    tcp.on('connection', (socket) => this.#converse(socket))
    udp.unref()
    tcp.unref()
  }

  close(): void {
    this.#closed = true
    this.#options.sockets.udp.close()
    this.#options.sockets.tcp.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Whoever asked hears at least that it went wrong. @throws when not even its question can be written */
  async #answer(query: Query, slot: string, limit: number): Promise<Buffer> {
    try {
      return writeAnswer(query, await this.#contentFor(query, slot), limit)
    } catch (error) {
      this.#options.log({ level: 'warn', message: 'A name could not be looked up', error: (error as Error).message })
      return writeAnswer(query, { rcode: RCODE.serverFailure }, limit)
    }
  }

  async #contentFor({ question }: Query, slot: string): Promise<Content> {
    const { name, type } = question
    // Not a refusal: resolvers take that for a passing trouble and programs try again.
    if (!this.#options.mayLookUp(slot, name)) return { rcode: RCODE.noSuchName }
    // Slots have no IPv6: an address of that kind would only cost an attempt.
    if (type === 'AAAA') return { rcode: RCODE.ok }
    using place = this.#questions.take(slot)
    if (place === null) return { rcode: RCODE.refused }
    const answer = await ask(question, await this.#options.resolvers())
    if (answer === null) return { rcode: RCODE.serverFailure }
    const { answers, authorities } = answer
    if (answer.rcode === RCODE.noSuchName) return { rcode: RCODE.noSuchName, answers, authorities }
    if (answer.rcode !== RCODE.ok) return { rcode: RCODE.serverFailure }
    const leads = leadsOf(name, answers).map(({ address, ttl }) => ({ address: addressToNumber(address) ?? 0, ttl }))
    if (type !== 'A' || leads.length === 0) return { rcode: RCODE.ok, answers, authorities }
    const reachable = await this.#options.open(slot, name, leads)
    // A name that leads only where nobody here may go does not exist here.
    if (reachable.size === 0) return { rcode: RCODE.noSuchName }
    const usable = answers.filter((one) => one.type !== 'A' || reachable.has(addressToNumber(one.data) ?? 0))
    return { rcode: RCODE.ok, answers: usable, authorities }
  }

  /** RFC 7766: each message behind its length, one conversation after the other. */
  #converse(socket: Socket): void {
    const slot = socket.remoteAddress ?? ''
    const place = this.#connections.take(slot)
    if (place === null) {
      socket.destroy()
      return
    }
    this.#sockets.add(socket)
    socket.setTimeout(IDLE_MS, () => socket.destroy())
    socket.on('error', () => {})
    const over = new AbortController()
    socket.on('close', () => {
      this.#sockets.delete(socket)
      place[Symbol.dispose]()
      over.abort()
    })
    void this.#serve(socket, slot, over.signal).catch(() => socket.destroy())
  }

  async #serve(socket: Socket, slot: string, over: AbortSignal): Promise<void> {
    let heard = Buffer.alloc(0)
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      heard = Buffer.concat([heard, chunk])
      while (heard.length >= 2) {
        const length = heard.readUInt16BE(0)
        if (length > MAX_TCP_QUESTION) return void socket.destroy()
        if (heard.length < 2 + length) break
        const query = readQuery(heard.subarray(2, 2 + length))
        heard = heard.subarray(2 + length)
        if (query === null) return void socket.destroy()
        // oxlint-disable-next-line no-await-in-loop -- in the order of the questions
        const answer = await this.#answer(query, slot, MAX_TCP_ANSWER)
        const prefix = Buffer.alloc(2)
        prefix.writeUInt16BE(answer.length)
        // Whoever asks and does not listen gets no further, and is hung up on some time.
        // oxlint-disable-next-line no-await-in-loop
        if (!socket.write(Buffer.concat([prefix, answer]))) await once(socket, 'drain', { signal: over })
      }
    }
  }
}
