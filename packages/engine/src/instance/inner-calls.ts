import { Name, Qualifier, type InnerAnswer } from '@alcove/contract'
import { encodeHeadAndBody, INVOKED } from '../protocol/frames.ts'
import { parseInvoke } from './messages.ts'
import type { RunningCall } from './running-call.ts'
import type { Wire } from './wire.ts'

/** Calls of other functions that one call may have under way. */
const MAX_INNER_CALLS = 100
/** Answers that a guest leaves unread are kept here: no more of them than this. */
const MAX_UNREAD_BYTES = 64 * 1024 * 1024
const NONE = Buffer.alloc(0)

/**
 * A function calls another one of its space: passed on, and the answer goes back to the call that asked.
 * @throws {ProtocolError}
 */
export function passOn(call: RunningCall, payload: Buffer, wire: Wire): void {
  const { request, function: name, qualifier, event } = parseInvoke(payload)
  const answer = (given: InnerAnswer) => {
    // Its instance may serve another call by now, and that one did not ask.
    if (!call.open) return
    const unread = given.ok ? wire.unread + given.payload.length : 0
    wire.send(encode(call.id, request, unread > MAX_UNREAD_BYTES ? NOT_READ : given))
  }
  if (!Name.safeParse(name).success) return answer(notFound(`No function "${shown(name)}" in this space`))
  if (qualifier !== null && !Qualifier.safeParse(qualifier).success) {
    return answer(notFound(`${name} has no version or alias "${shown(qualifier)}"`))
  }
  if (call.innerCalls >= MAX_INNER_CALLS) {
    return answer(refused('TooManyRequests', `One call may have ${MAX_INNER_CALLS} calls of other functions under way`))
  }
  call.innerCalls += 1
  const asked = {
    function: name,
    qualifier,
    // The frame it came in is gone when the next one is read.
    payload: new Uint8Array(event),
    signal: call.innerSignal,
  }
  void call.observer.invoke(asked).then((given) => {
    call.innerCalls -= 1
    answer(given)
  })
}

/** What is left running when a call ends may ask as well: it is told, and whoever runs now is not disturbed. */
export function refuseLate(callId: number, payload: Buffer, wire: Wire): void {
  const { request } = parseInvoke(payload)
  wire.send(encode(callId, request, refused('Cancelled', 'The call that this one belongs to has ended')))
}

const NOT_READ = refused('TooManyRequests', 'The answers of other functions are not read: there is no room for more')

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
  if (!given.ok) return encodeHeadAndBody(INVOKED, callId, { request, ...given }, NONE)
  return encodeHeadAndBody(INVOKED, callId, { request, ok: true, invocationId: given.invocationId }, given.payload)
}
