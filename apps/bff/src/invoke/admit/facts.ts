import type { HttpMethod, PayloadFormat, ProblemCode, ProblemExtras } from '@alcove/contract'
import type { FunctionRoute, HttpAccess, QuotaScope } from '@alcove/platform'

/** `member`: has a role in the space. `guest`: a known account that may invoke, as in a public space. */
export type Reader = 'member' | 'guest' | 'stranger'

/** What lets calls in over HTTP: a trigger of the function, or a route of the gateway. */
export interface Door {
  readonly id: string
  readonly name: string
  readonly qualifier: string
  /** Its own; empty for most. */
  readonly quotas: readonly QuotaScope[]
  readonly config: HttpAccess & {
    methods?: readonly HttpMethod[] | undefined
    payloadFormat?: PayloadFormat | undefined
    respondAsync?: boolean | undefined
  }
}

/** Whoever makes the call, once identified. */
export interface Caller {
  /** As records name the caller. */
  name: string
  reader: Reader
  /** The quotas of the API key; absent when it has none. */
  quotas?: readonly QuotaScope[]
  /** Calls with an API key whose scope names the space. */
  keyNamesSpace: boolean
  /** Identifies the caller for limits. No rename changes it. */
  identity?: string
  /** The door whose token or signature the caller showed. It opens no other door, and the caller has no API key. */
  provenTo?: string
  /** What the token says. */
  claims?: Readonly<Record<string, unknown>>
  /** Of API keys: when the first of the rights may end, in milliseconds since the epoch. */
  until?: number
  /** Why the caller may not invoke in this space; null when allowed. */
  refusal: Refusal | null
}

/** The calls that one call from outside has caused. */
export interface Counters {
  /** Including those that have ended. */
  readonly started: number
  readonly inFlight: number
}

/** What admission knows besides the order. */
export interface Facts {
  readonly route: FunctionRoute
  /** Null: not identified. Suffices for HTTP triggers open to everyone, and for calls that functions make. */
  caller: Caller | null
  /** Calls of the same lineage; null for a call from outside. */
  readonly lineage: Counters | null
  /** The route of the gateway that the call came by. */
  readonly door?: Door
}

export interface Refusal {
  code: ProblemCode
  reason: string
  extras?: Pick<ProblemExtras, 'errors' | 'headers'>
  /** Names of what the record of the refused call masks. */
  secrets?: ReadonlySet<string>
  /** What the caller may still show to be let in. */
  asks?: Ask
}

export interface Ask {
  door: Door
  proof: 'key' | 'jwt' | 'hmac'
}
