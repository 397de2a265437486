import { createHash, randomBytes } from 'node:crypto'

/** What every API key begins with. */
export const KEY_PREFIX = 'alc_'

/** A new API key: 256 random bits, so that a plain SHA-256 of it is as good as any password hash, and fast. */
export function newKey(): string {
  return `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`
}

/** One-time links carry the same kind of secret. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored and looked up: the secret itself is never kept. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Enough to recognise a key by, useless to guess it. */
export function prefixOf(key: string): string {
  return key.slice(0, 12)
}
