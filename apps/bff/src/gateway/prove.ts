import { rememberSignature } from '@alcove/platform'
import type { IncomingMessage } from 'node:http'
import { verifySignature } from '../auth/verify-signature.ts'
import type { KeyReader } from '../auth/key-sets.ts'
import { verifyToken } from '../auth/verify-token.ts'
import type { Deps } from '../deps.ts'
import { asking } from '../invoke/admit/doors.ts'
import type { Ask, Caller, Refusal } from '../invoke/admit/facts.ts'
import { identify } from './identify.ts'

interface Proof {
  deps: Deps
  asks: Ask
  space: KeyReader & { fn?: string }
  request: IncomingMessage
  /** Reads the body, which a signature is about. */
  readBody(): Uint8Array | Promise<Uint8Array>
  address: string
  requestId: string
}

/**
 * Identifies the caller by what the door requires. Null: the request has nothing of the kind. The only part of
 * admission that may wait.
 */
export async function prove(proof: Proof): Promise<Caller | null> {
  const { deps, asks, space, request, address, requestId } = proof
  const { authorization } = request.headers
  if (asks.proof === 'hmac') return provenBySignature(proof)
  if (authorization === undefined) return null
  if (asks.proof === 'jwt') return provenByToken(proof, authorization)
  return identify({ platform: deps.platform, space: space.name, fn: space.fn, authorization, address, requestId })
}

async function provenByToken({ deps, asks, space, address }: Proof, authorization: string): Promise<Caller | null> {
  const [, token] = /^Bearer +([\w.~+/=-]+)$/i.exec(authorization) ?? []
  if (token === undefined) return null
  const jwt = asks.door.config.jwt!
  const checked = await verifyToken(token, jwt, space, deps.keySets)
  if ('refused' in checked) return unproven(asks, address, asking(asks, checked.refused))
  if ('unavailable' in checked) return unproven(asks, address, { code: 'Unavailable', reason: checked.unavailable })
  const { claims } = checked
  const subject = String(claims.sub ?? 'without a subject').slice(0, 200)
  return { ...stranger(asks, `token of ${subject}`), identity: `jwt ${jwt.issuer} ${subject}`, claims }
}

/** A valid signature is accepted once, on whichever server: it is remembered before the call runs. */
async function provenBySignature({ deps, asks, request, readBody, address }: Proof): Promise<Caller | null> {
  const { door } = asks
  const { secret, ...settings } = door.config.hmac!
  if (secret === null) {
    const reason = 'The secret of this address was sealed with another key: set it anew'
    return unproven(asks, address, { code: 'Unavailable', reason })
  }
  const { platform } = deps
  const signed = { headers: request.headers, body: await readBody(), now: platform.clock.now() }
  const verified = verifySignature({ ...settings, secret }, signed)
  if ('refused' in verified) return unproven(asks, address, asking(asks, verified.refused))
  const isFirst = await rememberSignature(platform, `${door.id} ${verified.signature}`, verified.lifetimeMs)
  if (!isFirst)
    return unproven(asks, address, { code: 'Conflict', reason: 'This signed request came before: it is accepted once' })
  return stranger(asks, `signed by ${settings.preset} sender`)
}

function stranger({ door }: Ask, name: string): Caller {
  return { name, identity: name, reader: 'stranger', keyNamesSpace: false, refusal: null, provenTo: door.id }
}

function unproven(asks: Ask, address: string, refusal: Refusal): Caller {
  return { ...stranger(asks, address), refusal: { ...refusal, asks } }
}
