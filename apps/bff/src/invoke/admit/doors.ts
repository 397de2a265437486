import { AlcoveError, type HttpMethod } from '@alcove/contract'
import type { FunctionRoute, TriggerRoute } from '@alcove/platform'
import type { CallOrder } from '../order.ts'
import type { Ask, Caller, Door, Refusal } from './facts.ts'

type HttpTrigger = Extract<TriggerRoute, { type: 'http' }>

/** The same answer for a function that does not exist, has no HTTP trigger, or is hidden from this key. */
export const NO_FUNCTION_HERE: Refusal = {
  code: 'NotFound',
  reason: 'No function answers here, or it is not yours to call',
}

export const notFoundHere = (): AlcoveError => new AlcoveError(NO_FUNCTION_HERE.code, NO_FUNCTION_HERE.reason)

/**
 * A trigger that asks for a key is public knowledge, and HTTP has a status that tells a client what to send
 * (RFC 9110, 15.5.2). The refusal names neither the space nor anything in it.
 */
export const UNAUTHENTICATED: Refusal = {
  code: 'Unauthenticated',
  reason: 'Send an API key as "Authorization: Bearer …"',
  extras: { headers: { 'WWW-Authenticate': 'Bearer realm="Alcove"' } },
}

const SHOW: Readonly<Record<Ask['proof'], { reason: string; scheme: string }>> = {
  key: { reason: UNAUTHENTICATED.reason, scheme: 'Bearer' },
  jwt: { reason: 'Send a token as "Authorization: Bearer …"', scheme: 'Bearer' },
  hmac: { reason: 'Sign the request with the secret of this address', scheme: 'Signature' },
}

/** @param reason why what the caller showed does not suffice */
export function asking(asks: Ask, reason = SHOW[asks.proof].reason): Refusal {
  const headers = { 'WWW-Authenticate': `${SHOW[asks.proof].scheme} realm="Alcove"` }
  return { code: 'Unauthenticated', reason, extras: { headers }, asks }
}

/**
 * Why a caller does not pass a door; null when it does.
 * @param pinned the call is for the qualifier that the door leads to. Only API keys lead to others: otherwise a draft
 * meant for its authors would be open to everyone, or to everyone whom another service gives a token
 */
export function refusalAt(door: Door, space: string, caller: Caller | null, pinned: boolean): Refusal | null {
  const { auth } = door.config
  if (auth === 'none' && pinned) return null
  const proof = pinned && (auth === 'jwt' || auth === 'hmac') ? auth : 'key'
  if (caller === null) return asking({ door, proof })
  if (caller.refusal) return caller.refusal
  if (proof !== 'key') return caller.provenTo === door.id ? null : asking({ door, proof })
  if (caller.provenTo !== undefined) return asking({ door, proof })
  if (auth !== 'key' || caller.keyNamesSpace) return null
  return { code: 'Forbidden', reason: `Needs an API key that names the space ${space}` }
}

/**
 * Which HTTP trigger admits this request. A function may have several, and one that admits is enough. Triggers with the
 * same method have the same auth: a trigger with another one is refused when it is saved.
 */
export function findDoor(
  { triggers, space }: FunctionRoute,
  { qualifier, http }: CallOrder,
  caller: Caller | null,
): HttpTrigger | Refusal {
  const { method } = http!
  const refusalOf = (trigger: HttpTrigger) =>
    refusalAt(trigger, space, caller, qualifier === null || qualifier === trigger.qualifier)
  let first: Refusal | null = null
  for (const trigger of triggers.values()) {
    if (!isDoor(trigger) || !takes(trigger, method)) continue
    const refusal = refusalOf(trigger)
    if (!refusal) return trigger
    first ??= refusal
  }
  if (first) return first
  const doors = [...triggers.values()].filter(isDoor)
  if (doors.length === 0) return NO_FUNCTION_HERE
  // Only a caller who would be admitted learns that the method is wrong.
  const refusals = doors.map(refusalOf)
  return refusals.includes(null) ? methodNotAllowed(methodsOf(doors), method) : refusals[0]!
}

/** Like findDoor, where the address leads to one door only. */
export function refusalBy(door: Door, { http }: CallOrder, space: string, caller: Caller | null): Refusal | null {
  const { method } = http!
  return (
    refusalAt(door, space, caller, true) ?? (takes(door, method) ? null : methodNotAllowed(methodsOf([door]), method))
  )
}

function isDoor(trigger: TriggerRoute): trigger is HttpTrigger {
  return trigger.type === 'http' && trigger.enabled
}

/** Where GET is welcome, so is HEAD: it is the same question without the body (RFC 9110, 9.3.2). */
function takes({ config }: Door, method: string): boolean {
  const { methods } = config
  return !methods || methods.includes(method as HttpMethod) || (method === 'HEAD' && methods.includes('GET'))
}

const methodsOf = (doors: Door[]) => [...new Set(doors.flatMap(({ config }) => config.methods ?? []))]

/** @param allowed the methods that work */
export function methodNotAllowed(allowed: readonly string[], method: string): Refusal {
  const allow = allowed.join(', ')
  const reason = `${method} does not work here; ${allow} does`
  return { code: 'MethodNotAllowed', reason, extras: { headers: { Allow: allow } } }
}
