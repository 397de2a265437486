import type { Engine } from '@alcove/engine'
import type { Platform } from '@alcove/platform'
import type { Logger } from 'pino'
import type { Lineages } from './invoke/lineage.ts'
import type { Telemetry } from './telemetry.ts'
import type { ByteBudget } from './wire/byte-budget.ts'
import type { Pace } from './wire/read-body.ts'
import type { TrustedProxies } from './wire/trusted-proxies.ts'

/** What the API and the gateway are made of; `server.ts` makes the real ones, and so do the tests. */
export interface Deps {
  platform: Platform
  engine: Engine
  telemetry: Telemetry
  /** Calls of functions that come back through a URL. */
  lineages: Lineages
  log: Logger
  /** Whose word on a client's address is taken. */
  proxies: TrustedProxies
  /** Bodies, events and responses in memory. */
  budget: ByteBudget
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
