import type { JwtAuth } from '@alcove/contract'
import { errors, importSPKI, jwtVerify, type CryptoKey, type JWTPayload, type JWTVerifyGetKey } from 'jose'
import type { KeyReader, KeySets } from './key-sets.ts'

export type Checked = { claims: JWTPayload } | { refused: string } | { unavailable: string }

const CLOCK_TOLERANCE = '5s'

/**
 * Checks a token's signature, times, issuer, audience and claims. Only the algorithms of the setting are taken: they all
 * need a private key to sign with, so neither `none` nor a public key used as a shared secret can pass (RFC 8725, 3.1).
 */
export async function verifyToken(token: string, jwt: JwtAuth, space: KeyReader, keySets: KeySets): Promise<Checked> {
  const verify = async (getKey: JWTVerifyGetKey) => {
    const { issuer, audience, algorithms } = jwt
    const { payload } = await jwtVerify(token, getKey, {
      issuer,
      audience,
      algorithms,
      clockTolerance: CLOCK_TOLERANCE,
    })
    return payload
  }
  try {
    return withClaims(await verifyWith(jwt, space, keySets, verify), jwt)
  } catch (error) {
    if (error instanceof KeysUnavailable) return { unavailable: error.message }
    if (error instanceof errors.JOSEError) return { refused: sentenceOf(error) }
    // The key does not fit the algorithm, or this Node.js does not have it.
    return { refused: 'The token cannot be checked with the keys of this route' }
  }
}

class KeysUnavailable extends Error {}

async function verifyWith(
  { jwksUrl, publicKey }: JwtAuth,
  space: KeyReader,
  keySets: KeySets,
  verify: (getKey: JWTVerifyGetKey) => Promise<JWTPayload>,
): Promise<JWTPayload> {
  if (jwksUrl === undefined) return verify(({ alg }) => importedKey(publicKey!, alg!))
  const keysAt = async (newer: boolean) => {
    const found = await keySets.keysAt(jwksUrl, space, newer)
    if ('problem' in found) throw new KeysUnavailable(`The keys of the token's issuer cannot be had: ${found.problem}`)
    return found.keys
  }
  try {
    return await withAnyOf(await keysAt(false), verify)
  } catch (error) {
    if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
    return withAnyOf(await keysAt(true), verify)
  }
}

/** An issuer has two or three keys at a time. To try hundreds for each request would let clients use up a processor. */
const KEYS_TRIED = 10

/** A token that names no key may be signed with any of the issuer's (RFC 7515, 4.1.4). */
async function withAnyOf(
  keys: JWTVerifyGetKey,
  verify: (getKey: JWTVerifyGetKey) => Promise<JWTPayload>,
): Promise<JWTPayload> {
  try {
    return await verify(keys)
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
    let tried = 0
    for await (const key of error) {
      if (++tried > KEYS_TRIED) break
      try {
        return await verify(() => key)
      } catch (failure) {
        if (!(failure instanceof errors.JWSSignatureVerificationFailed)) throw failure
      }
    }
    throw new errors.JWSSignatureVerificationFailed()
  }
}

const imported = new Map<string, Promise<CryptoKey>>()
const KEPT = 500

function importedKey(pem: string, algorithm: string): Promise<CryptoKey> {
  const name = `${algorithm} ${pem}`
  let key = imported.get(name)
  if (!key) {
    key = importSPKI(pem, algorithm)
    if (imported.size >= KEPT) imported.delete(imported.keys().next().value!)
    imported.set(name, key)
  }
  return key
}

function withClaims(claims: JWTPayload, { claims: wanted }: JwtAuth): Checked {
  for (const [name, value] of Object.entries(wanted)) {
    const given = Object.hasOwn(claims, name) ? claims[name] : undefined
    const fits = Array.isArray(given) ? given.includes(value) : given === value
    if (!fits) return { refused: `The token needs the claim ${name} with the value ${JSON.stringify(value)}` }
  }
  return { claims }
}

function sentenceOf(error: InstanceType<typeof errors.JOSEError>): string {
  if (error instanceof errors.JWTExpired) return 'The token has expired'
  if (error instanceof errors.JWTClaimValidationFailed) return `The token's ${error.claim} does not fit`
  if (error instanceof errors.JOSEAlgNotAllowed)
    return 'The token is signed with an algorithm that is not accepted here'
  if (error instanceof errors.JWSSignatureVerificationFailed) return "The token's signature is not valid"
  if (error instanceof errors.JWKSNoMatchingKey)
    return 'The token is signed with a key that its issuer does not publish'
  return 'This is not a signed token that can be checked'
}
