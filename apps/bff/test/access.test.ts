import { ACTIONS } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROUTES } from '../src/api/routes.ts'
import { route, type RouteDefinition } from '../src/api/route.ts'
import { absentValue } from './absent-value.ts'
import { openAlcove, type Alcove } from './alcove.ts'
import { sampleQuery } from './sample-queries.ts'

let alcove: Alcove
/** Keys that carry every action, but only in the space `own`. */
let ownKey: string
beforeAll(async () => {
  alcove = await openAlcove()
  for (const name of ['own', 'foreign']) {
    await alcove.api('POST', '/spaces', { name })
    await alcove.deploy(name, 'echo', 'export const handler = async (event) => event')
    await alcove.api('POST', `/spaces/${name}/functions/echo/versions`)
    await alcove.api('PUT', `/spaces/${name}/functions/echo/aliases/live`, { version: 1 })
    await alcove.api('PUT', `/spaces/${name}/functions/echo/triggers/web`, { type: 'http', config: { auth: 'space' } })
    await alcove.api('POST', `/spaces/${name}/functions/echo/invocations`, {})
  }
  const made = await alcove.api('POST', '/keys', { name: 'own', spaces: ['own'], actions: ['*'] })
  ownKey = made.body.key
})
afterAll(() => alcove[Symbol.asyncDispose]())

const inSpace = ROUTES.filter(({ path, blind }) => path.includes('{space}') && !blind)
const nameOf = ({ method, path }: RouteDefinition) => `${method.toUpperCase()} ${path}`

/** A path to something that exists in the space (the ids are those of the space `foreign`). */
async function pathIn(space: string, route: Pick<RouteDefinition, 'method' | 'path'>): Promise<string> {
  const { body } = await alcove.api('GET', '/spaces/foreign/invocations')
  const values: Record<string, string> = {
    space,
    fn: 'echo',
    alias: 'live',
    trigger: 'web',
    version: '1',
    invocation: body.items[0].id,
    instance: body.items[0].id,
    task: body.items[0].id,
    testRun: body.items[0].id,
    delivery: body.items[0].id,
    backgroundAction: body.items[0].id,
    logpoint: body.items[0].id,
    replay: body.items[0].id,
    event: body.items[0].id,
    upload: body.items[0].id,
    objectLink: body.items[0].id,
    layer: 'tools',
    account: 'someone',
    month: '2026-11',
  }
  const { path } = route
  return (
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? absentValue(path, name)) + sampleQuery(route)
  )
}

describe('a route', () => {
  test('that does not say who may use it cannot be made', () => {
    const bare = { method: 'get', path: '/secrets', summary: 'x', run: async () => {} }
    expect(() => route(bare as unknown as RouteDefinition)).toThrow('GET /secrets does not declare its action')
  })

  test('in a space cannot be left to anyone who is signed in', () => {
    const open = { method: 'get', path: '/spaces/{space}/x', action: 'signedIn', summary: 'x', run: async () => {} }
    expect(() => route(open as unknown as RouteDefinition)).toThrow('declare an action')
  })

  test.each(ROUTES.map((each) => [nameOf(each), each] as const))('%s declares its action', (_, { action }) => {
    expect([...ACTIONS, 'signedIn', 'public']).toContain(action)
  })

  test('is public only where a token in the path is the right itself, or nobody can have one yet', () => {
    expect(ROUTES.filter(({ action }) => action === 'public').map(({ path }) => path)).toEqual([
      '/links/{link}',
      '/links/{link}',
      '/invitations/{token}',
      '/invitations/{token}',
      '/sign-in-options',
    ])
  })
})

describe('with a key of another space', () => {
  test.each(inSpace.map((each) => [nameOf(each), each] as const))(
    '%s looks as if the space were not there',
    async (_, { method, path }) => {
      const headers = { authorization: `Bearer ${ownKey}` }
      const foreign = await alcove.api(
        method.toUpperCase(),
        await pathIn('foreign', { method, path }),
        undefined,
        headers,
      )
      const absent = await alcove.api(
        method.toUpperCase(),
        await pathIn('absent', { method, path }),
        undefined,
        headers,
      )
      expect([foreign.status, foreign.body.code]).toEqual([404, 'NotFound'])
      expect(foreign.body.detail.replace('foreign', 'absent')).toBe(absent.body.detail)
    },
  )

  test('an id of another space is not found through one’s own', async () => {
    const headers = { authorization: `Bearer ${ownKey}` }
    const path = await pathIn('own', { method: 'get', path: '/spaces/{space}/invocations/{invocation}' })
    expect(await alcove.api('GET', path, undefined, headers)).toMatchObject({ status: 404 })
  })

  test('lists show nothing of it', async () => {
    const headers = { authorization: `Bearer ${ownKey}` }
    const spaces = await alcove.api('GET', '/spaces', undefined, headers)
    expect(spaces.body.items.map((space: { name: string }) => space.name)).toEqual(['own'])
    const overview = await alcove.api('GET', '/overview', undefined, headers)
    expect(overview.body).toMatchObject({ spaceCount: 1, functionCount: 1 })
    const instances = await alcove.api('GET', '/instances', undefined, headers)
    expect(new Set(instances.body.items.map((each: { space: string }) => each.space))).toEqual(new Set(['own']))
  })
})

test('it is said whether the role is the first one or another', async () => {
  const { body } = await alcove.api('POST', '/accounts/invite', { email: 'granted@alcove.test' })
  const grant = `/spaces/own/grants/${body.account.id}`
  const put = async (role: string) => {
    const answer = await alcove.api('PUT', grant, { role })
    return [answer.status, answer.body.role]
  }
  expect([await put('viewer'), await put('admin')]).toEqual([
    [201, 'viewer'],
    [200, 'admin'],
  ])
  await alcove.api('DELETE', grant)
  expect(await put('viewer')).toEqual([201, 'viewer'])
})

describe('a key', () => {
  test('does only what it carries, and says what it lacks', async () => {
    const { body } = await alcove.api('POST', '/keys', { name: 'reader', spaces: ['own'], actions: ['functions:read'] })
    const headers = { authorization: `Bearer ${body.key}` }
    expect(await alcove.api('GET', '/spaces/own/functions', undefined, headers)).toMatchObject({ status: 200 })
    expect(await alcove.api('POST', '/spaces/own/functions/echo/invocations', {}, headers)).toMatchObject({
      status: 403,
      body: { code: 'Forbidden', detail: expect.stringContaining('functions:invoke') },
    })
  })

  test('that is revoked is refused at once', async () => {
    const { body } = await alcove.api('POST', '/keys', { name: 'short', spaces: ['own'], actions: ['*'] })
    const headers = { authorization: `Bearer ${body.key}` }
    expect(await alcove.api('GET', '/spaces/own', undefined, headers)).toMatchObject({ status: 200 })
    expect(await alcove.api('DELETE', `/keys/${body.id}`)).toMatchObject({ status: 204 })
    expect(await alcove.api('GET', '/spaces/own', undefined, headers)).toMatchObject({ status: 401 })
  })
})

describe('a person', () => {
  test('signs in, reads, is kept from writing in a page’s name elsewhere, and signs out', async () => {
    const wrong = await alcove.signIn('wrong password')
    expect(wrong.status).toBe(401)
    expect(wrong.headers.get('content-type')).toBe('application/problem+json')
    expect(await wrong.json()).toMatchObject({ code: 'Unauthenticated', status: 401, requestId: expect.any(String) })
    const signedIn = await alcove.signIn()
    expect(signedIn.status).toBe(200)
    const setCookie = signedIn.headers.get('set-cookie')!
    expect(setCookie).toMatch(/^alcove\.session_token=.*HttpOnly.*SameSite=Lax/i)
    const cookie = setCookie.split(';')[0]!
    const session = { authorization: '', cookie }

    expect(await alcove.api('GET', '/me', undefined, session)).toMatchObject({
      body: { kind: 'account', email: alcove.admin.email, administrator: true },
    })
    const foreign = { ...session, origin: alcove.gatewayOrigin, 'sec-fetch-site': 'same-site' }
    expect(await alcove.api('POST', '/spaces', { name: 'forged' }, foreign)).toMatchObject({ status: 403 })
    const own = { ...session, origin: alcove.origin, 'sec-fetch-site': 'same-origin' }
    expect(await alcove.api('POST', '/spaces', { name: 'mine' }, own)).toMatchObject({ status: 201 })

    const out = await alcove.app.request('/api/auth/sign-out', { method: 'POST', headers: { cookie } })
    expect(out.status).toBe(200)
    expect(await alcove.api('GET', '/me', undefined, session)).toMatchObject({ status: 401 })
  })

  test('with two sessions is in neither, and gets rid of the one that another page set', async () => {
    const own = (await alcove.signIn()).headers.get('set-cookie')!.split(';')[0]!
    const other = (await alcove.signIn()).headers.get('set-cookie')!.split(';')[0]!
    // As browsers send them: the one for the longer path first.
    for (const cookie of [`${other}; ${own}`, `a=1; ${own}; ${other}`]) {
      for (const [method, path] of [
        ['GET', '/me'],
        ['POST', '/spaces'],
      ] as const) {
        const answer = await alcove.api(method, path, undefined, { authorization: '', cookie })
        expect(answer).toMatchObject({ status: 400, body: { detail: expect.stringContaining('sent two sessions') } })
        const removed = answer.headers.getSetCookie()
        expect(removed).toContain('alcove.session_token=; Path=/api/v1; Max-Age=0')
        expect(removed).toContain(`alcove.session_token=; Path=/api/v1${path}; Max-Age=0`)
      }
    }
    expect((await alcove.api('GET', '/me', undefined, { authorization: '', cookie: own })).status).toBe(200)

    const again = await alcove.app.request('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: `${other}; ${own}` },
      body: JSON.stringify(alcove.admin),
    })
    expect(again.status).toBe(200)
    const [session, ...removed] = again.headers.getSetCookie()
    expect(session).toMatch(/^alcove\.session_token=[^;]+;.*Path=\/;/)
    expect(removed).toContain('alcove.session_token=; Path=/api/v1; Max-Age=0')
  })

  test('with a session and a key is judged by the session', async () => {
    const cookie = (await alcove.signIn()).headers.get('set-cookie')!.split(';')[0]!
    const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site', cookie }
    expect((await alcove.api('POST', '/spaces', { name: 'forged' }, foreign)).status).toBe(403)
    const basic = { ...foreign, authorization: 'Basic dXNlcjpwYXNz' }
    expect((await alcove.api('POST', '/spaces', { name: 'forged' }, basic)).status).toBe(403)
  })

  test('signs in from a client that is no browser but sends what browsers send', async () => {
    const answer = await alcove.app.request('/api/auth/sign-in/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'sec-fetch-mode': 'cors' },
      body: JSON.stringify(alcove.admin),
    })
    expect(answer.status).toBe(200)
  })

  test('cannot make an account for themselves', async () => {
    const answer = await alcove.app.request('/api/auth/sign-up/email', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'new@alcove.test', password: 'a-long-enough-password', name: 'New' }),
    })
    expect(answer.status).toBe(404)
  })

  test('comes by an invitation that works once', async () => {
    const invited = await alcove.api('POST', '/accounts/invite', { email: 'dev@alcove.test', name: 'Dev' })
    expect(invited).toMatchObject({ status: 201, body: { account: { state: 'invited' } } })
    const token = new URL(invited.body.link, alcove.origin).searchParams.get('token')!
    expect(await alcove.api('GET', `/invitations/${token}`, undefined, { authorization: '' })).toMatchObject({
      body: { kind: 'invite', email: 'dev@alcove.test' },
    })
    const password = 'another-long-password'
    const accept = () => alcove.api('POST', `/invitations/${token}`, { token, password }, { authorization: '' })
    expect(await accept()).toMatchObject({ status: 204 })
    expect((await accept()).status).toBeGreaterThanOrEqual(400)
    expect((await alcove.signIn(password, 'dev@alcove.test')).status).toBe(200)
  })
})
