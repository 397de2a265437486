import { DEFAULT_EGRESS, type Egress } from '@alcove/contract'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'
import { expect, test } from 'vitest'
import { fetchKeys } from './fetch-keys.ts'
import { KeySets } from './key-sets.ts'
import { verifyToken } from './verify-token.ts'

const URL = 'https://login.example/keys'
const jwt = { jwksUrl: URL, issuer: 'i', audience: 'a', claims: {}, algorithms: ['ES256' as const] }

async function keyNamed(kid: string, named = true) {
  const { publicKey, privateKey } = await generateKeyPair('ES256')
  const token = new SignJWT({})
    .setProtectedHeader({ alg: 'ES256', ...(named && { kid }) })
    .setIssuer('i')
    .setAudience('a')
  return { jwk: { ...(await exportJWK(publicKey)), kid }, token: await token.setExpirationTime('1h').sign(privateKey) }
}

test('keys are fetched once, again for a newer key, and dropped when their issuer is gone', async () => {
  const [old, next] = [await keyNamed('old'), await keyNamed('next')]
  let now = 0
  let fetches = 0
  let answer: () => Promise<string> = async () => JSON.stringify({ keys: [old.jwk] })
  const sets = new KeySets(
    (url) => {
      expect(url).toBe(URL)
      fetches += 1
      return answer()
    },
    () => now,
  )
  const check = ({ token }: { token: string }) =>
    verifyToken(token, jwt, { name: 'shop', egress: DEFAULT_EGRESS }, sets)

  const all = await Promise.all(Array.from({ length: 50 }, () => check(old)))
  expect(all.every((each) => 'claims' in each)).toBe(true)
  expect(fetches).toBe(1)

  answer = async () => JSON.stringify({ keys: [old.jwk, next.jwk] })
  // Tokens with unknown keys must not make us ask all the time.
  expect(await check(next)).toHaveProperty('refused')
  expect(fetches).toBe(1)
  now += 31_000
  expect(await check(next)).toHaveProperty('claims')
  expect(fetches).toBe(2)

  answer = () => Promise.reject(new Error('login.example did not answer within 3 seconds'))
  now += 10 * 60_000
  expect(await check(old)).toEqual({ unavailable: expect.stringContaining('did not answer within 3 seconds') })
  expect(await check(old)).toHaveProperty('unavailable')
  expect(fetches).toBe(3)
  answer = async () => '<html>'
  now += 6_000
  expect(await check(old)).toHaveProperty('unavailable')
  answer = async () => JSON.stringify({ keys: [old.jwk] })
  now += 6_000
  expect(await check(old)).toHaveProperty('claims')

  // Another space's rules may not let it there.
  const closed: Egress = { mode: 'none', allow: [] }
  await verifyToken(old.token, jwt, { name: 'bank', egress: closed }, sets)
  expect(fetches).toBe(6)
})

test('a token that names no key fits if one of the first ten keys of its issuer signed it', async () => {
  const keys = await Promise.all(Array.from({ length: 12 }, (_, n) => keyNamed(`k${n}`, false)))
  const published = keys.slice(0, 11).map(({ jwk }) => jwk)
  const sets = new KeySets(async () => JSON.stringify({ keys: published }))
  const check = ({ token }: { token: string }) =>
    verifyToken(token, jwt, { name: 'shop', egress: DEFAULT_EGRESS }, sets)
  const refused = { refused: "The token's signature is not valid" }
  expect(await Promise.all([0, 9, 10, 11].map((n) => check(keys[n]!)))).toEqual([
    { claims: expect.anything() },
    { claims: expect.anything() },
    refused,
    refused,
  ])
})

test.each<[url: string, egress: Egress, reason: RegExp]>([
  ['https://127.0.0.1/keys', DEFAULT_EGRESS, /egress rules/],
  ['https://localhost/keys', DEFAULT_EGRESS, /egress rules/],
  ['https://169.254.169.254/latest', DEFAULT_EGRESS, /egress rules/],
  ['https://10.0.0.1/keys', DEFAULT_EGRESS, /egress rules/],
  ['https://[::1]/keys', DEFAULT_EGRESS, /egress rules/],
  ['https://0x7f000001/keys', DEFAULT_EGRESS, /egress rules/],
  ['https://127.0.0.1/keys', { mode: 'allow', allow: ['127.0.0.1'] }, /egress rules/],
  ['https://203.0.113.1/keys', { mode: 'none', allow: [] }, /egress rules/],
  ['https://nowhere.invalid/keys', DEFAULT_EGRESS, /cannot be looked up/],
])('keys are not fetched from %s', async (url, egress, reason) => {
  await expect(fetchKeys(url, egress)).rejects.toThrow(reason)
})
