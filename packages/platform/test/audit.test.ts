import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateSpace } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verifyChain } from '../src/identity/audit/verify-chain.ts'
import { change } from '../src/kernel/change.ts'
import {
  createSpace,
  keepHouse,
  listAudit,
  putGrant,
  updateSettings,
  updateSpace,
  authorize,
  verifyAudit,
  type Platform,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, person, ROOT } from './scene.ts'

const DAY = 24 * 3600_000
let platform: TestPlatform
let secretsFolder: string
let now = Date.now()

beforeAll(async () => {
  secretsFolder = await mkdtemp(join(tmpdir(), 'alcove-secrets-'))
  platform = await openTestPlatform({ secretsFolder, clock: { now: () => now } })
})
afterAll(async () => {
  await platform.close()
  await rm(secretsFolder, { recursive: true })
})

const root = (of: Platform = platform) => ({ ...as(of, ROOT), address: '192.0.2.7' })
const make = (name: string, of: Platform = platform) =>
  createSpace({ ctx: root(of), input: CreateSpace.parse({ name }) })
const verify = () => verifyAudit({ ctx: root(), input: {} })
const list = async (input: object = {}) => (await listAudit({ ctx: root(), input: { limit: 50, ...input } })).items

/**
 * What verification finds after someone with the database but without the key did this. It is rolled back afterwards.
 */
async function afterTampering(statement: string) {
  const undo = new Error('Undo')
  let found: Awaited<ReturnType<typeof verifyChain>> | undefined
  const tampered = platform.db.transaction(async (tx) => {
    await tx.execute(sql.raw(`alter table audit_entries disable trigger user; ${statement}`))
    found = await verifyChain(tx, platform.sealer)
    throw undo
  })
  await expect(tampered).rejects.toBe(undo)
  return found!
}

test('an entry says who did what, by what, from where, and what was before and after', async () => {
  const mei = await person(platform, 'mei')
  await make('shop')
  const ctx = await authorize({ ctx: root(), action: 'grants:write', space: 'shop' })
  await putGrant({ ctx, input: { subject: 'mei@alcove.test', role: 'viewer' } })
  await putGrant({ ctx, input: { subject: 'mei@alcove.test', role: 'admin' } })
  const [changed, granted] = await list({ action: 'grants:put' })
  const who = { actor: 'key ALCOVE_ADMIN_API_KEY', by: 'key', address: '192.0.2.7', requestId: 'test', space: 'shop' }
  const nothing = { function: null, expiresAt: null }
  expect(granted).toMatchObject({ ...who, before: null, after: { role: 'viewer', ...nothing }, outcome: 'done' })
  expect(changed).toMatchObject({
    ...who,
    before: { role: 'viewer', ...nothing },
    after: { role: 'admin', ...nothing },
  })
  const session = { ...as(platform, { ...mei, kind: 'account', sessionId: 'session-1' } as typeof mei), address: '::1' }
  const asMei = await authorize({ ctx: session, action: 'spaces:write', space: 'shop' })
  await updateSpace({ ctx: asMei, input: { description: 'All of it' } })
  const own = { by: 'session', sessionId: 'session-1', accountId: mei.kind === 'account' ? mei.id : '', address: '::1' }
  expect((await list({ action: 'spaces:update' }))[0]).toMatchObject(own)
  expect(await list({ account: own.accountId, action: 'spaces:*' })).toHaveLength(1)
  expect((await list({ q: 'all of' })).map(({ action }) => action)).toEqual(['spaces:update'])
  expect(await list({ by: 'session', outcome: 'denied' })).toEqual([])
})

test('secrets are masked, even where a verb forgets to', async () => {
  const ctx = root()
  const key = 'alc_test_0123456789abcdef'
  await change(ctx, (ctx) =>
    ctx.change.audit('x:y', 'z', {
      before: null,
      after: { password: 'open sesame', text: `made ${key}`, secrets: ['NAME'] },
    }),
  )
  expect((await list({ action: 'x:y' }))[0]!.after).toEqual({
    password: '•••',
    text: 'made alc_test•••',
    secrets: ['NAME'],
  })
})

describe('the chain', () => {
  const length = async () => (await verify()).checked

  test('stays one chain with two servers and many changes at once', async () => {
    const before = await length()
    const other = await openTestPlatform({ secretsFolder, databaseUrl: platform.databaseUrl })
    await Promise.all(Array.from({ length: 40 }, (_, n) => make(`s${n}`, n % 2 ? platform : other)))
    await other.close()
    const { rows } = await platform.pool.query('select seq::int from audit_entries order by seq')
    expect(rows.map(({ seq }) => seq)).toEqual(Array.from({ length: before + 40 }, (_, n) => n + 1))
    expect(await verify()).toMatchObject({ intact: true, checked: before + 40, unchained: 0, faults: [] })
  })

  test('has no gap after a rollback', async () => {
    const before = await length()
    await make('mall')
    await expect(make('mall')).rejects.toThrow('already exists')
    await make('malls')
    expect(await verify()).toMatchObject({ intact: true, checked: before + 2, head: { seq: before + 2 } })
  })

  test.each([
    ['an entry that was changed', `update audit_entries set actor = 'someone else' where seq = 2`, 2, 'changed'],
    ['another time', `update audit_entries set at = at - interval '1 h' where seq = 3`, 3, 'changed'],
    ['another detail', `update audit_entries set detail = '{}' where seq = 3`, 3, 'changed'],
    ['an entry that was removed', 'delete from audit_entries where seq = 2', 2, 'missing'],
    ['the first ones removed', 'delete from audit_entries where seq < 3', 1, 'missing'],
    [
      'two that changed places',
      `update audit_entries set seq = -seq where seq in (2, 3); update audit_entries set seq = 5 + seq where seq < 0`,
      2,
      'changed',
    ],
    [
      'one that was slipped in',
      `insert into audit_entries (id, actor_id, actor, action, target, detail, request_id)
        values (gen_random_uuid(), 'x', 'x', 'x', 'x', '{}', 'x')`,
      0,
      'added',
    ],
  ])('shows %s', async (_, statement, seq, fault) => {
    const found = await afterTampering(statement)
    expect(found.intact).toBe(false)
    expect(found.faults[0]).toMatchObject({ seq, fault })
  })

  test('shows that its end was cut off, to whoever noted it', async () => {
    const { head } = await verify()
    expect(await verifyChain(platform.db, platform.sealer, head!)).toMatchObject({ intact: true })
    const other = { seq: head!.seq, hash: 'f'.repeat(64) }
    expect((await verifyChain(platform.db, platform.sealer, other)).faults[0]).toMatchObject({ fault: 'missing' })
  })

  test.each([
    `update audit_entries set actor = 'x'`,
    'delete from audit_entries',
    'truncate audit_entries',
    'select audit_prune(1)',
  ])("the database refuses Alcove's own role to %s", async (statement) => {
    await expect(platform.pool.query(statement)).rejects.toThrow(/neither changed nor deleted|are not deleted/)
  })

  test('can be checked after retention removed old entries', async () => {
    const old = await openTestPlatform({ clock: { now: () => now } })
    const verifyOld = () => verifyChain(old.db, old.sealer)
    const today = now
    now = today - 500 * DAY
    for (const name of ['a', 'b', 'c']) await make(name, old)
    now = today
    await make('d', old)
    await updateSettings({ ctx: root(old), input: { auditDays: null } })
    await keepHouse(old)
    expect(await verifyOld()).toMatchObject({ intact: true, checked: 5 })
    await updateSettings({ ctx: root(old), input: { auditDays: 400 } })
    await keepHouse(old)
    const { items } = await listAudit({ ctx: root(old), input: { limit: 50 } })
    expect(items.map(({ action }) => action)).toEqual([
      'audit:prune',
      'settings:update',
      'settings:update',
      'spaces:create',
    ])
    expect(items[0]).toMatchObject({ detail: { through: 3, removed: 3, olderThanDays: 400 }, by: 'platform' })
    expect(await verifyOld()).toMatchObject({ intact: true, checked: 4, head: { seq: 7 } })
    await old.close()
  })
})
