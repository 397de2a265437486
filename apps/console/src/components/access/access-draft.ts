import type { HttpAuth, HttpTriggerConfig } from '@alcove/contract'

/** Who may call, as typed: all fields of all kinds, so that a change of mind loses nothing. */
export interface AccessDraft {
  auth: HttpAuth
  keysFrom: 'url' | 'key'
  jwksUrl: string
  publicKey: string
  issuer: string
  audience: string
  /** A line each: name=value, or name="text" */
  claims: string
  preset: 'standard' | 'github' | 'stripe'
  secret: string
  toleranceSeconds: string
}

type Access = Pick<HttpTriggerConfig, 'auth' | 'jwt' | 'hmac'>

export function draftOfAccess({ auth, jwt, hmac }: Access): AccessDraft {
  return {
    auth,
    keysFrom: jwt?.publicKey === undefined ? 'url' : 'key',
    jwksUrl: jwt?.jwksUrl ?? '',
    publicKey: jwt?.publicKey ?? '',
    issuer: jwt?.issuer ?? '',
    audience: jwt?.audience ?? '',
    claims: Object.entries(jwt?.claims ?? {})
      .map(([name, value]) => `${name}=${claimText(value)}`)
      .join('\n'),
    preset: hmac?.preset ?? 'standard',
    secret: '',
    toleranceSeconds: String(hmac?.toleranceSeconds ?? 300),
  }
}

/** The settings to send: only those of the chosen kind. An empty secret keeps the stored one. */
export function accessOfDraft(draft: AccessDraft, before?: Access): Record<string, unknown> & { auth: HttpAuth } {
  const { auth } = draft
  if (auth === 'jwt') {
    const keys = draft.keysFrom === 'url' ? { jwksUrl: draft.jwksUrl } : { publicKey: draft.publicKey }
    const { algorithms } = before?.jwt ?? {}
    const { issuer, audience } = draft
    return {
      auth,
      jwt: { ...keys, issuer, audience, claims: claimsOf(draft.claims), ...(algorithms && { algorithms }) },
    }
  }
  if (auth === 'hmac') {
    const { preset, secret, toleranceSeconds } = draft
    return { auth, hmac: { preset, ...(secret !== '' && { secret }), toleranceSeconds: Number(toleranceSeconds) } }
  }
  return { auth }
}

/** Text that looks like a number or a truth value is written in quotes, so that it stays text. */
function claimText(value: string | number | boolean): string {
  const plain = typeof value === 'string' && !BARE.test(value) && !QUOTED.test(value) && /^(\S(.*\S)?)?$/.test(value)
  return plain ? value : JSON.stringify(value)
}

const BARE = /^(true|false|-?\d+(\.\d+)?(e[+-]?\d+)?)$/
const QUOTED = /^"([^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*"$/

function claimsOf(lines: string): Record<string, string | number | boolean> {
  const pairs = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => {
      const at = line.indexOf('=')
      const [name, value] = at < 0 ? [line, ''] : [line.slice(0, at).trim(), line.slice(at + 1).trim()]
      return [
        name,
        BARE.test(value) || QUOTED.test(value) ? (JSON.parse(value) as string | number | boolean) : value,
      ] as const
    })
  return Object.fromEntries(pairs)
}
