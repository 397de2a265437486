import { createHash, randomBytes } from 'node:crypto'

/** The prefix of every API key. */
export const KEY_PREFIX = 'alc_'

/** A new API key of 256 random bits. That much entropy needs no slow password hash: plain SHA-256 is enough. */
export function newKey(): string {
  return `${KEY_PREFIX}${randomBytes(32).toString('base64url')}`
}

/** The secret of a one-time link. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored and looked up. The secret itself is never stored. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}

/** Enough to recognise a key, useless for guessing it. */
export function prefixOf(key: string): string {
  return key.slice(0, 12)
}
