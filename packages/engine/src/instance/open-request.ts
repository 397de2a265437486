import { AlcoveError } from '@alcove/contract'
import { MIN_CHUNK_COST, ProtocolError, WINDOW_BYTES } from '../protocol/frames.ts'
import { ReceivedBody } from './received-body.ts'
import type { RunningCall } from './running-call.ts'

/** A request to the platform that is not answered to its end. */
export class OpenRequest {
  readonly call: RunningCall
  readonly request: number
  readonly body: ReceivedBody | null
  /** The answer has begun. */
  begun = false
  over = false
  readonly #abort = new AbortController()
  readonly #callEnded: () => void
  #credit = WINDOW_BYTES
  #wake: (() => void) | null = null

  /**
   * @param grant lets the guest send that many more bytes of the request's body
   * @param callEnded nobody waits for the call any more
   */
  constructor(
    call: RunningCall,
    request: number,
    hasBody: boolean,
    grant: (bytes: number) => void,
    callEnded: () => void,
  ) {
    this.call = call
    this.request = request
    this.body = hasBody ? new ReceivedBody(grant) : null
    this.#callEnded = callEnded
    call.guestRequests += 1
    call.innerSignal.addEventListener('abort', callEnded, { once: true })
  }

  get signal(): AbortSignal {
    return this.#abort.signal
  }

  close(): void {
    this.over = true
    this.call.guestRequests -= 1
    this.call.innerSignal.removeEventListener('abort', this.#callEnded)
    this.body?.discard(new AlcoveError('Cancelled', 'The function no longer sends this'))
    this.#abort.abort()
    this.#wake?.()
  }

  /** @throws {ProtocolError} */
  grant(bytes: number): void {
    this.#credit += bytes
    if (this.#credit > WINDOW_BYTES) throw new ProtocolError('A request to the platform grants more than it was sent')
    this.#wake?.()
  }

  /** Resolves when that many bytes of the answer's body may be sent, or when the request is over. */
  async take(bytes: number): Promise<void> {
    const cost = Math.max(bytes, MIN_CHUNK_COST)
    // oxlint-disable-next-line no-await-in-loop -- until the guest has read enough
    while (cost > this.#credit && !this.over) await new Promise<void>((resolve) => (this.#wake = resolve))
    this.#credit -= cost
  }
}
