import { createCipheriv, createDecipheriv, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { keyedDigest, type ByteDigest } from './byte-digest.ts'
import { derivedKey, FIRST_KEY, type KeyRing } from './key-ring.ts'

/** Encrypts what a copy of the database must not reveal (AES-256-GCM, RFC 5116). */
export interface Sealer {
  seal(text: string): string
  /** @throws when a key sealed it that is not in the ring, or it was changed since. */
  open(sealed: string): string
  /** Length of the text in bytes, without decrypting: GCM does not pad. */
  sizeOf(sealed: string): number
  /** Equal for equal texts, through rotations too. Without the key it looks random, so nobody can test guesses against it. */
  digest(text: string): string
  /** As `digest`, of bytes that come in chunks. */
  digestBytes(): ByteDigest
  /** Proves that this installation wrote the text, as long as the key is in the ring. */
  sign(text: string): string
  isSigned(text: string, signature: string): boolean
}

const NONCE = 12
const TAG = 16

/** Seals with the newest key of the ring, and opens what any of them sealed. */
export function sealerWith(ring: KeyRing): Sealer {
  const hmac = (key: Uint8Array, text: string) => createHmac('sha256', key).update(text).digest('hex')
  return {
    seal(text) {
      const { id, key } = ring.newest()
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      const sealed = Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
      return id === FIRST_KEY ? sealed : `${id}:${sealed}`
    },
    open(sealed) {
      const key = ring.find(keyIdOf(sealed))
      if (!key) throw new Error(`The sealing key ${keyIdOf(sealed)} is missing`)
      const bytes = Buffer.from(bodyOf(sealed), 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE))
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
    },
    sizeOf: (sealed) => Buffer.byteLength(bodyOf(sealed), 'base64') - NONCE - TAG,
    digest: (text) => hmac(ring.digestKey, text),
    digestBytes: () => keyedDigest(ring.digestKey),
    sign: (text) => hmac(derivedKey(ring.newest().key), text),
    isSigned(text, signature) {
      const given = Buffer.from(signature, 'hex')
      return ring.all().some(({ key }) => {
        const own = Buffer.from(hmac(derivedKey(key), text), 'hex')
        return given.length === own.length && timingSafeEqual(given, own)
      })
    },
  }
}

/** The key that sealed a text: `2:…`, or the first one where no id is said. */
export function keyIdOf(sealed: string): number {
  const [, id] = /^(\d{1,9}):/.exec(sealed) ?? []
  return id === undefined ? FIRST_KEY : Number(id)
}

const bodyOf = (sealed: string): string => sealed.slice(sealed.indexOf(':') + 1)
