import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { flushRecords, getInvocation, listInvocations, listLogs, type SpaceCtx } from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, recordOf, space, stored } from './scene.ts'

const disk = { full: false, scarce: false, exhausted: false, warning: null }
const log: { level: string; lost?: number }[] = []
let platform: TestPlatform
let ctx: SpaceCtx
let functionId: string
beforeAll(async () => {
  platform = await openTestPlatform({ disk, log: (line) => log.push(line) })
  ctx = await space(platform, 'full')
  functionId = (await fn(ctx, 'busy')).id
})
beforeEach(() => Object.assign(disk, { full: false, scarce: false, exhausted: false }))
afterAll(() => platform.close())

function call() {
  const record = recordOf(ctx, functionId, { report: { logLines: 1 } })
  const of = { spaceId: ctx.space.id, functionId, function: 'busy', version: null, invocationId: record.id }
  platform.recorder.log(of, { time: Date.now(), level: 'info', message: record.id, truncatedBytes: 0 })
  return { id: record.id, recorded: platform.recorder.record(record) }
}
const linesOf = async (invocation: string) =>
  (await listLogs({ ctx, input: { fn: 'busy', invocation, limit: 10, order: 'desc' } })).items.map(
    ({ message }) => message,
  )

test('as a disk fills, payloads go first, then lines, and never the call', async () => {
  disk.full = true
  const { id: early } = call()
  await stored(platform)
  expect(await getInvocation({ ctx, input: { id: early } })).toMatchObject({ input: null, logsTruncated: false })
  expect(await linesOf(early)).toEqual([early])
  disk.scarce = true
  const { id } = call()
  await stored(platform)
  expect(await getInvocation({ ctx, input: { id } })).toMatchObject({
    status: 'success',
    input: null,
    output: null,
    logsTruncated: true,
  })
  expect(await linesOf(id)).toEqual([])
  Object.assign(disk, { full: false, scarce: false })
  const { id: later } = call()
  await stored(platform)
  expect(await getInvocation({ ctx, input: { id: later } })).toMatchObject({ input: { text: '{}' } })
  expect(await linesOf(later)).toEqual([later])
})

test('without any room records wait in memory, and no reader waits for them', async () => {
  Object.assign(disk, { full: true, scarce: true, exhausted: true })
  const { id } = call()
  const list = async () => (await listInvocations({ ctx, input: { function: 'busy', limit: 1 } })).items[0]?.id
  expect(await flushRecords(platform)).toBe(false)
  expect(await list()).not.toBe(id)
  Object.assign(disk, { full: false, scarce: false, exhausted: false })
  await expect.poll(list, { timeout: 10_000 }).toBe(id)
})

test('the oldest records are dropped rather than calls, and counted', async () => {
  Object.assign(disk, { full: true, scarce: true, exhausted: true })
  const before = log.length
  for (let n = 0; n < 30_000; n++) await call().recorded
  const lost = log.slice(before).reduce((sum, line) => sum + (line.lost ?? 0), 0)
  expect(lost).toBeGreaterThan(10_000)
  Object.assign(disk, { full: false, scarce: false, exhausted: false })
  const { id } = call()
  await stored(platform)
  expect((await getInvocation({ ctx, input: { id } })).status).toBe('success')
})
