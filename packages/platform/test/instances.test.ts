import { randomUUID } from 'node:crypto'
import type { InstanceRecord } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  deleteFunction,
  removeTrashedFunction,
  getInstance,
  keepHouse,
  listInstances,
  listLiveInstances,
  publishVersion,
  updateFunction,
  type SpaceCtx,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { as, codeOf, fn, person, ROOT, space, stored } from './scene.ts'

const NOON = Date.parse('2026-03-10T12:00:00.000Z')
const DAY = 24 * 3600_000
let platform: TestPlatform
const lines: object[] = []
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => NOON }, log: (line) => lines.push(line) })
  ctx = await space(platform, 'crowded')
})
afterAll(() => platform.close())

/** As the engine reports it: frozen after one call, unless said otherwise. */
function instance(functionId: string, overrides: Partial<InstanceRecord> = {}): InstanceRecord {
  return {
    id: randomUUID(),
    spaceId: ctx.space.id,
    functionId,
    revision: '0'.repeat(64),
    runtime: 'nodejs24',
    isolation: 'oci',
    state: 'frozen',
    start: 'cold',
    phases: { sandbox: 20, runtime: 30, init: 5 },
    invocations: 1,
    inFlight: 0,
    memoryMb: 128,
    peakMemoryMb: 33.5,
    startedAt: NOON,
    lastUsedAt: NOON + 50,
    endedAt: null,
    end: null,
    timeline: [{ state: 'busy', from: NOON, to: NOON + 50, calls: 1 }],
    ...overrides,
  }
}

function gone(functionId: string, overrides: Partial<InstanceRecord> = {}): InstanceRecord {
  const end = { reason: 'idle', detail: 'Not called', invocationId: null, exitCode: null, signal: null, stack: null }
  return instance(functionId, { state: null, endedAt: NOON + 1_000, end: end as never, ...overrides })
}

test('running and ended instances are one list, newest first, page by page, each once', async () => {
  const { id } = await fn(ctx, 'listed')
  const ended = Array.from({ length: 7 }, (_, n) => gone(id, { startedAt: NOON + n * 10 }))
  for (const record of ended) platform.instances.record(record)
  await stored(platform)
  const live = Array.from({ length: 5 }, (_, n) => instance(id, { startedAt: NOON + 5 + n * 10 }))
  // It ended between the engine's answer and the query.
  const ending = instance(id, { id: ended[6]!.id, startedAt: ended[6]!.startedAt })
  const other = instance((await fn(ctx, 'beside')).id)
  const pages: string[][] = []
  const input = { fn: 'listed', limit: 5, live: [other, ...live, ending] }
  for (let cursor: string | null | undefined; cursor !== null;) {
    const page = await listInstances({ ctx, input: { ...input, cursor: cursor ?? undefined } })
    pages.push(page.items.map((item) => item.id))
    cursor = page.nextCursor
  }
  const inOrder = [...ended, ...live].sort((a, b) => b.startedAt - a.startedAt).map((each) => each.id)
  expect(pages.map((page) => page.length)).toEqual([5, 5, 2])
  expect(pages.flat()).toEqual(inOrder)

  const only = async (state: 'live' | 'ended') =>
    (await listInstances({ ctx, input: { ...input, limit: 50, state } })).items.map((item) => item.state)
  expect(await only('live')).toEqual(Array(6).fill('frozen'))
  expect(await only('ended')).toEqual(Array(7).fill(null))
  expect(await codeOf(listInstances({ ctx, input: { ...input, cursor: 'x' } }))).toBe('ValidationFailed')
})

test('an instance is shown in full, running or ended, with the newest version that it serves', async () => {
  const { id, draft } = await fn(ctx, 'told')
  for (let n = 0; n < 2; n++) await publishVersion({ ctx, input: { fn: 'told', description: '' } })
  await updateFunction({ ctx, input: { fn: 'told', memoryMb: 256 } })
  const alive = instance(id, { revision: draft.revision, state: 'busy', inFlight: 1 })
  expect(await getInstance({ ctx, input: { fn: 'told', id: alive.id, live: [alive] } })).toMatchObject({
    space: 'crowded',
    function: 'told',
    version: 2,
    state: 'busy',
    inFlight: 1,
    startedAt: '2026-03-10T12:00:00.000Z',
    endedAt: null,
    timeline: alive.timeline,
  })
  const end = {
    reason: 'timeout' as const,
    detail: 'Stood still',
    invocationId: randomUUID(),
    exitCode: null,
    signal: 'SIGKILL',
    stack: 'at loop\0 \ud800',
  }
  const dead = gone(id, { end })
  platform.instances.record(dead)
  await stored(platform)
  expect(await getInstance({ ctx, input: { fn: 'told', id: dead.id, live: [] } })).toMatchObject({
    version: null,
    state: null,
    peakMemoryMb: 33.5,
    end: { ...end, stack: 'at loop\u2400 \ufffd' },
    endedAt: '2026-03-10T12:00:01.000Z',
  })
  for (const unknown of ['x', randomUUID()])
    expect(await codeOf(getInstance({ ctx, input: { fn: 'told', id: unknown, live: [alive] } }))).toBe('NotFound')
  await fn(ctx, 'untold')
  expect(await codeOf(getInstance({ ctx, input: { fn: 'untold', id: alive.id, live: [alive] } }))).toBe('NotFound')
})

test('of all running instances, people see those of functions that they may see', async () => {
  const other = await space(platform, 'closed')
  const [mine, theirs] = [await fn(ctx, 'mine'), await fn(other, 'theirs')]
  const live = [instance(mine.id), instance(theirs.id), instance(randomUUID())]
  const seenBy = async (actor: Parameters<typeof as>[1]) => {
    const { items } = await listLiveInstances({ ctx: as(platform, actor), input: { limit: 50, live } })
    return items.map((item) => item.function).sort()
  }
  expect(await seenBy(ROOT)).toEqual(['mine', 'theirs'])
  const viewer = await person(platform, 'viewer')
  expect(await seenBy(viewer)).toEqual([])
  await space(platform, 'granted', { grants: { [(viewer as { id: string }).id]: 'viewer' } })
  expect(await seenBy(viewer)).toEqual([])
})

test('a thousand of each function are kept, for thirty days, and none of a deleted function', async () => {
  const [many, few] = [await fn(ctx, 'many'), await fn(ctx, 'few')]
  for (let n = 0; n < 1_010; n++) platform.instances.record(gone(many.id, { startedAt: NOON + n, endedAt: NOON + n }))
  platform.instances.record(gone(few.id, { startedAt: NOON - 29 * DAY, endedAt: NOON - 29 * DAY }))
  platform.instances.record(gone(few.id, { startedAt: NOON - 31 * DAY, endedAt: NOON - 31 * DAY }))
  await stored(platform)
  await keepHouse(platform)
  const count = async (name: string) => {
    let total = 0
    for (let cursor: string | null | undefined; cursor !== null;) {
      const input = { fn: name, limit: 200, cursor: cursor ?? undefined, live: [] }
      const page = await listInstances({ ctx, input })
      total += page.items.length
      cursor = page.nextCursor
    }
    return total
  }
  expect([await count('many'), await count('few')]).toEqual([1_000, 1])
  await deleteFunction({ ctx, input: { fn: 'many' } })
  await removeTrashedFunction({ ctx, input: { trashed: many.id } })
  platform.instances.record(gone(many.id))
  await stored(platform)
  const { rows } = await platform.pool.query('select from instances where function_id = $1', [many.id])
  expect(rows).toEqual([])
})

test('one that cannot be stored does not affect the others', async () => {
  const { id } = await fn(ctx, 'odd')
  platform.instances.record(gone(id, { invocations: 2 ** 40 }))
  const fine = gone(id)
  platform.instances.record(fine)
  await stored(platform)
  const { items } = await listInstances({ ctx, input: { fn: 'odd', limit: 10, live: [] } })
  expect(items.map((item) => item.id)).toEqual([fine.id])
  expect(lines).toMatchObject([{ level: 'error', message: 'Cannot store one of the ended instances' }])
})
