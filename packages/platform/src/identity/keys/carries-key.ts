import { timingSafeEqual } from 'node:crypto'
import type { Platform } from '../../kernel/platform.ts'
import { hashOf, KEY_PREFIX } from './key-secret.ts'

const KEY = new RegExp(`(^|[^\\w-])${KEY_PREFIX}`)

/** Whether an Authorization header carries an API key of Alcove's, valid or not: it is nobody else's to see. */
export function carriesKey({ adminKeyHash }: Pick<Platform, 'adminKeyHash'>, authorization: string): boolean {
  if (KEY.test(authorization)) return true
  // The installation's key is what its administrator chose: it may look like anything.
  if (adminKeyHash === null) return false
  const secret = Buffer.from(adminKeyHash, 'hex')
  // Enough for any spelling of "Bearer key", and few enough to be cheap.
  return authorization.split(/[\s,]+/, 4).some((word) => timingSafeEqual(Buffer.from(hashOf(word), 'hex'), secret))
}
