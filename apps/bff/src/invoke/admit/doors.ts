import type { HttpMethod } from '@alcove/contract'
import type { FunctionRoute, TriggerRoute } from '@alcove/platform'
import type { CallOrder } from '../order.ts'
import type { Caller, Refusal } from './facts.ts'

type HttpTrigger = Extract<TriggerRoute, { type: 'http' }>

/** The same answer for a function that does not exist, has no HTTP trigger, or is hidden from this key. */
export const NO_FUNCTION_HERE: Refusal = {
  code: 'NotFound',
  reason: 'No function answers here, or it is not yours to call',
}

/**
 * A trigger that asks for a key is public knowledge, and HTTP has a status that tells a client what to send
 * (RFC 9110, 15.5.2). The refusal names neither the space nor anything in it.
 */
export const UNAUTHENTICATED: Refusal = {
  code: 'Unauthenticated',
  reason: 'Send an API key as "Authorization: Bearer …"',
  extras: { headers: { 'WWW-Authenticate': 'Bearer realm="Alcove"' } },
}

/**
 * Which HTTP trigger admits this request. A function may have several; one that admits is enough.
 *
 * `none` admits anyone to the qualifier it is pinned to. Everything else needs an API key that may invoke in the space:
 * `space` admits each of them, `key` those whose scope names this space. So does a URL that names another qualifier than
 * that of a trigger with `none`, or a draft meant for its authors would be open to all.
 */
export function findDoor(
  { triggers, space }: FunctionRoute,
  { qualifier, http }: CallOrder,
  caller: Caller | null,
): HttpTrigger | Refusal {
  const { method } = http!
  for (const trigger of triggers.values()) {
    if (isDoor(trigger) && isOpen(trigger, qualifier) && takes(trigger, method)) return trigger
  }
  const doors = [...triggers.values()].filter(isDoor)
  if (doors.length === 0) return NO_FUNCTION_HERE
  const open = doors.filter((trigger) => isOpen(trigger, qualifier))
  const closed = doors.filter((trigger) => !open.includes(trigger))
  if (closed.length === 0) return methodNotAllowed(open, method)
  if (caller === null) return UNAUTHENTICATED
  if (caller.refusal) return caller.refusal
  // Someone who may see the function learns that only the method is wrong.
  const fitting = closed.filter((trigger) => takes(trigger, method))
  if (fitting.length === 0) return methodNotAllowed(doors, method)
  return (
    fitting.find(({ config }) => config.auth !== 'key' || caller.keyNamesSpace) ?? {
      code: 'Forbidden',
      reason: `Needs an API key that names the space ${space}`,
    }
  )
}

function isDoor(trigger: TriggerRoute): trigger is HttpTrigger {
  return trigger.type === 'http' && trigger.enabled
}

function isOpen(trigger: HttpTrigger, qualifier: string | null): boolean {
  return trigger.config.auth === 'none' && (qualifier === null || qualifier === trigger.qualifier)
}

/** Where GET is welcome, so is HEAD: it is the same question without the body (RFC 9110, 9.3.2). */
function takes({ config }: HttpTrigger, method: string): boolean {
  const { methods } = config
  return !methods || methods.includes(method as HttpMethod) || (method === 'HEAD' && methods.includes('GET'))
}

function methodNotAllowed(doors: HttpTrigger[], method: string): Refusal {
  const allow = [...new Set(doors.flatMap(({ config }) => config.methods ?? []))].join(', ')
  const reason = `${method} does not work here; ${allow} does`
  return { code: 'MethodNotAllowed', reason, extras: { headers: { Allow: allow } } }
}
