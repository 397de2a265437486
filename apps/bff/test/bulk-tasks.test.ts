import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const CODE = `
export const handler = async (event) => {
  if (!event.fixed) throw new TypeError('order ' + event.n + ' is broken')
}`
const FIXED = 'export const handler = async () => 1'
let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.deploy('shop', 'work', CODE)
  await alcove.api('PUT', '/spaces/shop/functions/work/task-settings', { retries: 0 })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const accept = async (event: object, headers: Record<string, string> = {}) => {
  const path = '/spaces/shop/functions/work/invocations'
  return (await alcove.api('POST', path, event, { Prefer: 'respond-async', ...headers })).body.id as string
}
const count = async (state: string) =>
  (await alcove.api('GET', `/spaces/shop/tasks?state=${state}&limit=100`)).body.items.length as number
const reaches = (state: string, many: number) => expect.poll(() => count(state), { interval: 100 }).toBe(many)
const bulk = (verb: string, body: object) => alcove.api('POST', `/spaces/shop/tasks/${verb}`, body)
const follow = async (id: string) => (await alcove.api('GET', `/spaces/shop/background-actions/${id}`)).body
const ends = (id: string, end: object) => expect.poll(() => follow(id), { interval: 100 }).toMatchObject(end)

test('dead letters are redriven together on a chosen version, and those that fail again stay dead', async () => {
  await Promise.all(Array.from({ length: 5 }, (_, n) => accept({ n })))
  await reaches('dead', 5)
  for (const scope of ['', '/spaces/shop']) {
    const groups = (await alcove.api('GET', `${scope}/tasks/dead-letters`)).body.items
    expect(groups).toMatchObject([
      {
        space: 'shop',
        function: 'work',
        count: 5,
        errorKey: 'TypeError: order # is broken',
        error: { name: 'TypeError' },
      },
    ])
    const queues = (await alcove.api('GET', `${scope}/tasks/queues`)).body.items
    expect(queues).toMatchObject([
      { space: 'shop', function: 'work', dead: 5, queued: 0, running: 0, oldestDueAt: null },
    ])
    const { items, nextCursor } = (await alcove.api('GET', `${scope}/tasks?limit=3`)).body
    const rest = (await alcove.api('GET', `${scope}/tasks?limit=3&cursor=${nextCursor}`)).body.items
    expect(new Set([...items, ...rest].map(({ id }) => id)).size).toBe(5)
  }
  const again = await bulk('redrive', { filter: {} })
  expect(again).toMatchObject({ status: 202, body: { kind: 'tasks.redrive', total: 5, startedBy: expect.any(String) } })
  await ends(again.body.id, { state: 'done', done: 5, outcomes: { succeeded: 0, failed: 5, waiting: 0 } })
  await reaches('dead', 5)

  await alcove.deploy('shop', 'work', FIXED)
  await alcove.api('POST', '/spaces/shop/functions/work/versions', {})
  const filter = { function: 'work', error: 'TypeError: order # is broken' }
  expect((await bulk('redrive', { filter, qualifier: 'nowhere' })).status).toBe(400)
  expect((await bulk('redrive', { filter: {}, qualifier: '1' })).status).toBe(400)
  const fixed = (await bulk('redrive', { filter, qualifier: '1' })).body
  await ends(fixed.id, { state: 'done', done: 5, outcomes: { succeeded: 5, failed: 0, waiting: 0 } })
  const { body } = await alcove.api('GET', '/spaces/shop/tasks?state=succeeded')
  expect(new Set(body.items.map((task: { qualifier: string }) => task.qualifier))).toEqual(new Set(['1']))
})

test('a paced redrive is stopped on the way, and leaves the rest as dead letters', async () => {
  await alcove.deploy('shop', 'work', CODE)
  await Promise.all(Array.from({ length: 3 }, (_, n) => accept({ n })))
  await reaches('dead', 3)
  await alcove.deploy('shop', 'work', FIXED)
  const { id } = (await bulk('redrive', { filter: {}, perMinute: 1 })).body
  await ends(id, { state: 'running', done: 1 })
  const stopped = await alcove.api('POST', `/spaces/shop/background-actions/${id}/stop`)
  expect(stopped).toMatchObject({ status: 200, body: { stopping: true } })
  await ends(id, { state: 'stopped', done: 1, endedAt: expect.any(String) })
  expect(await count('dead')).toBe(2)
  expect((await alcove.api('POST', `/spaces/shop/background-actions/${id}/stop`)).status).toBe(409)
  const { body } = await alcove.api('GET', '/spaces/shop/background-actions?kind=tasks.redrive&state=stopped')
  expect(body.items.map((action: { id: string }) => action.id)).toEqual([id])
})

test('waiting tasks are cancelled or purged by a filter, and nothing else is touched', async () => {
  for (let n = 0; n < 4; n++) await accept({ n }, { 'X-Alcove-Delay-Seconds': '600' })
  const [queue] = (await alcove.api('GET', '/spaces/shop/tasks/queues')).body.items
  expect(queue).toMatchObject({ queued: 4, retrying: 0, maxConcurrency: 10, nextDueAt: expect.any(String) })
  const cancel = (await bulk('cancel', { filter: { function: 'work' } })).body
  await ends(cancel.id, { state: 'done', total: 4, done: 4 })
  expect(await count('cancelled')).toBe(4)
  const purge = (await bulk('purge', { filter: { state: ['cancelled', 'dead'] } })).body
  await ends(purge.id, { state: 'done', total: 6, done: 6 })
  expect([await count('cancelled'), await count('dead'), await count('succeeded')]).toEqual([0, 0, 6])
  expect((await bulk('purge', { filter: { state: 'running' } })).status).toBe(400)
  expect((await bulk('cancel', { filter: { state: 'dead' } })).status).toBe(400)
})
