import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const FN = '/spaces/shop/functions/price'
const CODE = `export const handler = async ({ net }) => {
  const total = net * 2
  return { total }
}`

test('a logpoint on a live version writes marked lines without a new version, and is over after its hits', async () => {
  await alcove.deploy('shop', 'price', CODE)
  await alcove.api('POST', `${FN}/versions`)
  const add = (body: object) =>
    alcove.api('POST', `${FN}/logpoints`, { version: 1, file: 'index.mjs', line: 3, expression: 'total', ...body })
  expect((await add({ expression: 'total); process.exit(' })).body.errors[0].path).toBe('expression')
  expect((await add({ version: 9 })).status).toBe(404)
  const { status, body } = await add({ hits: 2 })
  expect(status).toBe(201)
  expect(body).toMatchObject({ state: 'active', hits: 0, maxHits: 2 })

  let point
  do {
    // oxlint-disable-next-line no-await-in-loop -- until it has written its lines
    expect((await alcove.api('POST', `${FN}/invocations?qualifier=1`, { net: 21 })).body).toEqual({ total: 42 })
    // oxlint-disable-next-line no-await-in-loop
    point = (await alcove.api('GET', `${FN}/logpoints`)).body.items[0]
  } while (point.state === 'active')
  expect(point).toMatchObject({ state: 'hits', hits: 2, problem: null })
  const { items } = (await alcove.api('GET', `${FN}/logs`)).body
  expect(items.map((line: { message: string }) => line.message)).toEqual(Array(2).fill('[logpoint index.mjs:3] 42'))

  const again = await add({})
  expect((await alcove.api('DELETE', `${FN}/logpoints/${again.body.id}`)).status).toBe(204)
  expect((await alcove.api('DELETE', `${FN}/logpoints/${again.body.id}`)).status).toBe(404)
  const audit = await alcove.api('GET', '/audit?limit=1')
  expect(audit.body.items[0]).toMatchObject({ action: 'logpoints:remove' })
})
