import { keepHouse } from '@alcove/platform'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openShop, type Alcove } from './alcove.ts'

const DAY_MS = 86_400_000
let alcove: Alcove
let shiftMs = 0
beforeAll(async () => {
  alcove = await openShop({ clock: { now: () => Date.now() + shiftMs } })
})
afterAll(() => alcove[Symbol.asyncDispose]())

test('a sink whose records are soon no longer kept warns, and its event comes once', async () => {
  const config = { url: 'https://collector.example/' }
  await alcove.api('PUT', '/spaces/shop/sinks/held', { type: 'http', datasets: ['invocations'], config, paused: true })
  await alcove.api('PUT', '/spaces/shop/sinks/other', { type: 'http', datasets: ['metrics'], config, paused: true })
  await alcove.api('POST', '/spaces/shop/functions/echo/invocations', {})
  const held = async () => (await alcove.api('GET', '/spaces/shop/sinks/held')).body
  const expired = async () => (await alcove.api('GET', '/spaces/shop/events?type=alcove.sink.expiring')).body.items
  await expect.poll(async () => (await held()).cursors[0].waiting).toBe(1)

  // Invocations are kept for 30 days, metrics for 400.
  shiftMs = 28.9 * DAY_MS
  expect(await held()).toMatchObject({ expiring: false, state: 'paused' })
  await keepHouse(alcove.deps.platform)
  expect(await expired()).toEqual([])

  shiftMs = 29.1 * DAY_MS
  const { keptUntil } = await held()
  expect(await held()).toMatchObject({ expiring: true })
  await keepHouse(alcove.deps.platform)
  await keepHouse(alcove.deps.platform)
  const events = await expired()
  expect(events).toMatchObject([{ source: '/spaces/shop/sinks/held' }])
  const { body } = await alcove.api('GET', `/spaces/shop/events/${events[0].eventId}`)
  expect(JSON.stringify(body)).toContain(keptUntil)
})
