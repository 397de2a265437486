import { FunctionQuota } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { functions, suspensions } from '../src/database/schema/index.ts'
import { getFunctionQuota, putFunctionQuota, type SpaceCtx } from '../src/index.ts'
import { draw } from '../src/usage/quotas/draw.ts'
import { windowOf } from '../src/usage/quotas/windows.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, space } from './scene.ts'

let platform: TestPlatform
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform()
  ctx = await space(platform, 'shop')
})
afterAll(() => platform.close())

test('a server that has not heard yet of a raised limit does not suspend by the old one', async () => {
  await fn(ctx, 'busy')
  const put = (executionsPerDay: number) =>
    putFunctionQuota({ ctx, input: { fn: 'busy', quota: FunctionQuota.parse({ executionsPerDay }) } })
  await put(5)
  const [row] = await platform.db.select().from(functions).where(eq(functions.name, 'busy'))
  const scope = (limit: number, epoch: number) => ({
    id: row!.id,
    spaceId: ctx.space.id,
    space: 'shop',
    function: 'busy',
    part: null,
    limits: { executionsPerDay: limit },
    epoch,
    spentUntil: 0,
  })
  const known = scope(5, row!.quotaEpoch)
  await put(100)
  const limit = 'executionsPerDay'
  const window = windowOf(limit, platform.clock.now())
  const order = { limit, window, amount: 5, whole: false } as const
  expect(await draw(platform, { ...order, scope: known })).toEqual({ amount: 5, left: 0 })
  expect((await getFunctionQuota({ ctx, input: { fn: 'busy' } })).suspension).toBeNull()
  const [now] = await platform.db.select().from(functions).where(eq(functions.name, 'busy'))
  await draw(platform, { ...order, amount: 95, scope: scope(100, now!.quotaEpoch) })
  expect(await platform.db.select({ allowed: suspensions.allowed }).from(suspensions)).toEqual([{ allowed: 100 }])
})
