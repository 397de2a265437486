import { AlcoveError } from '@alcove/contract'
import type { Platform } from '@alcove/platform'
import { endCallWithRight } from '../auth/end-call-with-right.ts'
import type { RightToRead } from '../auth/right-to-read.ts'
import { refusalAt, UNAUTHENTICATED } from '../invoke/admit/doors.ts'
import type { Door } from '../invoke/admit/facts.ts'
import type { Call } from '../invoke/call.ts'
import { identify } from './identify.ts'

interface KeyedCall {
  platform: Platform
  call: Call
  /** Let the call in. */
  door: Door
  authorization: string
  /** Of the client. */
  address: string
  streams(): boolean
}

/** Ends a call that an API key made as soon as the key would not be let in again. */
export function rightOfCall({ platform, call, door, authorization, address, streams }: KeyedCall): RightToRead {
  return endCallWithRight({
    platform,
    call,
    async ask({ space, function: fn }) {
      const again = await identify({ platform, space, fn, authorization, address, requestId: '' })
      const refusal = again === null ? UNAUTHENTICATED : refusalAt(door, space, again, false)
      if (refusal) throw new AlcoveError(refusal.code, refusal.reason)
      return again?.until ?? Infinity
    },
    until: call.caller?.until,
    streams,
  })
}
