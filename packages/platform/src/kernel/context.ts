import type { Action, AlcoveError, Role, Visibility } from '@alcove/contract'
import { StorageUnavailable } from '@alcove/storage'
import type { Actor } from './actor.ts'
import type { Cause } from './cause.ts'
import type { StatelessAction } from './audit/stateless-actions.ts'
import type { PreparedEntry } from './audit/entry.ts'
import type { Connection, Transaction } from '../database/connect.ts'
import { translateError } from '../database/translate-error.ts'
import type { Platform } from './platform.ts'

type AuditedSpace = { id: string; name: string }

/** Adds an entry, with the state before and after where there is one. */
interface Audit {
  (action: StatelessAction, target: string, detail?: Record<string, unknown>, space?: AuditedSpace): Promise<void>
  (
    action: string,
    target: string,
    detail: { before: unknown; after: unknown } & Record<string, unknown>,
    space?: AuditedSpace,
  ): Promise<void>
}

/** What a change announces besides running its statements. */
export interface Change {
  /** For the audit, added to it when the change commits. */
  entries: PreparedEntry[]
  audit: Audit
  /** The routes of this function, or of every function in this space, changed. */
  reroute(scope: { functionId: string } | { spaceId: string }): void
  /** Rights changed: an account, a key, a grant or a space. */
  accessChanged(): void
  /** Routes or host names of this space changed. */
  gatewayChanged(spaceId: string): void
  /** A build was queued. */
  buildChanged(key: string): void
  /** A job of this kind was queued. */
  jobQueued(kind: string): void
}

export interface Ctx {
  platform: Platform
  /** Where statements run: the pool, or the transaction of the current change. */
  db: Connection
  /** Set inside a change. */
  change?: Change
  actor: Actor
  requestId: string
  /** Set for requests of functions. */
  cause?: Cause
  /** Where the request came from, as trusted proxies report it. */
  address?: string
  /** Aborts when the client disconnects, which ends long reads. */
  signal?: AbortSignal
}

export interface SpaceAccess {
  id: string
  name: string
  visibility: Visibility
  requireIsolation: boolean
  /** The widest that holds on what was authorised, space or function; `admin` for administrators; null: none. */
  role: Role | null
  actions: ReadonlySet<Action>
  /** The same on functions that a grant or a key singles out, by name. */
  functions: ReadonlyMap<string, { role: Role | null; actions: ReadonlySet<Action> }>
  /** Milliseconds since the epoch: the first moment at which a grant, or the caller's key, ends. */
  until: number
}

declare const authorised: unique symbol

/** Only `authorize` makes one. A verb that takes it can neither run unauthorised nor outside this space. */
export interface SpaceCtx extends Ctx {
  space: SpaceAccess
  readonly [authorised]: true
}

/** The context that `change()` passes on. */
export type Changing<C extends Ctx = Ctx> = C & { db: Transaction; change: Change }

/** Wraps a verb so that it throws only errors of the contract. */
export function verb<C extends Ctx, I, O>(
  run: (request: { ctx: C; input: I }) => Promise<O>,
): (request: { ctx: C; input: I }) => Promise<O> {
  return async (request) => {
    try {
      return await run(request)
    } catch (error) {
      const translated = translateError(error)
      if (isForAdministrators(translated)) {
        const { platform, requestId } = request.ctx
        platform.log({ level: 'error', message: 'A request failed', requestId, error: translated.cause ?? translated })
      }
      throw translated
    }
  }
}

const isForAdministrators = ({ code, cause }: AlcoveError): boolean =>
  code === 'InternalError' || code === 'PackageDamaged' || cause instanceof StorageUnavailable
