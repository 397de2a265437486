import type { Action, Role, Visibility } from '@alcove/contract'
import type { Actor } from './actor.ts'
import type { Connection, Transaction } from '../database/connect.ts'
import { translateError } from '../database/translate-error.ts'
import type { Platform } from './platform.ts'

/** What a change of the control plane says beside its statements. */
export interface Change {
  audit(
    action: string,
    target: string,
    detail?: Record<string, unknown>,
    space?: { id: string; name: string },
  ): Promise<void>
  /** What callers can reach changed: this function, or every function of this space. */
  reroute(scope: { functionId: string } | { spaceId: string }): void
  /** Who may do what changed: accounts, keys, grants, spaces. */
  accessChanged(): void
  /** A build was queued. */
  buildChanged(key: string): void
  /** A job of this kind was queued. */
  jobQueued(kind: string): void
}

export interface Ctx {
  platform: Platform
  /** What statements run on: the pool, or inside a change its transaction. */
  db: Connection
  /** Inside a change: that change. */
  change?: Change
  actor: Actor
  requestId: string
  /** Aborted when the client no longer waits: long reads end then. */
  signal?: AbortSignal
}

export interface SpaceAccess {
  id: string
  name: string
  visibility: Visibility
  requireIsolation: boolean
  /** The grant's; `admin` for administrators; null: only what everyone may do here. */
  role: Role | null
  actions: ReadonlySet<Action>
}

declare const authorised: unique symbol

/** A context that `authorize` made: a verb that takes one cannot run unauthorised, nor outside of the space. */
export interface SpaceCtx extends Ctx {
  space: SpaceAccess
  readonly [authorised]: true
}

/** A context inside a change, as `change()` hands it on. */
export type Changing<C extends Ctx = Ctx> = C & { db: Transaction; change: Change }

/** Wraps a verb so that only errors of the contract leave it. */
export function verb<C extends Ctx, I, O>(
  run: (request: { ctx: C; input: I }) => Promise<O>,
): (request: { ctx: C; input: I }) => Promise<O> {
  return async (request) => {
    try {
      return await run(request)
    } catch (error) {
      const translated = translateError(error)
      if (translated.code === 'InternalError' || translated.code === 'PackageDamaged') {
        const { platform, requestId } = request.ctx
        platform.log({ level: 'error', message: 'A request failed', requestId, error: translated.cause ?? translated })
      }
      throw translated
    }
  }
}
