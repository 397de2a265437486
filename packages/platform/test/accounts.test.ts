import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AccountQuery } from '@alcove/contract'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import {
  acceptInvitation,
  authenticate,
  authorize,
  CLIENT_ADDRESS_HEADER,
  sessionCookie,
  describeInvitation,
  getSignInOptions,
  getMe,
  inviteAccount,
  listAccounts,
  putGrant,
  putGroup,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, codeOf, person, ROOT, space } from './scene.ts'

const ORIGIN = 'http://127.0.0.1:4400'
let platform: TestPlatform
let secretsFolder: string
beforeAll(async () => {
  secretsFolder = await mkdtemp(join(tmpdir(), 'alcove-secrets-'))
  platform = await openTestPlatform({ secretsFolder })
})
afterAll(async () => {
  await platform.close()
  await rm(secretsFolder, { recursive: true })
})

const nobody = () => as(platform, { kind: 'anonymous', address: '10.0.0.1' })
const tokenOf = (link: string) => new URL(link).searchParams.get('token')!

function post(path: string, body: object, headers: Record<string, string> = {}): Promise<Response> {
  return platform.auth.handler(
    new Request(`${ORIGIN}/api/auth${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: ORIGIN, [CLIENT_ADDRESS_HEADER]: '10.0.0.1', ...headers },
      body: JSON.stringify(body),
    }),
  )
}

test('the set-up link makes the first administrator, once', async () => {
  const older = await platform.setupLink()
  const link = await platform.setupLink()
  expect(link).toMatch(/^http:\/\/127\.0\.0\.1:4400\/setup\?token=[\w-]{43}$/)
  expect(await codeOf(describeInvitation({ ctx: nobody(), input: { token: tokenOf(older!) } }))).toBe('NotFound')
  expect(await describeInvitation({ ctx: nobody(), input: { token: tokenOf(link!) } })).toEqual({
    kind: 'setup',
    email: null,
    name: null,
  })
  const input = { token: tokenOf(link!), password: 'correct horse', email: 'First@Alcove.test', name: 'First' }
  expect(await codeOf(acceptInvitation({ ctx: nobody(), input: { ...input, email: undefined } }))).toBe(
    'ValidationFailed',
  )
  expect(await getSignInOptions({ ctx: nobody(), input: {} })).toMatchObject({ needsSetup: true })
  const both = await Promise.all([1, 2].map(() => codeOf(acceptInvitation({ ctx: nobody(), input }))))
  expect(both.toSorted()).toEqual(['NotFound', 'ok'])
  expect(await getSignInOptions({ ctx: nobody(), input: {} })).toMatchObject({ needsSetup: false })
  expect(await platform.setupLink()).toBeNull()
})

test('over TLS the session is a cookie that no other host, port or path can set', async () => {
  const origin = 'https://alcove.example.com'
  const admin = { email: 'admin@alcove.test', password: 'correct horse' }
  const secure = await openTestPlatform({ origin, admin })
  try {
    const response = await secure.auth.handler(
      new Request(`${origin}/api/auth/sign-in/email`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, [CLIENT_ADDRESS_HEADER]: '10.0.0.1' },
        body: JSON.stringify(admin),
      }),
    )
    const cookie = response.headers.get('set-cookie')!
    expect(cookie.startsWith(`${sessionCookie(origin)}=`)).toBe(true)
    // What browsers ask of the prefix (RFC 6265bis, 4.1.3.2).
    expect(cookie).toMatch(/^__Host-/)
    expect(cookie).toMatch(/; Secure/i)
    expect(cookie).toMatch(/; Path=\/(;|$)/i)
    expect(cookie).not.toMatch(/Domain/i)
    const headers = new Headers({ cookie: cookie.split(';')[0]! })
    expect(await authenticate(secure, headers, '10.0.0.1')).toMatchObject({ kind: 'account', email: admin.email })
  } finally {
    await secure.close()
  }
})

test('a password opens a session, the session is an actor, and signing out ends it', async () => {
  const response = await post('/sign-in/email', { email: 'first@alcove.test', password: 'correct horse' })
  expect(response.status).toBe(200)
  const cookie = response.headers.get('set-cookie')!
  expect(cookie).toMatch(/^alcove\.session_token=/)
  expect(cookie).toMatch(/HttpOnly/i)
  expect(cookie).toMatch(/SameSite=Lax/i)
  const headers = new Headers({ cookie: cookie.split(';')[0]! })
  const actor = await authenticate(platform, headers, '10.0.0.1')
  expect(actor).toMatchObject({ kind: 'account', email: 'first@alcove.test', administrator: true })
  expect(await getMe({ ctx: as(platform, actor), input: {} })).toMatchObject({
    kind: 'account',
    actions: expect.arrayContaining(['accounts:write']),
  })

  await platform.pool.query("update accounts set state = 'suspended' where email = 'first@alcove.test'")
  expect(await authenticate(platform, headers, '')).toMatchObject({ kind: 'anonymous' })
  await platform.pool.query("update accounts set state = 'active' where email = 'first@alcove.test'")

  await post('/sign-out', {}, { cookie: cookie.split(';')[0]! })
  expect(await authenticate(platform, headers, '')).toMatchObject({ kind: 'anonymous' })
})

test('sign-up is not possible', async () => {
  const signUp = await post('/sign-up/email', { email: 'new@alcove.test', password: 'correct horse', name: 'New' })
  expect(signUp.status).toBeGreaterThanOrEqual(400)
})

test('a new password must not be easy to guess from the account, and a refusal does not use up the link', async () => {
  const input = { email: 'grace.hopper@alcove.test', name: 'Grace', administrator: false }
  const { link } = await inviteAccount({ ctx: as(platform, ROOT), input })
  const accept = (password: string) => acceptInvitation({ ctx: nobody(), input: { token: tokenOf(link), password } })
  await expect(accept('password1234')).rejects.toMatchObject({
    code: 'ValidationFailed',
    extras: { errors: [{ path: 'password', message: expect.stringContaining('most common') }] },
  })
  await expect(accept('GraceHopper12')).rejects.toThrow('without your name')
  expect(await accept('nanoseconds of wire')).toMatchObject({ state: 'active' })
  await platform.pool.query("delete from accounts where name = 'Grace'")
  const admin = { email: 'env@alcove.test', password: 'alcove123456' }
  await expect(openTestPlatform({ admin })).rejects.toThrow('ALCOVE_ADMIN_PASSWORD: Too easy to guess')
})

test('an invitation makes an account that works once its owner has set a password', async () => {
  const root = as(platform, ROOT)
  const { account, link, expiresAt } = await inviteAccount({
    ctx: root,
    input: { email: 'Ada@Alcove.test', name: 'Ada', administrator: false },
  })
  expect(account).toMatchObject({ email: 'ada@alcove.test', state: 'invited', administrator: false })
  expect(Date.parse(expiresAt)).toBeGreaterThan(Date.now() + 6.9 * 86_400_000)
  expect(
    await codeOf(inviteAccount({ ctx: root, input: { email: 'ada@alcove.test', name: 'Ada', administrator: false } })),
  ).toBe('AlreadyExists')
  const token = tokenOf(link)
  const { rows } = await platform.pool.query('select string_agg(token_hash, $1) as hashes from invitations', [' '])
  expect(rows[0].hashes).not.toContain(token)
  expect(await describeInvitation({ ctx: nobody(), input: { token } })).toEqual({
    kind: 'invite',
    email: 'ada@alcove.test',
    name: 'Ada',
  })
  const accepted = await acceptInvitation({
    ctx: nobody(),
    input: { token, password: 'correct horse', email: 'evil@alcove.test', name: 'Ada L' },
  })
  expect(accepted).toMatchObject({ email: 'ada@alcove.test', name: 'Ada L', state: 'active', administrator: false })
  expect(await codeOf(acceptInvitation({ ctx: nobody(), input: { token, password: 'another one of them' } }))).toBe(
    'NotFound',
  )
  expect((await post('/sign-in/email', { email: 'ada@alcove.test', password: 'correct horse' })).status).toBe(200)
})

test('only administrators list and invite accounts', async () => {
  const worker = await person(platform, 'worker')
  expect(await codeOf(listAccounts({ ctx: as(platform, worker), input: { limit: 10 } }))).toBe('Forbidden')
  const input = { email: 'x@alcove.test', name: 'X', administrator: true }
  expect(await codeOf(inviteAccount({ ctx: as(platform, worker), input }))).toBe('Forbidden')
  const { items } = await listAccounts({ ctx: as(platform, ROOT), input: { limit: 10 } })
  expect(items.map((account) => account.email).toSorted()).toEqual([
    'ada@alcove.test',
    'first@alcove.test',
    'worker@alcove.test',
  ])
})

test('a list of accounts is filtered, and sorted by who was here last, page by page', async () => {
  const found = await openTestPlatform()
  onTestFinished(() => found.close())
  const root = as(found, ROOT)
  const names = ['ann', 'ben', 'cy', 'dan', 'eve']
  for (const name of names) await person(found, name)
  await inviteAccount({ ctx: root, input: { email: 'fay@alcove.test', name: 'fay', administrator: false } })
  // Microseconds, and two who were here at the same time.
  await found.pool
    .query(`update accounts set two_factor_enabled = name = 'ann', state = case name when 'eve' then 'suspended' else state end,
    last_seen_at = case name when 'ann' then now() - interval '40 days' when 'ben' then now() - interval '2 minutes'
      when 'cy' then '2026-01-01 00:00:00.123456+00'::timestamptz when 'dan' then '2026-01-01 00:00:00.123456+00' end`)
  await putGroup({ ctx: root, input: { name: 'on-call', members: ['ann@alcove.test'] } })
  await space(found, 'shop')
  const shop = await authorize({ ctx: root, action: 'grants:write', space: 'shop' })
  await putGrant({ ctx: shop, input: { subject: 'group:on-call', role: 'viewer' } })
  const list = async (filter: object) => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const page = await listAccounts({ ctx: root, input: AccountQuery.parse({ limit: 2, cursor, ...filter }) })
      seen.push(...page.items.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return seen.join(' ')
  }
  expect(await list({})).toBe('ben ann cy dan eve fay')
  expect(await list({ state: 'suspended' })).toBe('eve')
  expect(await list({ state: 'invited' })).toBe('fay')
  expect(await list({ twoFactor: 'on' })).toBe('ann')
  expect(await list({ twoFactor: 'off', state: 'active' })).toBe('ben cy dan')
  expect(await list({ twoFactor: 'provider' })).toBe('')
  expect(await list({ group: 'on-call' })).toBe('ann')
  expect(await list({ space: 'shop' })).toBe('ann')
  expect(await list({ space: 'absent' })).toBe('')
  expect(await list({ seen: '<1h' })).toBe('ben')
  expect(await list({ seen: '>30d', state: 'active' })).toBe('ann cy dan')
  expect(await list({ keys: '>0' })).toBe('')
  expect(await list({ keys: '0', q: 'AN' })).toBe('ann dan')
})

test('the secrets lie in files that only this user reads', async () => {
  for (const name of ['session-key', 'sealing-key']) {
    expect((await stat(join(secretsFolder, name))).mode & 0o777).toBe(0o600)
  }
})

test('the administrator from the environment is created at the first start and not changed later', async () => {
  const admin = { email: 'env@alcove.test', password: 'from the environment' }
  const first = await openTestPlatform({ admin })
  expect(await first.setupLink()).toBeNull()
  const second = await openTestPlatform({
    databaseUrl: first.databaseUrl,
    admin: { ...admin, password: 'short' },
  })
  const { rows } = await first.pool.query('select count(*)::int as count from accounts')
  expect(rows).toEqual([{ count: 1 }])
  await second.close()
  await first.close()
})
