import { newId } from '@alcove/platform'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTwoServers, type Alcove } from './alcove.ts'
import { openDebugger, type DebugClient } from './debug-client.ts'

/* How a debug session ends that stands at a breakpoint, with two servers on one database. */

let alcove: Alcove
let other: Alcove
const open = new AsyncDisposableStack()

beforeAll(async () => {
  ;[alcove, other] = await openTwoServers(open)
  await alcove.deploy('shop', 'cart', CODE)
  await other.deps.platform.routes.reload()
})
afterAll(() => open.disposeAsync())

const CODE = `export const handler = () => {
  debugger
  return 1
}`
const PASSWORD = 'a-long-password-of-theirs'
const FN = '/spaces/shop/functions/cart'

interface Person {
  id: string
  headers: Record<string, string>
}

async function developer(grant: object = { role: 'developer' }): Promise<Person> {
  const email = `${newId()}@alcove.test`
  const invited = await alcove.api('POST', '/accounts/invite', { email })
  const token = new URL(invited.body.link).searchParams.get('token')!
  await alcove.api('POST', `/invitations/${token}`, { password: PASSWORD }, { authorization: '' })
  const { id } = invited.body.account
  await alcove.api('PUT', `/spaces/shop/grants/${id}`, grant)
  const cookie = (await alcove.signIn(PASSWORD, email)).headers.get('set-cookie')!.split(';')[0]!
  return { id, headers: { cookie } }
}

async function paused(headers: Record<string, string>, server = alcove, fn = FN): Promise<DebugClient> {
  const client = await openDebugger(server, `${fn}/debug`, headers)
  await client.next('started')
  await client.send('Debugger.enable')
  await client.send('Runtime.runIfWaitingForDebugger')
  client.call({})
  await client.next('event', 'Debugger.paused')
  return client
}

const debugged = (server: Alcove) => server.deps.engine.instances().filter(({ state }) => state !== null).length
const rows = async () => {
  const { rows } = await alcove.deps.platform.pool.query<{ developer: string }>('select developer from debug_sessions')
  return rows.map(({ developer }) => developer)
}
const nothingLeft = () =>
  expect.poll(async () => [debugged(alcove), debugged(other), await rows()], { timeout: 20_000 }).toEqual([0, 0, []])

test('a developer has one session on all servers, with each account and key of theirs; the latest one goes on', async () => {
  const { id, headers } = await developer()
  const second = await developer()
  const theirs = await paused(second.headers)
  const first = await paused(headers)
  // Announcements come in their order: with this one, all of what was granted above has come.
  await other.deploy('shop', 'later', CODE)
  await expect.poll(() => alcove.deps.platform.routes.find('shop', 'later')).toBeDefined()
  let asked = 0
  alcove.deps.platform.access.onChange(() => (asked += 1))
  const next = await paused(headers, other)
  const taken = { code: 'Conflict', reason: 'You have started another debug session' }
  expect(await first.next('ended')).toMatchObject(taken)
  await expect.poll(() => debugged(alcove)).toBe(1)
  // Nobody else's rights are read again.
  expect(asked).toBe(0)

  const own = { authorization: '', origin: alcove.origin, ...headers }
  const key = await alcove.api('POST', '/keys', { name: 'ci', spaces: ['shop'], actions: ['*'] }, own)
  expect(key.status).toBe(201)
  const byKey = await paused({ authorization: `Bearer ${key.body.key}` })
  expect(await next.next('ended')).toMatchObject(taken)
  expect((await rows()).toSorted()).toEqual([id, second.id].toSorted())
  await byKey.send('Debugger.resume')
  expect(await byKey.next('result')).toMatchObject({ status: 'success', output: '1' })
  byKey.close()
  await expect.poll(rows).toEqual([second.id])
  theirs.close()
  await nothingLeft()
})

test('sessions that begin at the same moment on two servers leave one', async () => {
  const { headers } = await developer()
  const clients = await Promise.all(
    [alcove, other, alcove, other].map((server) => openDebugger(server, `${FN}/debug`, headers)),
  )
  await expect.poll(() => clients.filter(({ news }) => news.some(({ type }) => type === 'ended')).length).toBe(3)
  await expect.poll(() => debugged(alcove) + debugged(other)).toBe(1)
  for (const client of clients) client.close()
  await nothingLeft()
})

test('the place of a server that was killed is free at once', async () => {
  const { id, headers } = await developer()
  const row = `insert into debug_sessions values ($1, $2, now() + interval '30 minutes')`
  await alcove.deps.platform.pool.query(row, [id, newId()])
  const client = await paused(headers)
  expect(await rows()).toEqual([id])
  client.close()
  await nothingLeft()
})

test('what takes the right away ends a paused session on another server, and says what it was', async () => {
  await alcove.deploy('shop', 'gone', CODE)
  await alcove.api('POST', '/spaces', { name: 'closing' })
  await alcove.deploy('closing', 'cart', CODE)
  await expect.poll(() => other.deps.platform.routes.find('closing', 'cart')?.draft.id).toBeDefined()
  const forbidden = { code: 'Forbidden', reason: 'You may not write this function any more' }
  const deleted = { code: 'NotFound', reason: 'The function was deleted' }
  const out = { code: 'Unauthenticated', reason: 'You are not signed in any more' }
  const closing = '/spaces/closing/functions/cart'
  const takeAway: [string, (person: Person) => unknown, object, string?, object?][] = [
    ['role', ({ id }) => alcove.api('PUT', `/spaces/shop/grants/${id}`, { role: 'viewer' }), forbidden],
    ['grant', ({ id }) => alcove.api('DELETE', `/spaces/shop/grants/${id}`), forbidden],
    ['account', ({ id }) => alcove.api('PATCH', `/accounts/${id}`, { state: 'suspended' }), out],
    [
      'session',
      ({ headers }) =>
        alcove.app.request('/api/auth/sign-out', { method: 'POST', headers: { ...headers, origin: alcove.origin } }),
      out,
    ],
    ['function', () => alcove.api('DELETE', '/spaces/shop/functions/gone'), deleted, '/spaces/shop/functions/gone'],
    ['space', () => alcove.api('DELETE', '/spaces/closing', { confirm: 'closing' }), deleted, closing],
  ]
  for (const [what, take, end, fn = FN] of takeAway) {
    /* oxlint-disable no-await-in-loop -- each for itself */
    const person = await developer()
    if (fn === closing) await alcove.api('PUT', `/spaces/closing/grants/${person.id}`, { role: 'developer' })
    const client = await paused(person.headers, other, fn)
    await take(person)
    expect({ what, ...(await client.next('ended')) }).toMatchObject({ what, ...end })
    await nothingLeft()
    /* oxlint-enable no-await-in-loop */
  }
})
