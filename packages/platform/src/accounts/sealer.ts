import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

/** Encrypts what must not be readable in a copy of the database (AES-256-GCM, RFC 5116). */
export interface Sealer {
  seal(text: string): string
  open(sealed: string): string
}

const NONCE = 12
const TAG = 16

export function sealerWith(key: Uint8Array): Sealer {
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
  }
}
