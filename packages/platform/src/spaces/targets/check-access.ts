import { invalid, type JwtAuth } from '@alcove/contract'
import { createPublicKey } from 'node:crypto'

/** What a schema cannot say: whether a key is one. @throws {AlcoveError} ValidationFailed */
export function checkAccess({ jwt }: { jwt?: JwtAuth | undefined }): void {
  if (typeof jwt?.publicKey !== 'string') return
  if (!/^\s*-----BEGIN PUBLIC KEY-----/.test(jwt.publicKey)) {
    throw invalid('jwt.publicKey', 'Must be a public key in PEM: it begins with "-----BEGIN PUBLIC KEY-----"')
  }
  try {
    createPublicKey(jwt.publicKey)
  } catch {
    throw invalid('jwt.publicKey', 'This PEM text holds no public key')
  }
}
