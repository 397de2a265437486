import { timingSafeEqual } from 'node:crypto'
import type { Platform } from '../../kernel/platform.ts'
import { hashOf, KEY_PREFIX } from './key-secret.ts'

const KEY = new RegExp(`(^|[^\\w-])${KEY_PREFIX}`)

/** Whether an Authorization header contains an Alcove API key, valid or not. Functions must never see one. */
export function carriesKey({ adminKeyHash }: Pick<Platform, 'adminKeyHash'>, authorization: string): boolean {
  if (KEY.test(authorization)) return true
  // An administrator chose ALCOVE_ADMIN_API_KEY: it can look like anything.
  if (adminKeyHash === null) return false
  const secret = Buffer.from(adminKeyHash, 'hex')
  // Four words cover every spelling of "Bearer key" and stay cheap.
  return authorization.split(/[\s,]+/, 4).some((word) => timingSafeEqual(Buffer.from(hashOf(word), 'hex'), secret))
}
