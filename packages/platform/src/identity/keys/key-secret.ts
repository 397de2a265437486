import { createHash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

/** The prefix of every API key. */
export const KEY_PREFIX = 'alc_'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
/** So many digits hold 256 bits. */
const RANDOM_DIGITS = 43
const CHECK_DIGITS = 6
const SHAPE = new RegExp(`^${KEY_PREFIX}[0-9A-Za-z]{${RANDOM_DIGITS + CHECK_DIGITS}}$`)

/**
 * A new API key: the prefix, 256 random bits, and a checksum (CRC-32), all in digits of base 62. Secret scanners recognise
 * it without a false alarm, and a double click selects all of it. That much entropy needs no slow password hash: plain
 * SHA-256 is enough.
 */
export function newKey(): string {
  const random = randomDigits()
  return `${KEY_PREFIX}${random}${checksumOf(random)}`
}

/** Whether this has the shape of a key and a wrong checksum: no such key was ever made. Older keys have another shape. */
export function isMistyped(key: string): boolean {
  if (!SHAPE.test(key)) return false
  const random = key.slice(KEY_PREFIX.length, -CHECK_DIGITS)
  return key.slice(-CHECK_DIGITS) !== checksumOf(random)
}

function randomDigits(): string {
  let digits = ''
  while (digits.length < RANDOM_DIGITS) {
    // The largest multiple of 62 below 256: each digit is as likely as the others.
    for (const byte of randomBytes(RANDOM_DIGITS)) if (byte < 248) digits += DIGITS[byte % 62]
  }
  return digits.slice(0, RANDOM_DIGITS)
}

function checksumOf(text: string): string {
  let rest = crc32(text)
  let digits = ''
  for (let place = 0; place < CHECK_DIGITS; place += 1) {
    digits = DIGITS[rest % 62] + digits
    rest = Math.floor(rest / 62)
  }
  return digits
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
