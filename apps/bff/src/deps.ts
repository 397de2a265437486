import type { KeySets } from './auth/key-sets.ts'
import type { Core } from './invoke/core.ts'
import type { Pace } from './wire/read-body.ts'
import type { TrustedProxies } from './wire/trusted-proxies.ts'

/** What the API and the gateway need. `server.ts` makes it from the environment, tests make their own. */
export interface Deps extends Core {
  /** The proxies whose word on a client's address counts. */
  proxies: TrustedProxies
  /** The public keys of token issuers. */
  keySets: KeySets
  /** The slowest allowed pace of a body. */
  pace: Pace
  /** How long a read that should see the latest records waits for them to be stored. Left out: a second. */
  freshMs?: number
  /** The addresses under which people reach the console and API, and callers reach functions. */
  origin: string
  gatewayOrigin: string
  /** The folder of the built console; null when there is none (API tests). */
  consoleFolder: string | null
  version: string
  /** Names this server among those of the installation. */
  host: string
  startedAt: Date
  /** Aborts when the server stops, to end streams that would never end on their own. */
  closing: AbortSignal
}
