import { once } from 'node:events'
import type { Socket } from 'node:net'
import { addressToNumber } from '../addresses.ts'
import type { ResolvedAddress } from '../policies.ts'
import { ask } from './ask.ts'
import type { BoundSockets } from './bound-sockets.ts'
import { ConcurrencyLimit } from './concurrency-limit.ts'
import { addressesOf, RCODE, readQuery, writeAnswer, type Content, type Query } from './message.ts'

export interface ForwarderOptions {
  sockets: BoundSockets
  resolvers(): Promise<readonly string[]>
  mayLookUp(slot: string, name: string): boolean
  /** Opens the addresses of a name as far as the policy allows. Resolves with the reachable ones. */
  open(slot: string, name: string, addresses: readonly ResolvedAddress[]): Promise<Set<number>>
  log(line: object): void
}

const IDLE_MS = 10_000
const MAX_TCP_ANSWER = 65_535
/** A name has at most 255 bytes; leave some room for the rest of the question. */
const MAX_TCP_QUESTION = 1024

/**
 * Answers DNS questions of functions by asking the host's resolvers. Functions have no other resolver, so this is also
 * where the names of an allow-list are opened: the kernel has the rule before the function has the address.
 */
export class Forwarder {
  readonly #options: ForwarderOptions
  readonly #questions = new ConcurrencyLimit(32, 256)
  readonly #connections = new ConcurrencyLimit(8, 256)
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
        // The question cannot even be encoded: send no answer.
        () => {},
      )
    })
    for (const socket of [udp, tcp]) {
      socket.on('error', ({ message }: Error) =>
        options.log({ level: 'error', message: 'The name forwarder failed', error: message }),
      )
    }
    tcp.on('connection', (socket) => this.#serveTcp(socket))
    udp.unref()
    tcp.unref()
  }

  close(): void {
    this.#closed = true
    this.#options.sockets.udp.close()
    this.#options.sockets.tcp.close()
    for (const socket of this.#sockets) socket.destroy()
  }

  /** Answers at least with an error code. @throws when not even the question can be encoded */
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
    // Not REFUSED: programs take that for a temporary failure and retry.
    if (!this.#options.mayLookUp(slot, name)) return { rcode: RCODE.noSuchName }
    // Slots have no IPv6: an AAAA record would only cost a failed attempt.
    if (type === 'AAAA') return { rcode: RCODE.ok }
    using place = this.#questions.take(slot)
    if (place === null) return { rcode: RCODE.refused }
    const answer = await ask(question, await this.#options.resolvers())
    if (answer === null) return { rcode: RCODE.serverFailure }
    const { answers, authorities } = answer
    if (answer.rcode === RCODE.noSuchName) return { rcode: RCODE.noSuchName, answers, authorities }
    if (answer.rcode !== RCODE.ok) return { rcode: RCODE.serverFailure }
    const addresses = addressesOf(name, answers).map(({ address, ttl }) => ({
      address: addressToNumber(address) ?? 0,
      ttl,
    }))
    if (type !== 'A' || addresses.length === 0) return { rcode: RCODE.ok, answers, authorities }
    const reachable = await this.#options.open(slot, name, addresses)
    // A name whose addresses are all unreachable does not exist for this function.
    if (reachable.size === 0) return { rcode: RCODE.noSuchName }
    const usable = answers.filter((one) => one.type !== 'A' || reachable.has(addressToNumber(one.data) ?? 0))
    return { rcode: RCODE.ok, answers: usable, authorities }
  }

  /** RFC 7766: a length before each message. Answers go out in the order of the questions. */
  #serveTcp(socket: Socket): void {
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
    let received = Buffer.alloc(0)
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      received = Buffer.concat([received, chunk])
      while (received.length >= 2) {
        const length = received.readUInt16BE(0)
        if (length > MAX_TCP_QUESTION) return void socket.destroy()
        if (received.length < 2 + length) break
        const query = readQuery(received.subarray(2, 2 + length))
        received = received.subarray(2 + length)
        if (query === null) return void socket.destroy()
        // oxlint-disable-next-line no-await-in-loop -- answers keep the order of the questions
        const answer = await this.#answer(query, slot, MAX_TCP_ANSWER)
        const prefix = Buffer.alloc(2)
        prefix.writeUInt16BE(answer.length)
        // An asker that does not read gets no further answers, and the connection times out.
        // oxlint-disable-next-line no-await-in-loop
        if (!socket.write(Buffer.concat([prefix, answer]))) await once(socket, 'drain', { signal: over })
      }
    }
  }
}
