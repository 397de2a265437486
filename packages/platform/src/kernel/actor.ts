import type { Action, CallQuota } from '@alcove/contract'

/** Who makes a request. Only `authenticate` creates actors, and the guest API that of a running function. */
export type Actor =
  | {
      kind: 'account'
      id: string
      name: string
      email: string
      administrator: boolean
      /** The session of a request; absent where nobody is signed in. */
      sessionId?: string
      /** A second factor is required and missing: nothing else is open to this session before. */
      mustEnroll?: true
    }
  | {
      kind: 'key'
      id: string
      /** Its owner. The owner's rights limit the key's. */
      accountId: string
      name: string
      /** Whether the owner is an administrator now. */
      administrator: boolean
      /** Current names. */
      spaces: readonly string[] | '*'
      /** `space/function`, names as of now. */
      functions: readonly string[] | '*'
      actions: readonly Action[] | '*'
      /** Where it may be used from; an empty list: from everywhere. */
      networks: readonly string[]
      /** Milliseconds since the epoch; null: never. Of a secret that was replaced: when it stops. */
      expiresAt: number | null
      /** What limits its calls; absent for most. The same object until it changes. */
      quota?: { readonly limits: CallQuota; readonly epoch: number }
    }
  /** The code of a function, in a call that is running. It acts in its own space only. */
  | { kind: 'function'; id: string; name: string; space: string }
  /** Alcove itself, when it makes a change that the owners of a function allowed. */
  | { kind: 'platform'; name: string }
  | { kind: 'anonymous'; address: string }

/** Owns ALCOVE_ADMIN_API_KEY and the keys made with it: the installation, not a person. */
export const INSTALLATION = 'installation'

/** How audit entries and "saved by" name an actor. */
export function nameOf(actor: Actor): string {
  if (actor.kind === 'account' || actor.kind === 'platform') return actor.name
  if (actor.kind === 'key') return `key ${actor.name}`
  if (actor.kind === 'function') return `function ${actor.name}`
  return actor.address
}

/** Like nameOf, but an id that no rename changes. */
export function idOf(actor: Actor): string {
  if (actor.kind === 'anonymous') return `address:${actor.address}`
  return actor.kind === 'platform' ? `platform:${actor.name}` : `${actor.kind}:${actor.id}`
}

/** The account behind an actor: null for anonymous callers and for the installation itself. */
export function accountOf(actor: Actor): string | null {
  if (actor.kind === 'account') return actor.id
  return actor.kind === 'key' && actor.accountId !== INSTALLATION ? actor.accountId : null
}
