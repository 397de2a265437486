import { Name, Qualifier, type InnerAnswer } from '@alcove/contract'
import { encodeHeadAndBody, INVOKED } from '../protocol/frames.ts'
import { parseInvoke } from './messages.ts'
import type { RunningCall } from './running-call.ts'
import type { Wire } from './wire.ts'

/** Concurrent calls of other functions per call. */
const MAX_INNER_CALLS = 100
/** Cap on the answers that wait here because the guest does not read them. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024
const NONE = Buffer.alloc(0)

/**
 * Forwards a call of another function in the space and sends the answer back to the calling invocation.
 * @throws {ProtocolError}
 */
export function forwardInvoke(call: RunningCall, payload: Buffer, wire: Wire): void {
  const { request, function: name, qualifier, async, idempotencyKey, delaySeconds, event } = parseInvoke(payload)
  const answer = (given: InnerAnswer) => {
    // The instance may serve another call by now, which did not ask.
    if (!call.open) return
    const unread = given.ok ? wire.unread + given.payload.length : 0
    wire.send(encode(call.id, request, unread > MAX_UNREAD_BYTES ? NOT_READ : given))
  }
  if (!Name.safeParse(name).success) return answer(notFound(`No function "${shown(name)}" in this space`))
  if (qualifier !== null && !Qualifier.safeParse(qualifier).success) {
    return answer(notFound(`${name} has no version or alias "${shown(qualifier)}"`))
  }
  if (call.innerCalls >= MAX_INNER_CALLS) {
    return answer(
      refused('TooManyRequests', `One call may have ${MAX_INNER_CALLS} concurrent calls of other functions`),
    )
  }
  call.innerCalls += 1
  const asked = {
    function: name,
    qualifier,
    async,
    idempotencyKey,
    delaySeconds,
    // Copy: the frame's buffer is reused for the next frame.
    payload: new Uint8Array(event),
    signal: call.innerSignal,
  }
  void call.observer.invoke(asked).then((given) => {
    call.innerCalls -= 1
    answer(given)
  })
}

/** Rejects an INVOKE from work that outlived its call. Calls in flight are not disturbed. */
export function rejectLateInvoke(callId: number, payload: Buffer, wire: Wire): void {
  const { request } = parseInvoke(payload)
  wire.send(encode(callId, request, refused('Cancelled', 'The calling invocation has ended')))
}

const NOT_READ = refused(
  'TooManyRequests',
  'Too many answers of other functions wait to be read: read them before you call again',
)

function notFound(message: string): InnerAnswer {
  return refused('NotFound', message)
}

function refused(code: 'NotFound' | 'TooManyRequests' | 'Cancelled', message: string): InnerAnswer {
  return { ok: false, invocationId: null, code, error: { name: code, message } }
}

function shown(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

function encode(callId: number, request: number, given: InnerAnswer): Buffer {
  if (!given.ok) return encodeHeadAndBody(INVOKED, callId, JSON.stringify({ request, ...given }), NONE)
  const head = JSON.stringify({ request, ok: true, invocationId: given.invocationId })
  return encodeHeadAndBody(INVOKED, callId, head, given.payload)
}
