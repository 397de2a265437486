import type { Core } from './invoke/core.ts'
import type { Pace } from './wire/read-body.ts'
import type { TrustedProxies } from './wire/trusted-proxies.ts'

/** What the API and the gateway are made of; `server.ts` makes the real ones, and so do the tests. */
export interface Deps extends Core {
  /** Whose word on a client's address is taken. */
  proxies: TrustedProxies
  /** How slowly a body may come. */
  pace: Pace
  /** Where people reach the console and the API, and where callers reach functions. */
  origin: string
  gatewayOrigin: string
  /** The folder of the built console; null when there is none (API tests). */
  consoleFolder: string | null
  version: string
  startedAt: Date
  /** Aborted when the server stops: streams that would never end by themselves end then. */
  closing: AbortSignal
}
