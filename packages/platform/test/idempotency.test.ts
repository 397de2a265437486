import { afterAll, beforeAll, expect, test } from 'vitest'
import { createKey, idempotent, keepHouse, listSpaces, publishVersion, type Ctx, type SpaceCtx } from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, fn, person, ROOT, space } from './scene.ts'

let platform: TestPlatform
let now = Date.now()
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => now } })
  ctx = await space(platform, 'retried')
  await fn(ctx, 'published')
})
afterAll(() => platform.close())

const publish = (on: Ctx, key: string, fingerprint = 'POST /versions {}') =>
  idempotent({ ctx: on, key, fingerprint }, ({ db, change }) =>
    publishVersion({ ctx: { ...ctx, db, change }, input: { fn: 'published', description: '' } }),
  )

test('a request repeated with its key, also at the same moment, happens once and gets one answer', async () => {
  const answers = await Promise.all(Array.from({ length: 8 }, () => publish(ctx, 'a')))
  expect(new Set(answers.map(({ version }) => version))).toEqual(new Set([1]))
  expect(await publish(ctx, 'a')).toEqual(answers[0])
  expect(platform.routes.find('retried', 'published')?.versions.has(1)).toBe(true)
  expect(await publish(ctx, 'b')).toMatchObject({ version: 2 })
})

test('a key used for another request is refused, and another caller’s keys are its own', async () => {
  await expect(publish(ctx, 'a', 'POST /other {}')).rejects.toMatchObject({ code: 'IdempotencyKeyReused' })
  const other = as(platform, await person(platform, 'other'))
  expect(await publish(other, 'a')).toMatchObject({ version: 3 })
})

test('a failed request leaves nothing and may be repeated', async () => {
  const failing = idempotent({ ctx, key: 'c', fingerprint: 'x' }, async (ctx) => {
    await publishVersion({ ctx, input: { fn: 'published', description: '' } })
    throw new Error('after the change')
  })
  await expect(failing).rejects.toMatchObject({ code: 'InternalError' })
  expect(await publish(ctx, 'c', 'x')).toMatchObject({ version: 4 })
})

test('an answer that holds a new key is not readable in the database', async () => {
  const root = as(platform, ROOT)
  const make = () =>
    idempotent({ ctx: root, key: 'k', fingerprint: 'k' }, (ctx) =>
      createKey({ ctx, input: { name: 'k', spaces: ['*'], actions: ['*'] } }),
    )
  const { key } = await make()
  expect((await make()).key).toBe(key)
  type Row = { answer: string; fingerprint: string }
  const { rows } = await platform.pool.query<Row>('select answer, fingerprint from idempotency_keys')
  // Nor can a guess at what was asked for be checked.
  expect(rows.map(({ fingerprint }) => fingerprint)).not.toContain('k')
  expect(rows.map(({ answer }) => answer + Buffer.from(answer, 'base64').toString('latin1')).join()).not.toContain(
    key.slice(12),
  )
})

test('many at once, each with its own key, do not wait for each other’s connections', async () => {
  platform.access.clear()
  const input = { name: 'many', spaces: ['retried'], actions: ['functions:read' as const] }
  const made = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      idempotent({ ctx, key: `many ${n}`, fingerprint: 'many' }, (ctx) => createKey({ ctx, input })),
    ),
  )
  expect(new Set(made.map(({ key }) => key)).size).toBe(40)
})

test('keys are forgotten after a day', async () => {
  now += 25 * 3600_000
  await keepHouse(platform)
  expect(await publish(ctx, 'a')).toMatchObject({ version: 5 })
  expect((await listSpaces({ ctx, input: { limit: 1 } })).items).toHaveLength(1)
})
