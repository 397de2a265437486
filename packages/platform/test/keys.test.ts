import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Action, CreatedKey } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  acceptInvitation,
  authenticate,
  authorize,
  createKey,
  deleteKey,
  describeInvitation,
  inviteAccount,
  listKeys,
  putGrant,
  type Actor,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, codeOf, person, space } from './scene.ts'

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

test('a key for particular functions makes no key', async () => {
  const { key, id } = await make(member, ['*'], ['*'])
  await platform.pool.query(`update api_keys set functions = '[]' where id = $1`, [id])
  expect(await codeOf(make(await bearer(key), ['*'], ['*']))).toBe('Forbidden')
})

test('a key that is bound to spaces manages nobody else’s, though its owner is an administrator', async () => {
  const foreign = await make(member, ['gamma'], ['keys:write'])
  const bound = await bearer((await make(admin, ['gamma'], ['*'])).key)
  expect([(await listed(bound)).has(foreign.id), await remove(bound, foreign)]).toEqual([false, 'NotFound'])
  const unbound = await bearer((await make(admin, ['*'], ['keys:write'])).key)
  expect([(await listed(unbound)).has(foreign.id), await remove(unbound, foreign)]).toEqual([true, 'ok'])
})

test('a key invites administrators only if it may administer, and gives no role that may more than itself', async () => {
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
  test('ends with ALCOVE_ADMIN_API_KEY when that is another one, at second hand too, and is listed no more', async () => {
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

  test('goes with the present ALCOVE_ADMIN_API_KEY where it is from before keys remembered theirs', async () => {
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

  test('keeps no trace that a guess at ALCOVE_ADMIN_API_KEY could be checked against', async () => {
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
