import type { GuestAnswer, GuestRequest, InnerAnswer, InnerCall } from '@alcove/contract'
import type { Engine } from '@alcove/engine'
import type { Platform } from '@alcove/platform'
import type { Logger } from 'pino'
import type { Telemetry } from '../process/telemetry.ts'
import type { ByteBudget } from '../wire/byte-budget.ts'
import type { Call } from './call.ts'
import type { Lineages } from './lineage.ts'

/** What the call path needs. */
export interface Core {
  platform: Platform
  engine: Engine
  telemetry: Telemetry
  /** Calls that functions make through URLs. */
  lineages: Lineages
  /** Bodies, events and responses in memory. */
  budget: ByteBudget
  log: Logger
  /** Runs a call that a function makes. Injected, because such a call takes the same path again. */
  callInner: CallInner
  /** Does what a function asks of the platform. */
  answerGuest: AnswerGuest
}

export type CallInner = (core: Core, caller: Call, call: InnerCall) => Promise<InnerAnswer>

export type AnswerGuest = (core: Core, caller: Call, request: GuestRequest) => Promise<GuestAnswer>
