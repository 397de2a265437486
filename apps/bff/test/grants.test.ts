import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
let now = Date.now()

interface Person {
  id: string
  headers: Record<string, string>
}
const people = new Map<string, Person>()

beforeAll(async () => {
  alcove = await openAlcove({ clock: { now: () => now } })
  await alcove.api('POST', '/spaces', { name: 'shop' })
  for (const name of ['checkout', 'receipts']) {
    await alcove.deploy('shop', name, 'export const handler = async (event) => (console.log("called"), event)')
    await alcove.api('POST', `/spaces/shop/functions/${name}/invocations`, { name })
  }
  for (const name of ['ann', 'ben', 'cam', 'dan', 'eve']) people.set(name, await personOf(name))
})
afterAll(() => alcove[Symbol.asyncDispose]())

const PASSWORD = 'a-long-password-of-theirs'
async function personOf(name: string): Promise<Person> {
  const email = `${name}@grants.test`
  const { body } = await alcove.api('POST', '/accounts/invite', { email })
  const token = new URL(body.link).searchParams.get('token')!
  await alcove.api('POST', `/invitations/${token}`, { password: PASSWORD }, { authorization: '' })
  const cookie = (await alcove.signIn(PASSWORD, email)).headers.get('set-cookie')!.split(';')[0]!
  return { id: body.account.id, headers: { authorization: '', cookie } }
}

const by = (name: string) => people.get(name)!.headers
const get = (name: string, path: string) => alcove.api('GET', path, undefined, by(name))
const grant = (subject: string, body: object) => alcove.api('PUT', `/spaces/shop/grants/${subject}`, body)

describe('a group', () => {
  test('gives its members its roles, and takes them with it when someone leaves or it ends', async () => {
    expect(await alcove.api('PUT', '/groups/on-call', { members: ['ann@grants.test'] })).toMatchObject({
      status: 201,
      body: { name: 'on-call', members: [{ email: 'ann@grants.test' }] },
    })
    expect(await grant('group:on-call', { role: 'developer' })).toMatchObject({
      status: 201,
      body: { subject: 'group:on-call', group: 'on-call', accountId: null, members: 1, role: 'developer' },
    })
    expect((await get('ann', '/spaces/shop')).body.access.role).toBe('developer')
    expect((await get('ben', '/spaces/shop')).status).toBe(404)
    await alcove.api('PUT', '/groups/on-call', { members: [people.get('ben')!.id] })
    expect((await get('ann', '/spaces/shop')).status).toBe(404)
    expect((await get('ben', '/spaces')).body.items.map((space: { name: string }) => space.name)).toEqual(['shop'])
    const { body } = await alcove.api('GET', '/groups')
    expect(body.items[0]).toMatchObject({ name: 'on-call', memberCount: 1 })
    // Without members they stay as they are.
    const described = await alcove.api('PUT', '/groups/on-call', { description: 'nights' })
    expect(described.body.members).toMatchObject([{ accountId: people.get('ben')!.id }])
    expect(body.items[0].grants).toEqual([{ space: 'shop', role: 'developer', function: null, expiresAt: null }])
    expect((await alcove.api('DELETE', '/groups/on-call')).status).toBe(204)
    expect((await get('ben', '/spaces/shop')).status).toBe(404)
  })

  test('takes in only accounts that exist, and is an administrator’s to change', async () => {
    const put = await alcove.api('PUT', '/groups/ghosts', { members: ['nobody@grants.test'] })
    expect([put.status, put.body.errors[0].path]).toEqual([400, 'members.0'])
    expect((await alcove.api('PUT', '/groups/mine', { members: [] }, by('ann'))).status).toBe(403)
    expect((await grant('group:absent', { role: 'viewer' })).status).toBe(404)
  })
})

test('a grant is changed only as it was last seen, when the request says so: an end is not lost with a role', async () => {
  const at = '/spaces/shop/grants/eve@grants.test'
  const seen = { 'if-match': (await alcove.api('PUT', at, { role: 'viewer' })).headers.get('etag')! }
  const expiresAt = new Date(now + 3_600_000).toISOString()
  expect((await alcove.api('PUT', at, { role: 'viewer', expiresAt }, seen)).body).toMatchObject({ expiresAt })
  const late = await alcove.api('PUT', at, { role: 'invoker', expiresAt: null }, seen)
  expect([late.status, late.body.code]).toEqual([412, 'PreconditionFailed'])
  const { body } = await alcove.api('GET', '/spaces/shop/grants')
  const [kept] = body.items.filter(({ email }: { email: string }) => email === 'eve@grants.test')
  expect(kept).toMatchObject({ role: 'viewer', expiresAt, etag: late.headers.get('etag')!.slice(1, -1) })
  expect((await alcove.api('DELETE', at)).status).toBe(204)
})

test('grants are listed page by page: accounts, then groups, of each subject the whole space first', async () => {
  await alcove.api('POST', '/spaces', { name: 'paged' })
  await alcove.deploy('paged', 'echo', 'export const handler = async () => 1')
  for (const name of ['crew', 'band']) await alcove.api('PUT', `/groups/${name}`, { members: [people.get('eve')!.id] })
  const given = ['group:crew', 'dan@grants.test', 'group:band', 'ann@grants.test']
  for (const subject of given) {
    await alcove.api('PUT', `/spaces/paged/grants/${subject}`, { role: 'viewer', function: 'echo' })
    await alcove.api('PUT', `/spaces/paged/grants/${subject}`, { role: 'invoker' })
  }
  const rows: string[] = []
  let next = ''
  do {
    const { body } = await alcove.api('GET', `/spaces/paged/grants?limit=1${next}`)
    for (const { email, group, function: fn } of body.items) rows.push(`${email ?? group} ${fn}`)
    next = body.nextCursor && `&cursor=${body.nextCursor}`
  } while (next)
  const sorted = ['ann@grants.test', 'dan@grants.test', 'band', 'crew']
  expect(rows.filter((row) => !row.startsWith('admin@'))).toEqual(
    sorted.flatMap((subject) => [`${subject} null`, `${subject} echo`]),
  )
  const members = await alcove.api('GET', '/spaces/paged/members')
  const eve = members.body.items.find((member: { email: string }) => member.email === 'eve@grants.test')
  expect(eve.sources.map((source: { group: string }) => source.group).toSorted()).toEqual([
    'band',
    'band',
    'crew',
    'crew',
  ])
  for (const name of ['crew', 'band']) await alcove.api('DELETE', `/groups/${name}`)
  await alcove.api('DELETE', '/spaces/paged')
})

describe('a grant on one function', () => {
  test('lets its holder do there what the role says, and see nothing else of the space', async () => {
    await grant('cam@grants.test', { role: 'developer', function: 'checkout' })
    expect((await get('cam', '/spaces/shop')).body).toMatchObject({
      name: 'shop',
      access: { role: null, actions: [], functions: [{ function: 'checkout', role: 'developer' }] },
    })
    expect((await get('cam', '/spaces/shop')).body).not.toHaveProperty('egress')
    const list = await get('cam', '/spaces/shop/functions')
    expect(list.body.items.map((fn: { name: string }) => fn.name)).toEqual(['checkout'])
    expect(list.body.items[0]).toHaveProperty('memoryMb')
    expect((await get('cam', '/spaces/shop/functions/checkout/logs')).status).toBe(200)
    const other = await get('cam', '/spaces/shop/functions/receipts')
    const absent = await get('cam', '/spaces/shop/functions/absent')
    expect([other.status, other.body.detail]).toEqual([403, expect.stringContaining('for the function checkout only')])
    expect(absent.body.detail).toBe(other.body.detail)
  })

  test('shows the calls of that function alone, by list and by id', async () => {
    const all = await alcove.api('GET', '/spaces/shop/invocations')
    const calls = await get('cam', '/spaces/shop/invocations')
    expect(new Set(calls.body.items.map((call: { function: string }) => call.function))).toEqual(new Set(['checkout']))
    for (const { id, function: fn } of all.body.items as { id: string; function: string }[]) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const { status } = await get('cam', `/spaces/shop/invocations/${id}`)
      expect([fn, status]).toEqual([fn, fn === 'checkout' ? 200 : 404])
    }
    const overview = await get('cam', '/overview')
    expect(overview.body).toMatchObject({ functionCount: 1, functions: [{ name: 'checkout' }] })
  })

  test('adds up with one on the whole space, and each is taken away alone', async () => {
    await grant('cam@grants.test', { role: 'viewer' })
    expect((await get('cam', '/spaces/shop')).body.access).toMatchObject({
      role: 'viewer',
      functions: [{ function: 'checkout', role: 'developer' }],
    })
    expect((await get('cam', '/spaces/shop/functions/receipts/logs')).status).toBe(200)
    const run = (fn: string) => alcove.api('POST', `/spaces/shop/functions/${fn}/invocations`, {}, by('cam'))
    expect([(await run('checkout')).status, (await run('receipts')).status]).toEqual([200, 403])
    await alcove.api('DELETE', '/spaces/shop/grants/cam@grants.test?function=checkout')
    expect((await run('checkout')).status).toBe(403)
    await alcove.api('DELETE', '/spaces/shop/grants/cam@grants.test')
    expect((await get('cam', '/spaces/shop')).status).toBe(404)
  })
})

describe('a grant with an end', () => {
  test('is refused in the past, and stops at its very moment, without anyone telling', async () => {
    expect((await grant('dan@grants.test', { role: 'viewer', expiresAt: new Date(now).toISOString() })).status).toBe(
      400,
    )
    await grant('dan@grants.test', { role: 'viewer', expiresAt: new Date(now + 1000).toISOString() })
    const key = await alcove.api('POST', '/keys', { name: 'k', spaces: ['shop'], actions: ['*'] }, by('dan'))
    const headers = { authorization: `Bearer ${key.body.key}` }
    const asked = async () => [
      (await get('dan', '/spaces/shop')).status,
      (await alcove.api('GET', '/spaces/shop/functions/checkout/logs', undefined, headers)).status,
    ]
    now += 999
    expect(await asked()).toEqual([200, 200])
    now += 1
    expect(await asked()).toEqual([404, 404])
    expect((await get('dan', '/spaces')).body.items).toEqual([])
  })

  test('of an admin lets them give nothing that lasts longer', async () => {
    const end = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
    await grant('eve@grants.test', { role: 'admin', expiresAt: end(1) })
    const give = (subject: string, expiresAt: string | null) =>
      alcove.api('PUT', `/spaces/shop/grants/${subject}`, { role: 'admin', expiresAt }, by('eve'))
    expect((await give('eve@grants.test', null)).status).toBe(403)
    expect((await give('dan@grants.test', end(2))).status).toBe(403)
    expect((await give('dan@grants.test', end(1))).status).toBeLessThan(300)
    for (const name of ['dan', 'eve']) await alcove.api('DELETE', `/spaces/shop/grants/${name}@grants.test`)
  })

  test('ends a running log tail, with nothing sent after it', async () => {
    await grant('eve@grants.test', {
      role: 'viewer',
      function: 'checkout',
      expiresAt: new Date(now + 1000).toISOString(),
    })
    const path = '/api/v1/spaces/shop/functions/checkout/logs/tail'
    const answer = await alcove.fetch(path, { headers: by('eve') })
    let text = ''
    const ended = (async () => {
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) text += chunk
    })()
    await expect.poll(() => text).toContain(': on')
    const call = (say: string) => alcove.api('POST', '/spaces/shop/functions/checkout/invocations', { say })
    await call('before')
    await expect.poll(() => text).toContain('called')
    const before = text
    now += 1000
    await call('too late')
    await ended
    expect(text).toBe(before)
  })
})

describe('an account that is suspended', () => {
  test('is out at once with its keys, comes back with its grants but not its sessions, and is then deleted', async () => {
    await grant('ann@grants.test', { role: 'viewer' })
    const { id } = people.get('ann')!
    const key = await alcove.api('POST', '/keys', { name: 'anns', spaces: ['shop'], actions: ['*'] }, by('ann'))
    const withKey = () => alcove.api('GET', '/spaces/shop', undefined, { authorization: `Bearer ${key.body.key}` })
    const put = (state: string) => alcove.api('PATCH', `/accounts/${id}`, { state })
    expect((await withKey()).status).toBe(200)
    expect((await alcove.api('DELETE', `/accounts/${id}`)).status).toBe(409)
    expect((await put('suspended')).body.state).toBe('suspended')
    expect([(await get('ann', '/spaces')).status, (await withKey()).status]).toEqual([401, 401])
    expect((await put('active')).body.state).toBe('active')
    expect([(await get('ann', '/spaces')).status, (await withKey()).status]).toEqual([401, 200])
    await put('suspended')
    expect((await alcove.api('DELETE', `/accounts/${id}`)).status).toBe(204)
    expect((await withKey()).status).toBe(401)
    const { body } = await alcove.api('GET', '/audit')
    expect(body.items.slice(0, 2).map(({ action }: { action: string }) => action)).toEqual([
      'accounts:delete',
      'accounts:suspend',
    ])
  })

  test('is never the last administrator, nor oneself', async () => {
    const { body } = await alcove.api('GET', '/accounts')
    const admin = body.items.find(({ administrator }: { administrator: boolean }) => administrator)
    const suspend = (headers?: Record<string, string>) =>
      alcove.api('PATCH', `/accounts/${admin.id}`, { state: 'suspended' }, headers)
    expect([(await suspend()).status, (await suspend(by('ben'))).status]).toEqual([409, 403])
    const cookie = (await alcove.signIn()).headers.get('set-cookie')!.split(';')[0]!
    expect((await suspend({ authorization: '', cookie })).status).toBe(403)
  })
})
