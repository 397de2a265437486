import type { QuotaPart, Revision, SpaceQuota, TriggerConfig, TriggerType, Visibility } from '@alcove/contract'
import type { HttpAccess } from './http-access.ts'

/** Everything a call needs to know about a function: an immutable snapshot, swapped whole. */
export interface FunctionRoute {
  readonly spaceId: string
  readonly space: string
  readonly visibility: Visibility
  readonly requireIsolation: boolean
  readonly functionId: string
  readonly function: string
  readonly draft: Revision
  readonly versions: ReadonlyMap<number, Revision>
  /** Revisions whose secrets cannot be decrypted. They must not run without them. */
  readonly unreadable: ReadonlySet<string>
  readonly aliases: ReadonlyMap<string, { version: number; additional?: { version: number; weight: number } }>
  readonly triggers: ReadonlyMap<string, TriggerRoute>
  /** Those that are active; nearly always none. */
  readonly logpoints: readonly RouteLogpoint[]
  /** The quotas of its space and its own; empty for most. */
  readonly quotas: readonly QuotaScope[]
}

/** A log line that is added to a version. */
export interface RouteLogpoint {
  readonly id: string
  readonly version: number
  readonly file: string
  readonly line: number
  readonly expression: string
  readonly condition: string | null
  /** Lines that are left. */
  readonly hits: number
  /** Milliseconds since the epoch. */
  readonly until: number
}

/** What a quota limits: a space with all its functions, one function, or the calls that come by one part of Alcove. */
export interface QuotaScope {
  readonly id: string
  /** Null: of a key or of all of Alcove. */
  readonly spaceId: string | null
  readonly space: string | null
  /** Null: the space. */
  readonly function: string | null
  /** Null: the function or the space itself. */
  readonly part: { readonly kind: QuotaPart; readonly name: string } | null
  readonly limits: Partial<SpaceQuota>
  readonly epoch: number
  /** Until when its spend cap suspends it, in milliseconds since the epoch; 0: it does not. */
  readonly spentUntil: number
}

/** What a call needs to know about a trigger of one kind. */
interface TriggerRouteOf<Type extends TriggerType> {
  id: string
  name: string
  type: Type
  qualifier: string
  enabled: boolean
  /** Its own; empty for most. */
  quotas: readonly QuotaScope[]
  /** Null: no call reads it, and payloads are large. */
  config: Type extends 'http' ? Omit<TriggerConfig<'http'>, 'hmac'> & HttpAccess : null
}

export type TriggerRoute = { [Type in TriggerType]: TriggerRouteOf<Type> }[TriggerType]
