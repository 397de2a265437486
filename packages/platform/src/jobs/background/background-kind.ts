import type { BackgroundKind } from '@alcove/contract'
import type { Changing } from '../../kernel/context.ts'

/** A background action that is under way. */
export interface RunningAction {
  id: string
  spaceId: string
  /** What it was asked to do: the `detail` it was started with. */
  detail: Record<string, unknown>
  /** What the step before returned; null for the first one. */
  position: string | null
  startedBy: string
  startedAt: Date
}

export interface Step {
  /** Things handled in this step, failures included. */
  done: number
  failed?: number
  /** Where the next step continues; null when the action is done. */
  position: string | null
  /** Milliseconds before the next step. */
  waitMs?: number
}

/**
 * Does the next bounded part of the work, in a transaction that also moves the counts: each step is done once, whatever
 * is killed. What it does outside the database may be done twice.
 */
export type BackgroundStep = (ctx: Changing, action: RunningAction) => Promise<Step>

/**
 * Does what takes long before the transaction of the step, and returns the step. It may be done twice. Aborts when this
 * server stops: then the step is not taken.
 */
export interface LongStep {
  before(action: RunningAction, signal: AbortSignal): Promise<BackgroundStep>
}

export type BackgroundSteps = Readonly<Record<BackgroundKind, BackgroundStep | LongStep>>
