import { AlcoveError, type Cors, type HmacAuth, type HttpAuth, type JwtAuth } from '@alcove/contract'
import type { StoredAccess, StoredHmac } from '../../database/schema/index.ts'
import type { Sealer } from '../../kernel/sealer.ts'

/** Who may call a URL, as the gateway checks it. */
export interface HttpAccess {
  auth: HttpAuth
  jwt?: JwtAuth
  /** `secret` is null when it was sealed with another key. */
  hmac?: Omit<StoredHmac, 'sealed'> & { secret: string | null }
  cors?: Cors
}

/** Seals the secret of a change; one that sends none keeps what is stored. */
export function sealHmac(sealer: Sealer, hmac: HmacAuth | undefined, before: StoredHmac | undefined) {
  if (hmac === undefined) return {}
  const { secret, ...settings } = hmac
  const sealed = secret === undefined ? before?.sealed : sealer.seal(secret)
  if (sealed === undefined) {
    const message = 'Needs a secret that the sender signs with'
    throw new AlcoveError('ValidationFailed', message, { errors: [{ path: 'hmac.secret', message }] })
  }
  return { hmac: { ...settings, sealed } }
}

/** Without the secret, as it is shown. */
export function withoutSecret<C extends StoredAccess>(
  config: C,
): Omit<C, 'hmac'> & { hmac?: Omit<StoredHmac, 'sealed'> } {
  const { hmac, ...rest } = config
  if (!hmac) return rest
  const { sealed: _, ...shown } = hmac
  return { ...rest, hmac: shown }
}

/** With the secret, for the gateway alone. */
export function openAccess<C extends StoredAccess>(sealer: Sealer, config: C): Omit<C, 'hmac'> & HttpAccess {
  const { hmac, ...rest } = config
  if (!hmac) return rest
  const { sealed, ...settings } = hmac
  let secret: string | null = null
  try {
    secret = sealer.open(sealed)
  } catch {
    // The route refuses calls and says why.
  }
  return { ...rest, hmac: { ...settings, secret } }
}
