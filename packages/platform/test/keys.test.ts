import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CallQuota, type Action, type CreatedKey } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import {
  acceptInvitation,
  authenticate,
  authorize,
  createKey,
  deleteKey,
  describeInvitation,
  finishRotation,
  inviteAccount,
  listKeys,
  putCallQuota,
  putGrant,
  rotateKey,
  type Actor,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, codeOf, fn, person, space } from './scene.ts'

const ADMIN_KEY = 'alc_the-installation'
let secretsFolder: string
let platform: TestPlatform
let admin: Actor
let member: Actor
beforeAll(async () => {
  secretsFolder = await mkdtemp(join(tmpdir(), 'alcove-secrets-'))
  platform = await openTestPlatform({ secretsFolder, adminApiKey: ADMIN_KEY })
  admin = await person(platform, 'boss', true)
  member = await person(platform, 'member')
  for (const name of ['gamma', 'delta']) await space(platform, name, { grants: { [idOf(member)]: 'developer' } })
})
afterAll(async () => {
  await platform.close()
  await rm(secretsFolder, { recursive: true })
})

const idOf = (actor: Actor) => (actor as { id: string }).id
const bearer = (key: string, where = platform) =>
  authenticate(where, new Headers({ authorization: `Bearer ${key}` }), '10.0.0.1')
const make = (actor: Actor, spaces: string[], actions: (Action | '*')[], name = 'k', where = platform) =>
  createKey({ ctx: as(where, actor), input: { name, spaces, actions } })
const listed = async (actor: Actor, where = platform) =>
  new Set((await listKeys({ ctx: as(where, actor), input: { limit: 200 } })).items.map(({ id }) => id))
const remove = (actor: Actor, { id }: CreatedKey) => codeOf(deleteKey({ ctx: as(platform, actor), input: { id } }))

describe.each([
  ['an administrator', () => admin],
  ['a member', () => member],
  ['the installation', () => bearer(ADMIN_KEY)],
] as const)('a bounded key of %s', (_, maker) => {
  test('lists and deletes no key that reaches further than itself', async () => {
    const owner = await maker()
    const wider = {
      everything: await make(owner, ['*'], ['*']),
      everySpace: await make(owner, ['*'], ['keys:write']),
      otherSpace: await make(owner, ['delta'], ['keys:write']),
      moreSpaces: await make(owner, ['gamma', 'delta'], ['keys:write']),
      otherAction: await make(owner, ['gamma'], ['functions:read']),
      moreActions: await make(owner, ['gamma'], ['keys:write', 'functions:read']),
      everyAction: await make(owner, ['gamma'], ['*']),
    }
    const equal = await make(owner, ['gamma'], ['keys:write'])
    const actor = await bearer((await make(owner, ['gamma'], ['keys:write'])).key)

    const seen = await listed(actor)
    for (const [name, key] of Object.entries(wider)) {
      expect([name, seen.has(key.id), await remove(actor, key)]).toEqual([name, false, 'NotFound'])
    }
    expect(seen).toEqual(new Set([equal.id, idOf(actor)]))
    expect(await remove(actor, equal)).toBe('ok')
    // The owner sees and deletes them all.
    const all = await listed(owner)
    for (const key of Object.values(wider)) expect([all.has(key.id), await remove(owner, key)]).toEqual([true, 'ok'])
  })
})

describe('a key for particular functions', () => {
  beforeAll(async () => {
    const ctx = await authorize({ ctx: as(platform, admin), action: 'functions:write', space: 'gamma' })
    await fn(ctx, 'one')
    await fn(ctx, 'two')
  })
  const makeFor = (functions: string[], spaces = ['*'], actor = member) =>
    createKey({ ctx: as(platform, actor), input: { name: 'k', spaces, functions, actions: ['functions:invoke'] } })

  test('works on those functions only', async () => {
    const { key, spaces, functions } = await makeFor(['gamma/one'])
    expect({ spaces, functions }).toEqual({ spaces: ['gamma'], functions: ['gamma/one'] })
    const actor = await bearer(key)
    const may = (space: string, on?: string) =>
      codeOf(authorize({ ctx: as(platform, actor), action: 'functions:invoke', space, fn: on }))
    expect([await may('gamma', 'one'), await may('gamma', 'two')]).toEqual(['ok', 'Forbidden'])
    expect([await may('gamma'), await may('delta')]).toEqual(['Forbidden', 'NotFound'])
  })

  test('makes no key, and sees none with more rights', async () => {
    const actor = await bearer((await make(member, ['*'], ['*'])).key)
    const bound = { ...actor, functions: ['gamma/one'] } as Actor
    expect(await codeOf(make(bound, ['*'], ['*']))).toBe('Forbidden')
  })

  test('cannot be made for a function that its maker does not reach, or that does not exist', async () => {
    const stranger = await person(platform, 'stranger')
    expect(await codeOf(makeFor(['gamma/absent']))).toBe('NotFound')
    expect(await codeOf(makeFor(['gamma/one'], ['*'], stranger))).toBe('NotFound')
    expect(await codeOf(makeFor(['gamma/one'], ['delta']))).toBe('ValidationFailed')
  })
})

/** Keys note their use a moment after a call. */
const PATIENCE = { timeout: 60_000 }

test('a key for certain networks works from there only', async () => {
  const input = { name: 'k', spaces: ['*'], actions: ['*' as const], networks: ['10.0.8.0/22', '2001:db8::7'] }
  const { key } = await createKey({ ctx: as(platform, admin), input })
  const from = (address: string) =>
    codeOf(authenticate(platform, new Headers({ authorization: `Bearer ${key}` }), address))
  expect(await Promise.all(['10.0.11.9', '2001:db8::7'].map(from))).toEqual(['ok', 'ok'])
  const refused = ['10.0.12.1', '::ffff:10.0.8.1.x', '2001:db8::8', '']
  expect(await Promise.all(refused.map(from))).toEqual(refused.map(() => 'Unauthenticated'))
})

test('a key that is rotated has two secrets for a while, and then one', async () => {
  let now = Date.now()
  const later = await openTestPlatform({
    databaseUrl: platform.databaseUrl,
    secretsFolder,
    clock: { now: () => now },
  })
  const ctx = as(later, admin)
  const made = await createKey({ ctx, input: { name: 'ci', spaces: ['gamma'], actions: ['functions:read'] } })
  const rotate = (overlapHours: number) => rotateKey({ ctx, input: { id: made.id, overlapHours } })
  const states = (keys: string[]) => Promise.all(keys.map((key) => codeOf(bearer(key, later))))
  const second = await rotate(24)
  expect(second).toMatchObject({ id: made.id, spaces: ['gamma'], rotation: { old: { prefix: made.prefix } } })
  expect(second.prefix).not.toBe(made.prefix)
  expect(await states([made.key, second.key])).toEqual(['ok', 'ok'])
  expect(await codeOf(rotate(1))).toBe('Conflict')
  await vi.waitFor(async () => {
    const { items } = await listKeys({ ctx, input: { limit: 1 } })
    expect(items[0]).toMatchObject({
      lastUsedFrom: '10.0.0.1',
      rotation: { calls: 1, oldCalls: 1, old: { lastUsedFrom: '10.0.0.1' } },
    })
  }, PATIENCE)
  now += 24 * 3600_000
  expect(await states([made.key, second.key])).toEqual(['Unauthenticated', 'ok'])
  const third = await rotate(24)
  await finishRotation({ ctx, input: { id: made.id } })
  expect(await states([second.key, third.key])).toEqual(['Unauthenticated', 'ok'])
  expect(await codeOf(finishRotation({ ctx, input: { id: made.id } }))).toBe('Conflict')
  expect(await codeOf(rotateKey({ ctx: as(later, member), input: { id: made.id, overlapHours: 0 } }))).toBe('NotFound')
  await later.close()
})

test('a key makes no key that escapes its networks or limits, and rotates only itself and what it made', async () => {
  const expiresAt = new Date(Date.now() + 60_000).toISOString()
  const input = { name: 'k', spaces: ['*'], actions: ['*' as const] }
  const bound = { ...input, expiresAt, networks: ['10.0.0.0/8'] }
  const lasting = await createKey({ ctx: as(platform, member), input })
  const actor = await bearer((await createKey({ ctx: as(platform, member), input: bound })).key)
  const mint = (networks: string[]) => createKey({ ctx: as(platform, actor), input: { ...input, networks } })
  const child = await mint([])
  expect([child.networks, child.expiresAt]).toEqual([bound.networks, expiresAt])
  expect(await codeOf(mint(['10.0.8.0/22']))).toBe('ok')
  for (const wider of [['0.0.0.0/0'], ['10.0.0.0/7'], ['10.0.0.1', '::1']]) {
    expect([wider, await codeOf(mint(wider))]).toEqual([wider, 'Forbidden'])
  }
  const rotate = (id: string) => codeOf(rotateKey({ ctx: as(platform, actor), input: { id, overlapHours: 0 } }))
  expect([await rotate(lasting.id), await rotate(child.id), await rotate(idOf(actor))]).toEqual([
    'Forbidden',
    'ok',
    'ok',
  ])

  const limit = (who: Actor) =>
    codeOf(
      putCallQuota({
        ctx: as(platform, who),
        input: { place: { of: 'key', key: child.id }, quota: CallQuota.parse({ executionsPerMinute: 5 }) },
      }),
    )
  expect(await limit(member)).toBe('ok')
  const limited = await bearer(
    (await rotateKey({ ctx: as(platform, member), input: { id: child.id, overlapHours: 0 } })).key,
  )
  expect([await limit(limited), await codeOf(make(limited, ['gamma'], ['functions:read']))]).toEqual([
    'Forbidden',
    'Forbidden',
  ])
})

test('a key bound to spaces manages no keys of others, even if its owner is an administrator', async () => {
  const foreign = await make(member, ['gamma'], ['keys:write'])
  const bound = await bearer((await make(admin, ['gamma'], ['*'])).key)
  expect([(await listed(bound)).has(foreign.id), await remove(bound, foreign)]).toEqual([false, 'NotFound'])
  const unbound = await bearer((await make(admin, ['*'], ['keys:write'])).key)
  expect([(await listed(unbound)).has(foreign.id), await remove(unbound, foreign)]).toEqual([true, 'ok'])
})

test('a key invites administrators only if it may administer, and grants no role with more rights than its own', async () => {
  const inviter = await bearer((await make(admin, ['*'], ['accounts:write'])).key)
  const invite = (email: string, administrator: boolean) =>
    codeOf(inviteAccount({ ctx: as(platform, inviter), input: { email, administrator } }))
  expect(await invite('root@alcove.test', true)).toBe('Forbidden')
  expect(await invite('plain@alcove.test', false)).toBe('ok')

  const granter = await bearer(
    (await make(admin, ['gamma'], ['grants:write', 'functions:read', 'spaces:read', 'functions:invoke'])).key,
  )
  const ctx = await authorize({ ctx: as(platform, granter), action: 'grants:write', space: 'gamma' })
  const grant = (role: 'invoker' | 'admin') => codeOf(putGrant({ ctx, input: { subject: idOf(member), role } }))
  expect([await grant('admin'), await grant('invoker')]).toEqual(['Forbidden', 'ok'])
  await putGrant({
    ctx: await authorize({ ctx: as(platform, admin), action: 'grants:write', space: 'gamma' }),
    input: { subject: idOf(member), role: 'developer' },
  })
})

describe('what was made with a credential', () => {
  test('ends when ALCOVE_ADMIN_API_KEY changes, even indirectly, and is no longer listed', async () => {
    const root = await bearer(ADMIN_KEY)
    const child = await make(root, ['*'], ['*'], 'child')
    const grandchild = await make(await bearer(child.key), ['gamma'], ['functions:read'], 'grandchild')
    const ofPerson = await make(admin, ['*'], ['*'], 'of a person')
    const { link } = await inviteAccount({
      ctx: as(platform, root),
      input: { email: 'late@alcove.test', administrator: false },
    })
    const token = new URL(link).searchParams.get('token')!
    const ctx = { databaseUrl: platform.databaseUrl, secretsFolder }

    const keys = [child, grandchild, ofPerson].map(({ key }) => key)
    const outcomes = (where: TestPlatform) => Promise.all(keys.map((key) => codeOf(bearer(key, where))))
    const invited = (where: TestPlatform) =>
      codeOf(describeInvitation({ ctx: as(where, { kind: 'anonymous', address: '' }), input: { token } }))
    expect([await outcomes(platform), await invited(platform)]).toEqual([['ok', 'ok', 'ok'], 'ok'])
    for (const adminApiKey of ['alc_another-one', undefined]) {
      const other = await openTestPlatform({ ...ctx, adminApiKey })
      expect(await outcomes(other)).toEqual(['Unauthenticated', 'Unauthenticated', 'ok'])
      expect(await invited(other)).toBe('NotFound')
      const shown = await listed(admin, other)
      expect([shown.has(child.id), shown.has(grandchild.id), shown.has(ofPerson.id)]).toEqual([false, false, true])
      await other.close()
    }
    const same = await openTestPlatform({ ...ctx, adminApiKey: ADMIN_KEY })
    expect(await outcomes(same)).toEqual(['ok', 'ok', 'ok'])
    await same.close()
  })

  test('belongs to the current ALCOVE_ADMIN_API_KEY if it is older than that record', async () => {
    const old = await make(await bearer(ADMIN_KEY), ['*'], ['*'], 'old')
    const forget = () => platform.pool.query('update api_keys set installation_key = null where id = $1', [old.id])
    await forget()
    const same = await openTestPlatform({ databaseUrl: platform.databaseUrl, secretsFolder, adminApiKey: ADMIN_KEY })
    expect(await codeOf(bearer(old.key, same))).toBe('ok')
    await forget()
    const none = await openTestPlatform({ databaseUrl: platform.databaseUrl, secretsFolder })
    await none.close()
    await same.close()
    const later = await openTestPlatform({ databaseUrl: platform.databaseUrl, secretsFolder, adminApiKey: ADMIN_KEY })
    expect(await codeOf(bearer(old.key, later))).toBe('Unauthenticated')
    await later.close()
  })

  test('stores nothing that a guess at ALCOVE_ADMIN_API_KEY could be checked against', async () => {
    const { rows } = await platform.pool.query<{ row: string }>(
      `select row_to_json(k)::text as row from api_keys k where owner_id is null`,
    )
    const { createHash } = await import('node:crypto')
    for (const algorithm of ['sha256', 'sha512', 'sha1', 'md5']) {
      const digest = createHash(algorithm).update(ADMIN_KEY).digest()
      for (const { row } of rows) expect(row).not.toMatch(new RegExp(`${digest.toString('hex')}|${ADMIN_KEY}`))
    }
  })

  test('ends with a key that is deleted or has expired: keys and open invitations', async () => {
    let now = Date.now()
    const later = await openTestPlatform({
      databaseUrl: platform.databaseUrl,
      secretsFolder,
      clock: { now: () => now },
    })
    const expiresAt = new Date(now + 60_000).toISOString()
    const parent = await createKey({
      ctx: as(platform, admin),
      input: { name: 'parent', spaces: ['*'], actions: ['*'], expiresAt },
    })
    const actor = await bearer(parent.key)
    const child = await make(actor, ['gamma'], ['functions:read'])
    const invite = (email: string) =>
      inviteAccount({ ctx: as(platform, actor), input: { email, administrator: false } })
    const [first, second] = [await invite('one@alcove.test'), await invite('two@alcove.test')]
    const accept = ({ link }: { link: string }, where: TestPlatform) =>
      codeOf(
        acceptInvitation({
          ctx: as(where, { kind: 'anonymous', address: '' }),
          input: { token: new URL(link).searchParams.get('token')!, password: 'correct horse' },
        }),
      )
    expect(first.expiresAt).toBe(expiresAt)
    now += 61_000
    expect([await codeOf(bearer(child.key, later)), await accept(first, later)]).toEqual([
      'Unauthenticated',
      'NotFound',
    ])
    await later.close()

    expect(await codeOf(bearer(child.key))).toBe('ok')
    expect(await remove(admin, parent)).toBe('ok')
    expect([await codeOf(bearer(child.key)), await accept(second, platform)]).toEqual(['Unauthenticated', 'NotFound'])
  })
})
