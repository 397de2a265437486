import type { PutTrigger } from '@alcove/contract'
import { openTestPlatform, type TestPlatform } from '@alcove/platform/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listFirings, listTriggers, previewTrigger, putTrigger, type SpaceCtx } from '../src/index.ts'
import { codeOf, fn, space } from './scene.ts'

let platform: TestPlatform
let ctx: SpaceCtx

beforeAll(async () => {
  platform = await openTestPlatform()
  ctx = await space(platform, 'shop')
  await fn(ctx, 'hello')
})
afterAll(() => platform.close())

const web: PutTrigger = { type: 'http', qualifier: 'draft', enabled: true, config: { auth: 'none' } }

test('a trigger of one kind shows what only that kind has', async () => {
  const { value } = await putTrigger({ ctx, input: { fn: 'hello', trigger: 'web', ...web } })
  expect(value).toMatchObject({ type: 'http', url: 'http://127.0.0.1:4401/fn/shop/hello', pausedBy: null })
  const { items } = await listTriggers({ ctx, input: { fn: 'hello', limit: 50 } })
  expect(items).toEqual([value])
  expect(await listFirings({ ctx, input: { fn: 'hello', trigger: 'web', limit: 50 } })).toMatchObject({ items: [] })
})

test('a preview tells what a trigger would do, and makes none', async () => {
  const preview = await previewTrigger({ ctx, input: { fn: 'hello', trigger: 'later', ...web } })
  expect(preview).toMatchObject({ type: 'http', event: { version: '2.0', rawPath: '/' } })
  expect(await codeOf(listFirings({ ctx, input: { fn: 'hello', trigger: 'later', limit: 50 } }))).toBe('NotFound')
  const nowhere = previewTrigger({ ctx, input: { fn: 'hello', trigger: 'later', ...web, qualifier: 'live' } })
  expect(await codeOf(nowhere)).toBe('ValidationFailed')
})
