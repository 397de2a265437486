import { AlcoveError } from '@alcove/contract'
import type { FunctionRoute, Platform } from '@alcove/platform'
import type { Call } from '../invoke/call.ts'
import { rightToRead, type RightToRead } from './right-to-read.ts'

interface Watched {
  platform: Platform
  call: Call
  /** Resolves with when the caller's rights may end next. @throws {AlcoveError} what a new call would be refused with */
  ask(names: Names): Promise<number>
  /** When the rights that admitted the call may end. */
  until: number | undefined
  /** Whether part of the answer has left: a stream does not go on without an answer about its rights. */
  streams?(): boolean
}

type Names = Pick<FunctionRoute, 'space' | 'function'>

/**
 * Ends a call as soon as its caller would not be let in again. While the database is away, a call goes on until its
 * answer begins: it may not be repeatable.
 */
export function endCallWithRight({ platform, call, ask, until, streams = () => false }: Watched): RightToRead {
  const mayCall = () => underItsNames(platform, call.route, ask)
  return rightToRead(
    platform,
    mayCall,
    (refusal) => call.abort.abort(refusal),
    until,
    () => !streams(),
  )
}

/** Space and function may have been renamed since the call began. Calls of a deleted function run to their end. */
async function underItsNames({ routes }: Platform, { functionId, ...first }: FunctionRoute, ask: Watched['ask']) {
  const known = routes.byId(functionId) ?? first
  try {
    return await ask(known)
  } catch (error) {
    if (!(error instanceof AlcoveError) || error.code !== 'NotFound') throw error
    await routes.refresh(functionId)
    const now = routes.byId(functionId)
    if (!now) return Infinity
    if (now.space === known.space && now.function === known.function) throw error
    return ask(now)
  }
}
