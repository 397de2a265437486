import { BoardChart, PutAlert } from '@alcove/contract'
import { openTestPlatform, type TestPlatform } from '@alcove/platform/testing'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rowsOf } from '../src/database/connect.ts'
import {
  getAlert,
  getBoard,
  listAlertTargets,
  newId,
  putAlert,
  putAlertTarget,
  putBoard,
  updateFunction,
  type SpaceCtx,
} from '../src/index.ts'
import { fn, space } from './scene.ts'

let platform: TestPlatform
let ctx: SpaceCtx
let other: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform()
  ctx = await space(platform, 'shop')
  other = await space(platform, 'other')
  for (const each of [ctx, other]) await fn(each, 'checkout')
  await fn(ctx, 'cart')
})
afterAll(() => platform.close())

const errorsOf = (name: string) =>
  PutAlert.parse({ condition: { type: 'issues', function: name }, comparison: 'above', threshold: 0, notify: [] })
const chartOf = (name: string | null) => BoardChart.parse({ metric: 'invocations', function: name })

test('what names a function follows its rename, in its space alone', async () => {
  for (const each of [ctx, other]) {
    await putAlert({ ctx: each, input: { alert: 'failing', ...errorsOf('checkout') } })
    await putAlertTarget({
      ctx: each,
      input: { target: 'call', settings: { type: 'function', function: 'checkout', qualifier: 'draft' } },
    })
    await putBoard({ ctx: each, input: { board: 'all', charts: [chartOf(null), chartOf('checkout')] } })
  }
  await putAlert({ ctx, input: { alert: 'of-cart', ...errorsOf('cart') } })
  const before = await getBoard({ ctx, input: { board: 'all' } })
  const destination = JSON.stringify({ type: 'function', function: 'checkout', qualifier: 'draft' })
  await platform.db.execute(sql`
    insert into task_deliveries (id, space_id, function_id, task_id, "on", destination, body, trace_id, hops)
    select ${newId()}, space_id, id, ${newId()}, 'success', ${destination}::jsonb, '{}', '', 0
    from functions where space_id = ${ctx.space.id} and name = 'cart'`)

  await updateFunction({ ctx, input: { fn: 'checkout', name: 'pay' } })

  const named = async (each: SpaceCtx) => ({
    alert: (await getAlert({ ctx: each, input: { alert: 'failing' } })).condition,
    target: (await listAlertTargets({ ctx: each, input: {} })).items[0]!.settings,
    charts: (await getBoard({ ctx: each, input: { board: 'all' } })).charts.map((chart) => chart.function),
  })
  expect(await named(ctx)).toMatchObject({
    alert: { function: 'pay' },
    target: { function: 'pay' },
    charts: [null, 'pay'],
  })
  expect(await named(other)).toMatchObject({
    alert: { function: 'checkout' },
    target: { function: 'checkout' },
    charts: [null, 'checkout'],
  })
  expect((await getAlert({ ctx, input: { alert: 'of-cart' } })).condition).toMatchObject({ function: 'cart' })
  expect((await getBoard({ ctx, input: { board: 'all' } })).etag).not.toBe(before.etag)
  const deliveries = await rowsOf(platform.db, sql`select destination ->> 'function' as to from task_deliveries`)
  expect(deliveries).toEqual([{ to: 'pay' }])
})
