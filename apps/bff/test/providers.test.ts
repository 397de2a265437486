import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'
import { startProvider, type Person, type TestProvider } from './identity-provider.ts'

/**
 * Signs in at a real OpenID provider over real sockets: each visit is a browser that follows redirects and keeps the
 * cookies of both sides.
 */
let alcove: Alcove
let provider: TestProvider

const settings = () => ({
  label: 'Acme',
  issuer: provider.issuer,
  clientId: provider.clientId,
  clientSecret: provider.clientSecret,
  groupsClaim: 'groups',
  createsAccounts: true,
})

beforeAll(async () => {
  alcove = await openAlcove()
  provider = await startProvider(`${alcove.origin}/api/auth/provider/callback/acme`)
  await alcove.api('PUT', '/identity-providers/acme', settings())
  await alcove.api('PUT', '/groups/on-call', { members: [], claim: 'shop-oncall' })
  await alcove.api('PUT', '/groups/support', { members: [], claim: 'shop-support' })
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.api('PUT', '/spaces/shop/grants/group:on-call', { role: 'developer' })
})
afterAll(async () => {
  await provider[Symbol.asyncDispose]()
  await alcove[Symbol.asyncDispose]()
})

/** Signs in at the provider as this person. @returns where it ends, and the cookies for Alcove */
async function visit(person: Person, change: (url: URL) => URL = (url) => url) {
  provider.person = person
  const jar = new Map<string, Map<string, string>>()
  const send = async (url: URL, init: RequestInit = {}) => {
    const cookies = [...(jar.get(url.origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(url, { ...init, redirect: 'manual', headers: { ...init.headers, cookie: cookies } })
    const own = jar.get(url.origin) ?? new Map<string, string>()
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie)!
      own.set(name, value)
    }
    jar.set(url.origin, own)
    return answer
  }
  const begun = await send(new URL('/api/auth/sign-in/provider', alcove.origin), {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: alcove.origin },
    body: JSON.stringify({ provider: 'acme', next: '/s/shop' }),
  })
  let url = new URL(((await begun.json()) as { url: string }).url)
  for (let hop = 0; hop < 12; hop += 1) {
    if (url.origin === alcove.origin && !url.pathname.startsWith('/api/')) break
    const answer = await send(url.origin === alcove.origin ? change(url) : url)
    const to = answer.headers.get('location')
    if (to === null) throw new Error(`${url.href} answers ${answer.status}: ${await answer.text()}`)
    url = new URL(to, url)
  }
  const cookie = [...(jar.get(alcove.origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ')
  const me = await alcove.api('GET', '/me', undefined, { authorization: '', cookie })
  return { at: url.pathname + url.search, me: me.body, status: me.status, cookie }
}

const ines = { sub: '42', email: 'Ines@relevance.example', email_verified: true, name: 'Ines Kovač' }

test('a first sign-in creates an account with the groups that the claim names', async () => {
  const first = await visit({ ...ines, groups: ['shop-oncall', 'unknown'] })
  expect(first).toMatchObject({ at: '/s/shop', me: { email: 'ines@relevance.example', name: 'Ines Kovač' } })
  const own = { authorization: '', cookie: first.cookie }
  expect((await alcove.api('GET', '/spaces/shop', undefined, own)).status).toBe(200)
  expect((await alcove.api('GET', '/me/sessions', undefined, own)).body.items[0].method).toBe('provider:acme')
  expect((await alcove.api('GET', '/me/sign-in-methods', undefined, own)).body).toMatchObject({
    password: false,
    providers: ['acme'],
  })
})

test('groups follow the claim at every sign-in, and are not filled by hand', async () => {
  await visit({ ...ines, groups: ['shop-support'] })
  const members = async (group: string) =>
    (await alcove.api('GET', `/groups/${group}`)).body.members.map(({ email }: { email: string }) => email)
  expect([await members('on-call'), await members('support')]).toEqual([[], ['ines@relevance.example']])
  expect((await alcove.api('PUT', '/groups/support', { members: [] })).status).toBe(409)
  const { items } = (await alcove.api('GET', '/audit?action=groups:fill')).body
  expect(items[0]).toMatchObject({ detail: { joins: ['support'], leaves: ['on-call'] } })
})

test('an invited person signs in to their account, by a verified address only', async () => {
  await alcove.api('POST', '/accounts/invite', { email: 'carla@alcove.test' })
  const carla = { sub: '77', email: 'carla@alcove.test', email_verified: false }
  expect((await visit(carla)).at).toBe('/sign-in?refused=unverified')
  expect(await visit({ ...carla, email_verified: true })).toMatchObject({ status: 200, at: '/s/shop' })
  // From then on the provider's own id counts, not the address.
  expect((await visit({ ...carla, email: 'admin@alcove.test', email_verified: true })).me.email).toBe(
    'carla@alcove.test',
  )
})

test('a suspended account is refused, and so is a stranger where no accounts are created', async () => {
  const { items } = (await alcove.api('GET', '/accounts?limit=200')).body
  const { id } = items.find(({ email }: { email: string }) => email === 'carla@alcove.test')
  await alcove.api('PATCH', `/accounts/${id}`, { state: 'suspended' })
  const carla = { sub: '77', email: 'carla@alcove.test', email_verified: true }
  expect(await visit(carla)).toMatchObject({ at: '/sign-in?refused=inactive', status: 401 })
  await alcove.api('PUT', '/identity-providers/acme', { ...settings(), createsAccounts: false })
  const stranger = { sub: '99', email: 'stranger@example.test', email_verified: true }
  expect(await visit(stranger)).toMatchObject({ at: '/sign-in?refused=unknown', status: 401 })
})

test.each([
  ['with another state', (url: URL) => new URL(url.href.replace(/state=[^&]+/, 'state=forged')), 'failed'],
  ['with another code', (url: URL) => new URL(url.href.replace(/code=[^&]+/, 'code=forged')), 'failed'],
  ['for another provider', (url: URL) => new URL(url.href.replace('/callback/acme', '/callback/other')), 'expired'],
])('an answer %s lets nobody in', async (_, change, reason) => {
  expect(await visit(ines, change)).toMatchObject({ at: `/sign-in?refused=${reason}`, status: 401 })
})

test('an answer to a sign-in that this browser did not start is refused', async () => {
  const url = `${alcove.origin}/api/auth/provider/callback/acme?code=x&state=y`
  const answer = await fetch(url, { redirect: 'manual' })
  expect([answer.status, answer.headers.get('location')]).toEqual([302, `${alcove.origin}/sign-in?refused=expired`])
})

test('the client secret is never shown, and stays when it is left out', async () => {
  const redirectUri = `${alcove.origin}/api/auth/provider/callback/acme`
  expect((await alcove.api('GET', '/identity-providers')).body.items).toMatchObject([{ hasSecret: true, redirectUri }])
  const { clientSecret: _left, ...rest } = settings()
  expect((await alcove.api('PUT', '/identity-providers/acme', rest)).body.hasSecret).toBe(true)
  expect(await alcove.raw('GET', '/identity-providers').then((answer) => answer.text())).not.toContain(
    provider.clientSecret,
  )
  expect(await alcove.raw('GET', '/audit?limit=200').then((answer) => answer.text())).not.toContain(
    provider.clientSecret,
  )
  expect((await alcove.api('GET', '/sign-in-options', undefined, { authorization: '' })).body.providers).toEqual([
    { name: 'acme', label: 'Acme' },
  ])
  expect((await visit(ines)).status).toBe(200)
})
