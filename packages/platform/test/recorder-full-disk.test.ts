import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import {
  flushRecords,
  getEvent,
  getInvocation,
  getPlatformHealth,
  listEvents,
  listServerLines,
  newId,
  reportServer,
  storeServerLines,
  listInvocations,
  listLogs,
  type SpaceCtx,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import type { Disk } from '../src/kernel/disk.ts'
import { as, fn, person, recordOf, ROOT, space, stored } from './scene.ts'

const roomy = { room: 'enough', since: 0, full: false, scarce: false, exhausted: false, warning: null } as const
const disk = { ...roomy, disks: [] } as Disk
const log: { level: string; lost?: number }[] = []
let platform: TestPlatform
let ctx: SpaceCtx
let functionId: string
beforeAll(async () => {
  platform = await openTestPlatform({ disk, log: (line) => log.push(line) })
  ctx = await space(platform, 'full')
  functionId = (await fn(ctx, 'busy')).id
})
beforeEach(() => Object.assign(disk, roomy))
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
  Object.assign(disk, { full: true })
  const { id: early } = call()
  await stored(platform)
  expect(await getInvocation({ ctx, input: { id: early } })).toMatchObject({ input: null, logsTruncated: false })
  expect(await linesOf(early)).toEqual([early])
  Object.assign(disk, { scarce: true })
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
  await expect.poll(list).toBe(id)
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

test('administrators see each server with its disk, and every space is told once that it fills', async () => {
  const facts = {
    eventLoop: { p50Ms: 1, p99Ms: 2, maxMs: 3, utilization: 0.5 },
    memory: { rssBytes: 1, heapBytes: 1, limitBytes: 2 },
    spaceFilesBytes: 4096,
  }
  const filling = [{ folders: ['/data'], bytes: 100, freeBytes: 15, room: 'low' as const }]
  Object.assign(disk, { room: 'low', since: 1_000, disks: filling })
  const root = as(platform, ROOT)
  const servers = ['one:4400', 'two:4400'].map((host) =>
    reportServer(platform, { id: newId(), host, version: '1.2.3' }, () => facts),
  )
  const events = async () => (await listEvents({ ctx, input: { type: 'alcove.disk.filling', limit: 9 } })).items
  await expect.poll(async () => (await getPlatformHealth({ ctx: root, input: {} })).servers).toHaveLength(2)
  await expect.poll(events).toHaveLength(1)
  const { event } = await getEvent({ ctx, input: { id: (await events())[0]!.eventId } })
  expect(event).toMatchObject({ source: '/disk', data: { step: 'low', usedPercent: 85 } })

  const health = await getPlatformHealth({ ctx: root, input: {} })
  expect(health.servers[0]).toMatchObject({
    host: 'one:4400',
    version: '1.2.3',
    alive: true,
    eventLoop: facts.eventLoop,
    recorder: { waiting: 0, dropped: platform.recorder.backlog().dropped },
    disk: { room: 'low', since: '1970-01-01T00:00:01.000Z', disks: filling, spaceFilesBytes: 4096 },
  })
  const stored = new Map(health.stored.map(({ kind, bytes }) => [kind, bytes]))
  expect(stored.get('invocations')).toBeGreaterThan(0)
  expect(stored.get('spaceFiles')).toBe(8192)
  expect(health.queues.map(({ kind }) => kind)).toContain('tasks')
  await Promise.all(servers.map((server) => server.close()))
  expect((await getPlatformHealth({ ctx: root, input: {} })).servers).toEqual([])
})

test('administrators, and nobody else, read what the servers logged', async () => {
  const time = new Date(0)
  const line = (level: 'info' | 'error', message: string, fields = '{}') => ({ time, level, message, fields })
  await storeServerLines(platform, 'one:4400', [
    line('info', 'started\0'),
    line('error', 'A request failed', '{"requestId":"r-1"}'),
  ])
  await storeServerLines(platform, 'two:4400', [line('error', 'cannot % write')])
  const found = async (input: object) =>
    (await listServerLines({ ctx: as(platform, ROOT), input: { limit: 10, ...input } })).items.map(
      ({ message }) => message,
    )
  expect(await found({})).toEqual(['cannot % write', 'A request failed', 'started\u2400'])
  expect(await found({ level: 'warn' })).toEqual(['cannot % write', 'A request failed'])
  expect(await found({ server: 'one:4400', q: 'R-1' })).toEqual(['A request failed'])
  expect(await found({ q: '%' })).toEqual(['cannot % write'])
  const other = as(platform, await person(platform, 'mia'))
  await expect(listServerLines({ ctx: other, input: { limit: 10 } })).rejects.toMatchObject({ code: 'Forbidden' })
  await expect(getPlatformHealth({ ctx: other, input: {} })).rejects.toMatchObject({ code: 'Forbidden' })
})
