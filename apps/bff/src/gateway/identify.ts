import { AlcoveError } from '@alcove/contract'
import { actorName, authenticate, authorize, quotasOfKey, type Actor, type Platform } from '@alcove/platform'
import { NO_FUNCTION_HERE } from '../invoke/admit/doors.ts'
import type { Caller } from '../invoke/admit/facts.ts'

interface Question {
  platform: Platform
  space: string
  /** Left out when no function is called. */
  fn?: string | undefined
  authorization: string
  address: string
  requestId: string
}

/**
 * Who calls with this API key, and whether its owner may invoke in the space. Null: the key is not valid. The console's
 * session identifies nobody here: its cookie stops at the gateway.
 */
export async function identify(question: Question): Promise<Caller | null> {
  const { platform, space: name, fn, authorization, address, requestId } = question
  const actor = await authenticate(platform, new Headers({ authorization }), address)
  if (actor.kind === 'anonymous') return null
  const caller = {
    name: actorName(actor),
    keyNamesSpace: keyNames(actor, name),
    quotas: quotasOfKey(actor),
    identity: `key ${'id' in actor ? actor.id : ''}`,
  }
  try {
    const ctx = { platform, db: platform.db, actor, requestId }
    const { space } = await authorize({ ctx, action: 'functions:invoke', space: name, fn })
    return { ...caller, reader: space.role === null ? 'guest' : 'member', until: space.until, refusal: null }
  } catch (error) {
    if (!(error instanceof AlcoveError)) throw error
    if (error.code === 'NotFound') return { ...caller, reader: 'stranger', refusal: NO_FUNCTION_HERE }
    if (error.code !== 'Forbidden') throw error
    return { ...caller, reader: 'stranger', refusal: { code: error.code, reason: error.message } }
  }
}

/** A key for every space was not made for this one, which may be public and not know the key's maker. */
function keyNames(actor: Actor, space: string): boolean {
  return actor.kind === 'key' && actor.spaces !== '*' && actor.spaces.includes(space)
}
