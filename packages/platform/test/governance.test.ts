import { PutRoute, PutTrigger } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  deleteVersion,
  getAlias,
  getVersionRetention,
  listVersions,
  publishVersion,
  putAlias,
  putRoute,
  putTrigger,
  putVersionRetention,
  rollbackAlias,
  updateFunction,
  type SpaceCtx,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { codeOf, fn, space } from './scene.ts'

let platform: TestPlatform
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform()
  ctx = await space(platform, 'shop')
})
afterAll(() => platform.close())

async function publish(name: string, versions: number): Promise<void> {
  await fn(ctx, name)
  for (let n = 1; n <= versions; n++) {
    await updateFunction({ ctx, input: { fn: name, description: `for v${n}` } })
    await publishVersion({ ctx, input: { fn: name, description: `v${n}` } })
  }
}
const numbers = async (name: string) =>
  (await listVersions({ ctx, input: { fn: name, limit: 50 } })).items.map(({ version }) => version)

test('a rollback goes to where all calls went before, through a rollout and back again', async () => {
  await publish('back', 3)
  const live = { fn: 'back', alias: 'live' }
  await putAlias({ ctx, input: { ...live, version: 1 } })
  expect(await codeOf(rollbackAlias({ ctx, input: live }))).toBe('Conflict')
  await putAlias({ ctx, input: { ...live, version: 1, additional: { version: 2, weight: 0.1 }, reason: 'Try v2' } })
  expect(await rollbackAlias({ ctx, input: live })).toMatchObject({ version: 1, additional: null })
  await putAlias({ ctx, input: { ...live, version: 1, additional: { version: 2, weight: 0.5 } } })
  await putAlias({ ctx, input: { ...live, version: 2 } })
  const back = await rollbackAlias({ ctx, input: { ...live, reason: 'Loses orders' } })
  expect(back).toMatchObject({ version: 1, additional: null })
  expect(back.history.slice(0, 2)).toMatchObject([
    { version: 1, reason: 'Loses orders', by: 'key ALCOVE_ADMIN_API_KEY' },
    { version: 2, reason: null },
  ])
  expect(await rollbackAlias({ ctx, input: live })).toMatchObject({ version: 2 })
  const { history, etag } = await getAlias({ ctx, input: live })
  const rollout = history.find(({ additional }) => additional?.weight === 0.5)!
  const stale = { ...live, to: rollout.id, expected: ['00000000-0000-0000-0000-000000000000'] }
  expect(await codeOf(rollbackAlias({ ctx, input: stale }))).toBe('PreconditionFailed')
  const named = await rollbackAlias({ ctx, input: { ...stale, expected: [etag] } })
  expect(named).toMatchObject({ version: 1, additional: { version: 2, weight: 0.5 } })
})

test('retention keeps the newest and what is in use, says why, and removes the rest at each publish', async () => {
  await publish('many', 8)
  const live = { fn: 'many', alias: 'live' }
  await putAlias({ ctx, input: { ...live, version: 1 } })
  await putAlias({ ctx, input: { ...live, version: 2, additional: { version: 8, weight: 0.2 } } })
  const timer = PutTrigger.parse({ type: 'timer', qualifier: '3', config: { cron: '0 0 * * *', timezone: 'UTC' } })
  await putTrigger({ ctx, input: { fn: 'many', trigger: 'nightly', ...timer } })
  await putRoute({
    ctx,
    input: { name: 'old', ...PutRoute.parse({ method: 'GET', path: '/old', function: 'many', qualifier: '4' }) },
  })
  const kept = [
    { version: 6, keptBy: [] },
    { version: 5, keptBy: [] },
    { version: 4, keptBy: [{ kind: 'route', name: 'old' }] },
    { version: 3, keptBy: [{ kind: 'trigger', name: 'nightly' }] },
    { version: 2, keptBy: [{ kind: 'alias', name: 'live' }] },
    { version: 1, keptBy: [{ kind: 'rollback', name: 'live' }] },
  ]
  const preview = await getVersionRetention({ ctx, input: { fn: 'many', keep: 2 } })
  expect(preview).toMatchObject({ keep: null, older: kept })
  expect(await numbers('many')).toHaveLength(8)
  expect(await codeOf(deleteVersion({ ctx, input: { fn: 'many', version: 4 } }))).toBe('Conflict')

  const after = await putVersionRetention({ ctx, input: { fn: 'many', keep: 2 } })
  expect(after.older.map(({ version }) => version)).toEqual([4, 3, 2, 1])
  expect(await numbers('many')).toEqual([8, 7, 4, 3, 2, 1])
  await publishVersion({ ctx, input: { fn: 'many', description: '' } })
  // v8 is the target of a rollout; v7 is nobody's.
  expect(await numbers('many')).toEqual([9, 8, 4, 3, 2, 1])
  await putAlias({ ctx, input: { ...live, version: 9 } })
  await publishVersion({ ctx, input: { fn: 'many', description: '' } })
  expect(await numbers('many')).toEqual([10, 9, 4, 3, 2])
})
