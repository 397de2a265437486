import { AlcoveError, type HttpMethod } from '@alcove/contract'
import {
  authenticate,
  authorize,
  type Actor,
  type FunctionRoute,
  type Platform,
  type TriggerRoute,
} from '@alcove/platform'
import type { IncomingMessage } from 'node:http'
import type { Reader } from '../invoke/failure.ts'

export interface Admission {
  trigger: TriggerRoute
  qualifier: string
  caller: Actor
  /** The Authorization header was for Alcove, so the function must not see it: it would own the caller's key. */
  authorizationUsed: boolean
  /** Who will read the answer: how much of a failure is told depends on it. */
  reader: Reader
}

/** What is said of a function that is not there, has no door, or is not this key's to see: one sentence for all. */
export function nothingHere(): AlcoveError {
  return new AlcoveError('NotFound', 'No function answers here, or it is not yours to call')
}

interface Question {
  platform: Platform
  route: FunctionRoute
  /** What the URL names; null: whatever the trigger is pinned to. */
  qualifier: string | null
  request: IncomingMessage
  address: string
  requestId: string
}

/**
 * Which trigger lets this request in. A function may have several; each opens the door by itself.
 *
 * `none` admits anyone to what the trigger is pinned to. Everything else needs an API key that may invoke in the
 * space: `space` admits each of them, `key` those whose scope names this space. So does a URL that names another
 * qualifier than that of a trigger with `none`, or a draft meant for its authors would be open to all. The console's
 * session is no way in: its cookie stops at the gateway.
 *
 * Answers at once where no key is needed: most calls, none of which should wait a turn.
 *
 * @throws {AlcoveError} NotFound, Unauthenticated or Forbidden when nothing admits it; MethodNotAllowed when only the
 * method is wrong.
 */
export function admit(question: Question): Admission | Promise<Admission> {
  const { route, request, qualifier, address } = question
  for (const trigger of route.triggers.values()) {
    if (!isDoor(trigger) || !isOpen(trigger, qualifier) || !takes(trigger, request.method!)) continue
    const caller: Actor = { kind: 'anonymous', address }
    return { trigger, qualifier: trigger.qualifier, caller, authorizationUsed: false, reader: 'stranger' }
  }
  return admitWithKey(question)
}

async function admitWithKey(question: Question): Promise<Admission> {
  const { route, request } = question
  const triggers = [...route.triggers.values()].filter(isDoor)
  if (triggers.length === 0) throw nothingHere()

  const open = triggers.filter((trigger) => isOpen(trigger, question.qualifier))
  // Someone who may see the function learns that only the method is wrong.
  const rest = triggers.filter((trigger) => !open.includes(trigger))
  if (rest.length === 0) throw methodNotAllowed(open, request.method!)
  const { caller, reader } = await invoker(question)
  const fitting = rest.filter((each) => takes(each, request.method!))
  if (fitting.length === 0) throw methodNotAllowed(triggers, request.method!)
  const trigger = fitting.find((each) => each.config.auth !== 'key' || names(caller, route.space))
  if (!trigger) throw new AlcoveError('Forbidden', `Needs an API key that names the space ${route.space}`)
  return { trigger, qualifier: question.qualifier ?? trigger.qualifier, caller, authorizationUsed: true, reader }
}

/** A key for every space was not made for this one, which may be public and its maker a stranger here. */
function names(caller: Actor, space: string): boolean {
  return caller.kind === 'key' && caller.spaces !== '*' && caller.spaces.includes(space)
}

function isDoor({ type, enabled }: TriggerRoute): boolean {
  return type === 'http' && enabled
}

function isOpen(trigger: TriggerRoute, qualifier: string | null): boolean {
  return trigger.config.auth === 'none' && (qualifier === null || qualifier === trigger.qualifier)
}

/** Where GET is welcome, so is HEAD: it is the same question without the body (RFC 9110, 9.3.2). */
function takes({ config }: TriggerRoute, method: string): boolean {
  const { methods } = config
  return !methods || methods.includes(method as HttpMethod) || (method === 'HEAD' && methods.includes('GET'))
}

function methodNotAllowed(triggers: TriggerRoute[], method: string): AlcoveError {
  const allow = [...new Set(triggers.flatMap(({ config }) => config.methods ?? []))].join(', ')
  return new AlcoveError('MethodNotAllowed', `${method} does not work here; ${allow} does`, {
    headers: { Allow: allow },
  })
}

/** The API key's owner, who may invoke in the space. */
async function invoker(question: Question): Promise<{ caller: Actor; reader: Reader }> {
  const { platform, route, request, address, requestId } = question
  const { authorization } = request.headers
  const actor = await authenticate(platform, new Headers(authorization ? { authorization } : {}), address)
  if (actor.kind === 'anonymous') {
    // A trigger that asks for a key has put its door on the street: that it exists is no secret, and HTTP has a status
    // that tells a client what to send (RFC 9110, 15.5.2). Which space or what else is in it stays unsaid.
    throw new AlcoveError('Unauthenticated', 'Send an API key as "Authorization: Bearer …"', {
      headers: { 'WWW-Authenticate': 'Bearer realm="Alcove"' },
    })
  }
  try {
    const ctx = { platform, actor, requestId }
    const { space } = await authorize({ ctx, action: 'functions:invoke', space: route.space })
    return { caller: actor, reader: space.role === null ? 'guest' : 'member' }
  } catch (error) {
    if (error instanceof AlcoveError && error.code === 'NotFound') throw nothingHere()
    throw error
  }
}
