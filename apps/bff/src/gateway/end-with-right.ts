import { AlcoveError } from '@alcove/contract'
import type { FunctionRoute } from '@alcove/platform'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { rightToRead } from '../auth/right-to-read.ts'
import type { Deps } from '../deps.ts'
import { refusalAt, UNAUTHENTICATED } from '../invoke/admit/doors.ts'
import type { Caller, Door } from '../invoke/admit/facts.ts'
import { identify } from './identify.ts'

interface Stream {
  deps: Deps
  request: IncomingMessage
  response: ServerResponse
  /** Of the client. */
  address: string
  route: FunctionRoute
  /** Let the call in. */
  door: Door
  /** Identified by an API key. */
  caller: Caller
  cut: () => void
}

/** Cuts an answer that is being streamed as soon as its caller would not be let in again. */
export function endWithRight({ deps, request, response, address, route, door, caller, cut }: Stream): void {
  const { platform } = deps
  const { authorization = '' } = request.headers
  const { space, function: fn } = route
  const mayCall = async (): Promise<number> => {
    const again = await identify({ platform, space, fn, authorization, address, requestId: '' })
    const refusal = again === null ? UNAUTHENTICATED : refusalAt(door, space, again, false)
    if (refusal) throw new AlcoveError(refusal.code, refusal.reason)
    return again?.until ?? Infinity
  }
  const right = rightToRead(platform, mayCall, cut, caller.until)
  response.once('close', () => right.stop())
}
