import { AlcoveError, invalid, LIMITS } from '@alcove/contract'

/**
 * Reads a body and counts what really arrives: Content-Length may lie or be absent.
 * @throws {AlcoveError} PayloadTooLarge past `limit` bytes; Cancelled when the client goes away meanwhile.
 */
export async function readBody(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge(limit)
  if (!request.body) return new Uint8Array()
  const chunks: Uint8Array[] = []
  let size = 0
  try {
    for await (const chunk of request.body) {
      size += chunk.byteLength
      if (size > limit) throw tooLarge(limit)
      chunks.push(chunk)
    }
  } catch (error) {
    if (error instanceof AlcoveError) throw error
    throw new AlcoveError('Cancelled', 'The client went away', { cause: error })
  }
  return Buffer.concat(chunks)
}

function tooLarge(limit: number): AlcoveError {
  return new AlcoveError('PayloadTooLarge', `The body may have at most ${limit} bytes`)
}

/** @throws {AlcoveError} MalformedJson, or ValidationFailed when it is nested too deep to be worth parsing. */
export function parseJson(bytes: Uint8Array): unknown {
  if (nestsDeeperThan(LIMITS.eventDepth, bytes)) {
    throw invalid('', `May be nested at most ${LIMITS.eventDepth} levels deep`)
  }
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch (cause) {
    throw new AlcoveError('MalformedJson', `The body is not JSON: ${(cause as Error).message}`, { cause })
  }
}

/**
 * What the control plane is told is kept as text and in JSON columns, which can hold neither half a surrogate pair nor,
 * safely, a field called `__proto__`: half of it would vanish on the way instead of being refused.
 * @throws {AlcoveError} ValidationFailed
 */
export function refuseUnstorable(value: unknown, path: readonly string[] = []): void {
  if (typeof value === 'string' && !value.isWellFormed()) throw unstorable(path, 'Half a surrogate pair is no text')
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, key]
    if (key === '__proto__' || !key.isWellFormed()) throw unstorable(at, 'No field can have this name')
    refuseUnstorable(inner, at)
  }
}

function unstorable(path: readonly string[], message: string): AlcoveError {
  const where = path.join('.').toWellFormed()
  return new AlcoveError('ValidationFailed', `${where}: ${message}`, { errors: [{ path: where, message }] })
}

const QUOTE = 0x22
const BACKSLASH = 0x5c

/** Counts brackets outside of strings. In UTF-8 no byte of a longer character looks like one. */
function nestsDeeperThan(limit: number, bytes: Uint8Array): boolean {
  let depth = 0
  let quoted = false
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at]!
    if (quoted) {
      if (byte === BACKSLASH) at += 1
      else if (byte === QUOTE) quoted = false
    } else if (byte === QUOTE) {
      quoted = true
    } else if (byte === 0x5b || byte === 0x7b) {
      depth += 1
      if (depth > limit) return true
    } else if (byte === 0x5d || byte === 0x7d) {
      depth -= 1
    }
  }
  return false
}
