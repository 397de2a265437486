import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'

/** Encrypts what a copy of the database must not reveal (AES-256-GCM, RFC 5116). */
export interface Sealer {
  seal(text: string): string
  /** @throws when another key sealed it, or it was changed since. */
  open(sealed: string): string
  /** Length of the text in bytes, without decrypting: GCM does not pad. */
  sizeOf(sealed: string): number
  /** Equal for equal texts. Without the key it looks random, so nobody can test guesses against it. */
  digest(text: string): string
}

const NONCE = 12
const TAG = 16

export function sealerWith(key: Uint8Array): Sealer {
  // One derived key per purpose.
  const digestKey = createHmac('sha256', key).update('alcove digest').digest()
  return {
    seal(text) {
      const nonce = randomBytes(NONCE)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64')
    },
    open(sealed) {
      const bytes = Buffer.from(sealed, 'base64')
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE))
      decipher.setAuthTag(bytes.subarray(NONCE, NONCE + TAG))
      return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]).toString('utf8')
    },
    sizeOf: (sealed) => Buffer.byteLength(sealed, 'base64') - NONCE - TAG,
    digest: (text) => createHmac('sha256', digestKey).update(text).digest('hex'),
  }
}
