import { invalid, type JwtAuth } from '@alcove/contract'
import { createPublicKey, type KeyObject } from 'node:crypto'

type Algorithm = JwtAuth['algorithms'][number]

const RSA: readonly Algorithm[] = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512']
const RSA_BITS = 2048
const CURVES: Readonly<Record<string, Algorithm | undefined>> = {
  prime256v1: 'ES256',
  secp384r1: 'ES384',
  secp521r1: 'ES512',
}

/** What a schema cannot say: whether a key is one, and can check a token. @throws {AlcoveError} ValidationFailed */
export function checkAccess({ jwt }: { jwt?: JwtAuth | undefined }): void {
  if (typeof jwt?.publicKey !== 'string') return
  if (!/^\s*-----BEGIN PUBLIC KEY-----/.test(jwt.publicKey)) {
    throw invalid('jwt.publicKey', 'Must be a public key in PEM: it begins with "-----BEGIN PUBLIC KEY-----"')
  }
  const key = keyIn(jwt.publicKey)
  if (key.asymmetricKeyType === 'rsa' && key.asymmetricKeyDetails!.modulusLength! < RSA_BITS) {
    throw invalid('jwt.publicKey', `An RSA key must have at least ${RSA_BITS} bits`)
  }
  const fitting = algorithmsOf(key)
  if (fitting.length === 0) {
    const message = 'Tokens cannot be checked with a key of this kind: use RSA, P-256, P-384, P-521 or Ed25519'
    throw invalid('jwt.publicKey', message)
  }
  if (!fitting.some((algorithm) => jwt.algorithms.includes(algorithm))) {
    const list = fitting.join(', ')
    throw invalid('jwt.publicKey', `This key is for ${list}: add one of them to the algorithms`)
  }
}

function keyIn(pem: string): KeyObject {
  try {
    return createPublicKey(pem)
  } catch {
    throw invalid('jwt.publicKey', 'This PEM text holds no public key')
  }
}

function algorithmsOf({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject): readonly Algorithm[] {
  switch (asymmetricKeyType) {
    case 'rsa':
      return RSA
    case 'ec': {
      const algorithm = CURVES[asymmetricKeyDetails!.namedCurve!]
      return algorithm ? [algorithm] : []
    }
    case 'ed25519':
      return ['EdDSA']
    default:
      return []
  }
}
