import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
const people = new Map<string, { id: string; headers: Record<string, string> }>()
const PASSWORD = 'a-long-password-of-theirs'

beforeAll(async () => {
  alcove = await openAlcove()
  for (const [name, visibility] of [
    ['shop', 'private'],
    ['open', 'public'],
  ]) {
    await alcove.api('POST', '/spaces', { name, visibility })
    await alcove.deploy(name!, 'echo', 'export const handler = async (event) => event')
  }
  for (const name of ['ann', 'ben', 'cam', 'dan']) {
    const email = `${name}@pages.test`
    const { body } = await alcove.api('POST', '/accounts/invite', { email })
    const token = new URL(body.link).searchParams.get('token')!
    await alcove.api('POST', `/invitations/${token}`, { password: PASSWORD }, { authorization: '' })
    const cookie = (await alcove.signIn(PASSWORD, email)).headers.get('set-cookie')!.split(';')[0]!
    people.set(name, { id: body.account.id, headers: { authorization: '', cookie } })
  }
  await alcove.api('PUT', '/spaces/shop/grants/ann@pages.test', { role: 'admin' })
  await alcove.api('PUT', '/groups/on-call', { members: ['ben@pages.test'] })
  await alcove.api('PUT', '/spaces/shop/grants/group:on-call', { role: 'developer' })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const as = (name: string, method: string, path: string, body?: unknown) =>
  alcove.api(method, path, body, people.get(name)!.headers)
const why = async (name: string, query: string) => (await as(name, 'GET', `/spaces/shop/access?${query}`)).body

describe('"can A do B on C, and why"', () => {
  test('names the grant that decides, and what would change it', async () => {
    const answer = await why('ann', 'account=ben@pages.test&action=versions:publish')
    expect(answer).toMatchObject({
      allowed: true,
      because:
        'The role developer allows versions:publish: grant of the group on-call, on the whole space, without end',
      rule: 'grant',
      grant: { role: 'developer', group: 'on-call', function: null, expiresAt: null },
    })
    expect(answer.changes).toContainEqual({ change: 'revoke', allowed: false })
    expect(answer.changes).toContainEqual({ change: 'visibility', visibility: 'public', allowed: true })
    const refused = await why('ann', 'account=cam@pages.test&action=functions:invoke')
    expect(refused).toMatchObject({ allowed: false, rule: 'noRole', grant: null })
    expect(refused.changes).toContainEqual({ change: 'role', role: 'viewer', allowed: false })
    expect(refused.changes).toContainEqual({ change: 'role', role: 'invoker', allowed: true })
    expect(refused.changes).toContainEqual({ change: 'visibility', visibility: 'public', allowed: true })
  })

  test('answers for a key, whose bounds come first', async () => {
    const wish = { name: 'ci', spaces: ['shop'], actions: ['functions:read'] }
    const { body: key } = await as('ben', 'POST', '/keys', wish)
    expect(await why('ben', `key=${key.id}&action=versions:publish`)).toMatchObject({
      allowed: false,
      rule: 'keyAction',
      changes: [{ change: 'widenKey', allowed: true }, ...Array.from({ length: 6 }, () => expect.anything())],
    })
    const reach = await as('ben', 'GET', `/keys/${key.id}/access`)
    expect(reach.body.items).toMatchObject([
      { space: 'shop', actions: ['functions:read'], through: 'grants', sources: [{ group: 'on-call' }] },
    ])
    expect((await as('ann', 'GET', `/keys/${key.id}/access`)).status).toBe(404)
  })

  test('is for admins to ask about others, and for everyone about themselves', async () => {
    expect((await as('ben', 'GET', '/spaces/shop/access?account=ann@pages.test&action=logs:read')).status).toBe(403)
    // Not even whether there is such an account.
    expect((await as('ben', 'GET', '/spaces/shop/access?account=no@pages.test&action=logs:read')).status).toBe(403)
    expect((await as('ann', 'GET', '/spaces/shop/access?account=no@pages.test&action=logs:read')).status).toBe(404)
    expect(await why('ben', 'action=logs:read')).toMatchObject({ allowed: true })
    expect(await why('ben', 'account=ben@pages.test&action=logs:read')).toMatchObject({ allowed: true })
    expect((await as('cam', 'GET', '/spaces/shop/access?action=logs:read')).status).toBe(404)
  })
})

test('the members of a space are shown with the source of each right, and an account with all it reaches', async () => {
  const { body } = await as('ann', 'GET', '/spaces/shop/members')
  expect(body.items.map(({ email, role }: { email: string; role: string }) => [email, role])).toEqual([
    ['admin@alcove.test', 'admin'],
    ['ann@pages.test', 'admin'],
    ['ben@pages.test', 'developer'],
  ])
  expect(body.items[2].sources).toEqual([{ role: 'developer', group: 'on-call', function: null, expiresAt: null }])
  const reach = await alcove.api('GET', '/accounts/ben@pages.test/access')
  expect(reach.body.items.map(({ space, through }: { space: string; through: string }) => [space, through])).toEqual([
    ['open', 'public'],
    ['shop', 'grants'],
  ])
  expect((await as('ben', 'GET', '/accounts/ann@pages.test/access')).status).toBe(403)
  expect((await as('cam', 'GET', '/me/access')).body.items.map(({ space }: { space: string }) => space)).toEqual([
    'open',
  ])
})

describe('a request for access', () => {
  const ask = (name: string, space: string, body: object = {}) =>
    as(name, 'POST', `/spaces/${space}/access-requests`, { role: 'developer', reason: 'the incident', ...body })

  test('does not tell a hidden space from one that does not exist', async () => {
    const [hidden, absent] = [await ask('cam', 'shop', { hours: 4 }), await ask('cam', 'never-was', { hours: 4 })]
    expect([hidden.status, hidden.body]).toEqual([201, { space: 'shop', state: 'pending' }])
    expect([absent.status, { ...absent.body, space: 'shop' }]).toEqual([hidden.status, hidden.body])
    const mine = (await as('cam', 'GET', '/access-requests')).body.items
    expect(mine.map(({ space, state }: { space: string; state: string }) => [space, state])).toEqual([
      ['never-was', 'pending'],
      ['shop', 'pending'],
    ])
    expect((await as('ben', 'GET', '/spaces/shop/access-requests')).status).toBe(403)
    // Who may let them in sees how many wait.
    expect((await as('ann', 'GET', '/spaces/shop')).body.requestCount).toBe(1)
    expect((await as('ben', 'GET', '/spaces/shop')).body).not.toHaveProperty('requestCount')
  })

  test('is approved as asked or with less, never with more, and once', async () => {
    const [request] = (await as('ann', 'GET', '/spaces/shop/access-requests?state=pending')).body.items
    expect(request).toMatchObject({ account: { email: 'cam@pages.test' }, role: 'developer', hours: 4 })
    const approve = (body: object) => as('ann', 'POST', `/spaces/shop/access-requests/${request.id}/approve`, body)
    for (const more of [{ role: 'admin' }, { hours: 5 }, { hours: null }])
      expect((await approve(more)).status).toBe(400)
    const approved = await approve({ role: 'viewer', hours: 1 })
    const left = Date.parse(approved.body.expiresAt) - Date.now()
    expect([approved.body.state, left > 59 * 60_000 && left <= 3_600_000]).toEqual(['approved', true])
    expect((await as('cam', 'GET', '/spaces/shop')).body.access.role).toBe('viewer')
    expect((await approve({})).status).toBe(409)
    // A person who was let in asks for more: this replaces the earlier request.
    await ask('cam', 'shop', { role: 'admin' })
    const open = (await as('ann', 'GET', '/spaces/shop/access-requests?state=pending')).body.items
    expect(open).toHaveLength(1)
    const decline = `/spaces/shop/access-requests/${open[0].id}/decline`
    expect((await as('ann', 'POST', decline, { answer: 'Viewer will do' })).body.state).toBe('declined')
    expect((await as('cam', 'GET', '/access-requests?state=declined')).body.items).toMatchObject([
      { space: 'shop', answer: 'Viewer will do' },
    ])
    expect((await alcove.api('POST', '/spaces/open/access-requests', { reason: 'x' })).status).toBe(403)
  })

  test('is limited in number', async () => {
    for (let n = 0; n < 20; n += 1) expect((await ask('dan', `guess-${n}`)).status).toBe(201)
    expect((await ask('dan', 'one-more')).status).toBe(429)
    expect((await ask('dan', 'guess-3')).status).toBe(201)
  })
})

describe('the preview of a change of visibility', () => {
  const preview = async (space: string, visibility: string) =>
    (await alcove.api('GET', `/spaces/${space}/visibility-preview?visibility=${visibility}`)).body

  test('says who loses what, and which recorded calls would have been refused', async () => {
    const call = (name: string) => as(name, 'POST', '/spaces/open/functions/echo/invocations', {})
    await alcove.api('PUT', '/spaces/open/grants/ann@pages.test', { role: 'invoker' })
    for (const name of ['ann', 'dan', 'dan']) expect((await call(name)).status).toBe(200)
    expect(await preview('open', 'private')).toEqual({
      from: 'public',
      to: 'private',
      gain: 0,
      lose: 3,
      keep: 2,
      calls: {
        days: 7,
        counted: 3,
        newlyRefused: 2,
        newlyAllowed: 0,
        callers: [{ caller: 'dan', refused: 2, allowed: 0 }],
      },
    })
    expect(await preview('open', 'public')).toMatchObject({ gain: 0, lose: 0, keep: 5 })
  })

  test('says which refused calls would have been allowed', async () => {
    await alcove.api('PUT', '/spaces/shop/functions/echo/triggers/web', { type: 'http', config: { auth: 'space' } })
    const { body: key } = await as('dan', 'POST', '/keys', { name: 'dans', spaces: ['*'], actions: ['*'] })
    const visit = () =>
      fetch(`${alcove.gatewayOrigin}/fn/shop/echo`, { headers: { authorization: `Bearer ${key.key}` } })
    expect([(await visit()).status, (await visit()).status]).toEqual([404, 404])
    expect(await preview('shop', 'public')).toMatchObject({
      gain: 2,
      lose: 0,
      calls: { newlyAllowed: 2, newlyRefused: 0, callers: [{ caller: 'key dans', allowed: 2, refused: 0 }] },
    })
  })
})
