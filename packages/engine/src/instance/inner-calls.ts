import type { InnerAnswer } from '@alcove/contract'
import { encodeHeadAndBody, INVOKED, ProtocolError, splitHeadAndBody } from '../protocol/frames.ts'
import { parseObject } from './messages.ts'
import type { RunningCall } from './running-call.ts'

/** Calls of other functions that one call may have under way. */
const MAX_INNER_CALLS = 100
const NONE = Buffer.alloc(0)

/**
 * A function calls another one of its space: passed on, and the answer goes back to the call that asked.
 * @throws {ProtocolError}
 */
export function passOn(call: RunningCall, payload: Buffer, send: (frame: Buffer) => void): void {
  const { head, body } = splitHeadAndBody(payload)
  const { request, function: name, qualifier } = parseObject(head)
  if (!Number.isInteger(request) || typeof name !== 'string') {
    throw new ProtocolError('A call of another function names no request or no function')
  }
  const answer = (given: InnerAnswer) => {
    // Its instance may serve another call by now, and that one did not ask.
    if (call.open) send(encode(call.id, request as number, given))
  }
  if (call.innerCalls >= MAX_INNER_CALLS) {
    const message = `One call may have ${MAX_INNER_CALLS} calls of other functions under way`
    answer({
      ok: false,
      invocationId: null,
      code: 'TooManyRequests',
      error: { name: 'TooManyRequests', message },
    })
    return
  }
  call.innerCalls += 1
  call.inner ??= new AbortController()
  const asked = {
    function: name,
    qualifier: typeof qualifier === 'string' ? qualifier : null,
    // The frame it came in is gone when the next one is read.
    payload: new Uint8Array(body),
    signal: call.inner.signal,
  }
  void call.observer.invoke(asked).then((given) => {
    call.innerCalls -= 1
    answer(given)
  })
}

/** What is left running when a call ends may ask as well: it is told, and whoever runs now is not disturbed. */
export function refuseLate(callId: number, payload: Buffer, send: (frame: Buffer) => void): void {
  const { request } = parseObject(splitHeadAndBody(payload).head)
  const error = { name: 'Cancelled', message: 'The call that this one belongs to has ended' }
  send(encode(callId, Number(request), { ok: false, invocationId: null, code: 'Cancelled', error }))
}

function encode(callId: number, request: number, given: InnerAnswer): Buffer {
  if (!given.ok) return encodeHeadAndBody(INVOKED, callId, { request, ...given }, NONE)
  return encodeHeadAndBody(INVOKED, callId, { request, ok: true, invocationId: given.invocationId }, given.payload)
}
