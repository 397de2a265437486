import type { HttpTriggerConfig, Revision, Visibility } from '@alcove/contract'

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
  /** Revisions whose secrets cannot be decrypted: to run them without would be to run something else. */
  readonly unreadable: ReadonlySet<string>
  readonly aliases: ReadonlyMap<string, { version: number; additional?: { version: number; weight: number } }>
  readonly triggers: ReadonlyMap<string, TriggerRoute>
}

export interface TriggerRoute {
  id: string
  name: string
  type: 'http'
  qualifier: string
  enabled: boolean
  config: HttpTriggerConfig
}
