import { AsyncLocalStorage } from 'node:async_hooks'
import { ACTIONS, CreateSpace, ROLE_ACTIONS, ROLES, type Action, type Role } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  authenticate,
  authorize,
  createKey,
  createSpace,
  deleteGrant,
  deleteKey,
  deleteSpace,
  getOverview,
  getSpace,
  listAudit,
  listKeys,
  listSpaces,
  putGrant,
  updateSpace,
  type Actor,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, codeOf, fn, outcome, person, ROOT, space } from './scene.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await openTestPlatform({ adminApiKey: 'alc_the-installation' })
})
afterAll(() => platform.close())

const bearer = (key: string) => authenticate(platform, new Headers({ authorization: `Bearer ${key}` }), '10.0.0.1')
describe('in a private space', () => {
  test.for(ROLES)('a %s may do exactly what the table of roles says', async (role: Role) => {
    const someone = await person(platform, `private-${role}`)
    await space(platform, `private-${role}`, { grants: { [(someone as { id: string }).id]: role } })
    for (const action of ACTIONS) {
      const expected = (ROLE_ACTIONS[role] as readonly Action[]).includes(action) ? 'ok' : 'Forbidden'
      expect([action, await outcome(platform, someone, action, `private-${role}`)]).toEqual([action, expected])
    }
  })

  test('a stranger gets the same answer as for a space that never existed', async () => {
    const stranger = await person(platform, 'stranger')
    await space(platform, 'hidden')
    const ask = (name: string) =>
      authorize({ ctx: as(platform, stranger), action: 'spaces:read', space: name }).catch((error: Error) => error)
    const [hidden, absent] = [(await ask('hidden')) as Error, (await ask('absent')) as Error]
    expect(hidden).toMatchObject({ code: 'NotFound' })
    expect(hidden.message.replace('hidden', '')).toBe(absent.message.replace('absent', ''))
    expect(
      (await listSpaces({ ctx: as(platform, stranger), input: { limit: 200 } })).items.map((s) => s.name),
    ).not.toContain('hidden')
    expect(await codeOf(getOverview({ ctx: as(platform, stranger), input: { range: '1h', space: 'hidden' } }))).toBe(
      'NotFound',
    )
  })

  test('a request for it runs the same statements as for one that never existed, every time', async () => {
    const stranger = await person(platform, 'timer')
    const own = await createKey({ ctx: as(platform, stranger), input: { name: 'k', spaces: ['*'], actions: ['*'] } })
    await space(platform, 'unseen')
    await space(platform, 'unseen-too')
    const bound = await createKey({
      ctx: as(platform, ROOT),
      input: { name: 'b', spaces: ['unseen-too'], actions: ['*'] },
    })
    const { pool } = platform
    const query = pool.query
    // What the platform does meanwhile on its own account does not count.
    const asking = new AsyncLocalStorage<string[]>()
    pool.query = ((...args: Parameters<typeof query>) => {
      asking.getStore()?.push((args[0] as unknown as { text: string }).text)
      return query.apply(pool, args)
    }) as typeof query
    for (const [actor, asks] of [
      [stranger, true],
      [await bearer(own.key), true],
      // Bound to another space, it is refused without a look.
      [await bearer(bound.key), false],
    ] as const) {
      const statements = async (name: string) => {
        const seen: string[] = []
        expect(await asking.run(seen, () => outcome(platform, actor, 'spaces:read', name))).toBe('NotFound')
        return seen
      }
      const first = await statements('unseen')
      expect(await statements('never-was')).toEqual(first)
      expect(first.length > 0).toBe(asks)
      // It is not remembered in one case and looked up in the other.
      expect([await statements('unseen'), await statements('never-was')]).toEqual([first, first])
    }
    pool.query = query
  })

  test('an invalid name is a missing space rather than an error', async () => {
    for (const name of ['', '../hidden', 'Hidden', 'a\0b', 'x'.repeat(100), '..%2f']) {
      expect(await outcome(platform, ROOT, 'spaces:read', name)).toBe('NotFound')
    }
  })

  test('an anonymous caller must sign in first', async () => {
    expect(await outcome(platform, { kind: 'anonymous', address: '::1' }, 'spaces:read', 'hidden')).toBe(
      'Unauthenticated',
    )
  })
})

test('in a public space everyone may invoke, and reading and changing it need a grant', async () => {
  const guest = await person(platform, 'guest')
  await space(platform, 'open', { visibility: 'public' })
  expect(await outcome(platform, guest, 'functions:invoke', 'open')).toBe('ok')
  for (const action of [
    'spaces:read',
    'functions:read',
    'functions:write',
    'logs:read',
    'grants:write',
    'spaces:write',
  ] as const) {
    expect(await outcome(platform, guest, action, 'open')).toBe('Forbidden')
  }
  const seen = await listSpaces({ ctx: as(platform, guest), input: { limit: 200 } })
  expect(seen.items.find((item) => item.name === 'open')?.access).toEqual({
    role: null,
    actions: ['functions:invoke'],
  })
  // Refused rather than answered with zeroes, which would be wrong.
  const overview = getOverview({ ctx: as(platform, guest), input: { range: '1h', space: 'open' } })
  await expect(overview).rejects.toMatchObject({
    code: 'Forbidden',
    message: 'Needs metrics:read, which the role viewer has; you have no role in this space',
  })
})

test('a grant, its change and its end take effect at once', async () => {
  const someone = await person(platform, 'granted')
  const accountId = (someone as { id: string }).id
  const ctx = await space(platform, 'felt')
  expect(await outcome(platform, someone, 'spaces:read', 'felt')).toBe('NotFound')
  await putGrant({ ctx, input: { subject: accountId, role: 'viewer' } })
  expect(await outcome(platform, someone, 'functions:write', 'felt')).toBe('Forbidden')
  await putGrant({ ctx, input: { subject: accountId, role: 'developer' } })
  expect(await outcome(platform, someone, 'functions:write', 'felt')).toBe('ok')
  await deleteGrant({ ctx, input: { subject: accountId } })
  expect(await outcome(platform, someone, 'spaces:read', 'felt')).toBe('NotFound')
})

test('making a space private hides it, and renaming it moves it, at once', async () => {
  const guest = await person(platform, 'mover')
  const ctx = await space(platform, 'before', { visibility: 'public' })
  const { id } = await fn(ctx, 'inside')
  expect(await outcome(platform, guest, 'functions:invoke', 'before')).toBe('ok')
  await updateSpace({ ctx, input: { name: 'after' } })
  expect(await outcome(platform, guest, 'functions:invoke', 'before')).toBe('NotFound')
  expect(await outcome(platform, guest, 'functions:invoke', 'after')).toBe('ok')
  expect(platform.routes.find('before', 'inside')).toBeUndefined()
  expect(platform.routes.find('after', 'inside')?.functionId).toBe(id)
  await updateSpace({ ctx, input: { visibility: 'private' } })
  expect(await outcome(platform, guest, 'functions:invoke', 'after')).toBe('NotFound')
  expect(platform.routes.find('after', 'inside')?.visibility).toBe('private')
})

test('only administrators make spaces, and the maker is the first admin', async () => {
  const boss = await person(platform, 'boss', true)
  const worker = await person(platform, 'worker')
  const input = CreateSpace.parse({ name: 'made' })
  expect(await codeOf(createSpace({ ctx: as(platform, worker), input }))).toBe('Forbidden')
  await createSpace({ ctx: as(platform, boss), input })
  expect(await codeOf(createSpace({ ctx: as(platform, boss), input }))).toBe('AlreadyExists')
  const ctx = await authorize({ ctx: as(platform, boss), action: 'spaces:read', space: 'made' })
  expect(await getSpace({ ctx, input: {} })).toMatchObject({ memberCount: 1, access: { role: 'admin' } })
})

describe('an API key', () => {
  let owner: Actor
  let accountId: string
  beforeAll(async () => {
    owner = await person(platform, 'owner')
    accountId = (owner as { id: string }).id
    await space(platform, 'mine', { grants: { [accountId]: 'developer' } })
    await space(platform, 'other', { grants: { [accountId]: 'developer' } })
  })

  test('opens its spaces for its actions and nothing else', async () => {
    const { key } = await createKey({
      ctx: as(platform, owner),
      input: { name: 'ci', spaces: ['mine'], actions: ['functions:read', 'functions:invoke'] },
    })
    expect(key).toMatch(/^alc_[A-Za-z0-9]{49}$/)
    const actor = await bearer(key)
    expect(actor).toMatchObject({ kind: 'key', spaces: ['mine'], administrator: false })
    expect(await outcome(platform, actor, 'functions:invoke', 'mine')).toBe('ok')
    expect(await outcome(platform, actor, 'functions:write', 'mine')).toBe('Forbidden')
    expect(await outcome(platform, actor, 'functions:invoke', 'other')).toBe('NotFound')
    expect((await listSpaces({ ctx: as(platform, actor), input: { limit: 10 } })).items.map((s) => s.name)).toEqual([
      'mine',
    ])
  })

  test('never exceeds the current rights of its owner', async () => {
    const { key } = await createKey({ ctx: as(platform, owner), input: { name: 'all', spaces: ['*'], actions: ['*'] } })
    const ctx = await authorize({ ctx: as(platform, ROOT), action: 'grants:write', space: 'mine' })
    expect(await outcome(platform, await bearer(key), 'functions:write', 'mine')).toBe('ok')
    expect(await outcome(platform, await bearer(key), 'grants:write', 'mine')).toBe('Forbidden')
    await putGrant({ ctx, input: { subject: accountId, role: 'viewer' } })
    expect(await outcome(platform, await bearer(key), 'functions:write', 'mine')).toBe('Forbidden')
    await putGrant({ ctx, input: { subject: accountId, role: 'developer' } })
  })

  test('cannot be made for spaces or actions its maker lacks, nor by a key beyond that key', async () => {
    await space(platform, 'foreign')
    const make = (actor: Actor, spaces: string[], actions: (Action | '*')[], expiresAt?: string) =>
      codeOf(createKey({ ctx: as(platform, actor), input: { name: 'x', spaces, actions, expiresAt } }))
    expect(await make(owner, ['foreign'], ['functions:read'])).toBe('NotFound')
    expect(await make(owner, ['mine'], ['grants:write'])).toBe('Forbidden')
    expect(await make(owner, ['*'], ['platform:admin'])).toBe('Forbidden')
    expect(await make(owner, ['mine'], ['functions:read'], '2001-01-01T00:00:00Z')).toBe('ValidationFailed')

    const soon = new Date(Date.now() + 3600_000).toISOString()
    const narrow = await createKey({
      ctx: as(platform, owner),
      input: { name: 'narrow', spaces: ['mine'], actions: ['functions:read', 'keys:write'], expiresAt: soon },
    })
    const maker = await bearer(narrow.key)
    expect(await make(maker, ['mine'], ['functions:read'])).toBe('ok')
    expect(await make(maker, ['mine'], ['functions:write'])).toBe('Forbidden')
    expect(await make(maker, ['mine'], ['*'])).toBe('Forbidden')
    expect(await make(maker, ['*'], ['functions:read'])).toBe('Forbidden')
    expect(await make(maker, ['other'], ['functions:read'])).toBe('NotFound')
    expect(await make(maker, ['mine'], ['functions:read'], new Date(Date.now() + 7200_000).toISOString())).toBe(
      'Forbidden',
    )
    const child = await createKey({
      ctx: as(platform, maker),
      input: { name: 'child', spaces: ['mine'], actions: ['functions:read'] },
    })
    expect(child.expiresAt).toBe(soon)

    await deleteKey({ ctx: as(platform, owner), input: { id: narrow.id } })
    expect(await codeOf(bearer(narrow.key))).toBe('Unauthenticated')
    expect(await codeOf(bearer(child.key))).toBe('Unauthenticated')
  })

  test('ends with its expiry, its deletion and its owner, even when cached', async () => {
    let now = Date.now()
    const later = await openTestPlatform({ databaseUrl: platform.databaseUrl, clock: { now: () => now } })
    const expiresAt = new Date(now + 1_000).toISOString()
    const made = await createKey({
      ctx: as(platform, owner),
      input: { name: 'brief', spaces: ['mine'], actions: ['*'], expiresAt },
    })
    const headers = new Headers({ authorization: `Bearer ${made.key}` })
    expect(await authenticate(later, headers, '')).toMatchObject({ name: 'brief' })
    now += 2_000
    expect(await codeOf(authenticate(later, headers, ''))).toBe('Unauthenticated')
    await later.close()

    const suspended = await person(platform, 'suspended')
    const { key } = await createKey({
      ctx: as(platform, suspended),
      input: { name: 'k', spaces: ['*'], actions: ['*'] },
    })
    expect(await bearer(key)).toMatchObject({ kind: 'key' })
    await platform.pool.query("update accounts set state = 'suspended' where name = 'suspended'")
    await platform.pool.query(
      `select pg_notify('alcove_changes', '{"functions":[],"spaces":[],"access":true,"builds":[]}')`,
    )
    await expect.poll(() => codeOf(bearer(key))).toBe('Unauthenticated')
  })

  test('is shown once, stored as a hash, and listed to its owner alone', async () => {
    const { key, id, prefix } = await createKey({
      ctx: as(platform, owner),
      input: { name: 'secret', spaces: ['*'], actions: ['*'] },
    })
    const { rows } = await platform.pool.query('select row_to_json(k)::text as row from api_keys k where id = $1', [id])
    expect(rows[0].row).not.toContain(key.slice(prefix.length))
    const neighbour = await person(platform, 'neighbour')
    const listed = async (actor: Actor) =>
      (await listKeys({ ctx: as(platform, actor), input: { limit: 200 } })).items.map((k) => k.id)
    expect(await listed(owner)).toContain(id)
    expect(await listed(neighbour)).not.toContain(id)
    expect(await codeOf(deleteKey({ ctx: as(platform, neighbour), input: { id } }))).toBe('NotFound')
  })

  test('does not reach a new space that took the name of one it was made for', async () => {
    const ctx = await space(platform, 'reborn', { grants: { [accountId]: 'developer' } })
    const { key } = await createKey({
      ctx: as(platform, owner),
      input: { name: 'r', spaces: ['reborn'], actions: ['*'] },
    })
    expect(await outcome(platform, await bearer(key), 'functions:read', 'reborn')).toBe('ok')
    await deleteSpace({ ctx, input: {} })
    await space(platform, 'reborn', { grants: { [accountId]: 'developer' } })
    expect(await outcome(platform, await bearer(key), 'functions:read', 'reborn')).toBe('NotFound')
  })

  test('that was never made, or that is garbage, is refused', async () => {
    for (const key of ['alc_unknown', 'x', `alc_${'a'.repeat(5_000)}`])
      expect(await codeOf(bearer(key))).toBe('Unauthenticated')
    expect(await bearer('alc_the-installation')).toMatchObject({ administrator: true, spaces: '*', actions: '*' })
  })
})

test('every change leaves an audit entry, which only those with audit:read see', async () => {
  const admin = await person(platform, 'auditor')
  const viewer = await person(platform, 'audit-viewer')
  const ctx = await space(platform, 'audited', {
    grants: { [(admin as { id: string }).id]: 'admin', [(viewer as { id: string }).id]: 'viewer' },
  })
  await fn(ctx, 'watched')
  const { items } = await listAudit({ ctx: as(platform, admin), input: { limit: 50 } })
  expect(items.map(({ action, target }) => `${action} ${target}`)).toEqual([
    'functions:create function watched',
    'grants:put account audit-viewer@alcove.test',
    'grants:put account auditor@alcove.test',
    'spaces:create space audited',
  ])
  expect(await codeOf(listAudit({ ctx: as(platform, viewer), input: { limit: 50 } }))).toBe('Forbidden')
})
