import { z } from 'zod'

/**
 * Who may call a URL. `none`: anyone. `key` and `space` need an API key that may invoke in the space. `key`: its scope
 * must name this space; a key for every space ("*") does not. `space`: any such key. Its owner has a grant in a private
 * space, or just an account in a public one.
 */
export const HttpAuth = z.enum(['none', 'key', 'space', 'jwt', 'hmac']).meta({
  description:
    'none: anyone; key: an API key that names this space; space: whoever may invoke in it, by API key; jwt: a token that another service signed; hmac: a request signed with a shared secret',
})
export type HttpAuth = z.infer<typeof HttpAuth>

/** Signatures with a public key. `none` and shared-secret algorithms are not on the list and never accepted. */
export const JWT_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
] as const

const Claim = z.union([z.string().max(500), z.number(), z.boolean()])

export const JwtAuth = z
  .strictObject({
    jwksUrl: z
      .url({ protocol: /^https$/, error: 'Must be an https:// address' })
      .max(500)
      .optional()
      .meta({ description: 'Where the issuer publishes its keys. Fetched under the egress rules of the space' }),
    publicKey: z.string().max(10_000).optional().meta({ description: 'Instead of a URL: one key in PEM (SPKI)' }),
    issuer: z.string().min(1).max(500),
    audience: z.string().min(1).max(500),
    claims: z
      .record(z.string().max(100), Claim)
      .refine((claims) => Object.keys(claims).length <= 20, 'May name at most 20 claims')
      .default({})
      .meta({ description: 'Each must be in the token with this value; of a list in the token one value is enough' }),
    algorithms: z
      .array(z.enum(JWT_ALGORITHMS))
      .min(1)
      .default([...JWT_ALGORITHMS]),
  })
  .refine(({ jwksUrl, publicKey }) => (jwksUrl === undefined) !== (publicKey === undefined), {
    path: ['jwksUrl'],
    message: 'Give either jwksUrl or publicKey',
  })
export type JwtAuth = z.infer<typeof JwtAuth>

/** `standard` is https://www.standardwebhooks.com: `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
export const HMAC_PRESETS = ['standard', 'github', 'stripe'] as const

const HmacSettings = z.strictObject({
  preset: z.enum(HMAC_PRESETS).default('standard'),
  secret: z
    .string()
    .min(16, 'Must have at least 16 characters')
    .max(500)
    .optional()
    .meta({ description: 'Kept sealed and never shown. Left out: the one that is stored stays', writeOnly: true }),
  toleranceSeconds: z.number().int().min(10).max(3600).default(300).meta({
    description: 'How far the time in a signature may lie from now. GitHub signs no time',
  }),
})
const PREFIX = 'whsec_'

export const HmacAuth = HmacSettings.refine(
  ({ preset, secret }) => preset !== 'standard' || !secret?.startsWith(PREFIX) || isBase64(secret.slice(PREFIX.length)),
  { path: ['secret'], message: `What follows "${PREFIX}" must be base64: copy the secret as the sender shows it` },
)
export type HmacAuth = z.infer<typeof HmacAuth>
/** As it is shown. */
export const ShownHmacAuth = HmacSettings.omit({ secret: true })

/** With or without its padding. */
function isBase64(text: string): boolean {
  const digits = text.replace(/={1,2}$/, '')
  const isPadded = digits.length < text.length
  return /^[A-Za-z0-9+/]+$/.test(digits) && digits.length % 4 !== 1 && (!isPadded || text.length % 4 === 0)
}

/** Says when `auth` and its settings do not fit together. Field by field, so that a form can show it. */
export function authProblem(config: {
  auth: HttpAuth
  jwt?: unknown
  hmac?: unknown
}): { path: 'jwt' | 'hmac'; message: string } | null {
  for (const kind of ['jwt', 'hmac'] as const) {
    if (config.auth === kind && config[kind] === undefined) {
      return { path: kind, message: `auth "${kind}" needs settings in "${kind}"` }
    }
    if (config.auth !== kind && config[kind] !== undefined) {
      return { path: kind, message: `Only auth "${kind}" has settings in "${kind}"` }
    }
  }
  return null
}
