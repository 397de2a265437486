import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const PATH = '/spaces/shop/events'
const STRUCTURED = { 'content-type': 'application/cloudevents+json' }
const BATCH = { 'content-type': 'application/cloudevents-batch+json' }
let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.deploy('shop', 'work', 'export const handler = (event) => event')
  await alcove.api('PUT', '/spaces/shop/functions/work/triggers/orders', {
    type: 'event',
    config: { pattern: { type: [{ prefix: 'order.' }] } },
  })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const binary = (attributes: Record<string, string>) =>
  Object.fromEntries(
    Object.entries({ specversion: '1.0', source: '/tests', type: 'order.created', ...attributes }).map(
      ([name, value]) => [`ce-${name}`, value],
    ),
  )
const stored = async (id: string) => (await alcove.api('GET', `${PATH}/${id}`)).body
const publish = (text: string, headers: Record<string, string>) => alcove.json('POST', PATH, text, headers)

test.each<[mode: string, text: string, headers: Record<string, string>, event: object]>([
  [
    'binary with JSON',
    '{"total":5}',
    binary({ id: 'b1' }),
    { data: { total: 5 }, datacontenttype: 'application/json' },
  ],
  [
    'binary with text and an encoded attribute',
    'héllo',
    { ...binary({ id: 'b2', subject: 'caf%C3%A9' }), 'content-type': 'text/plain' },
    { data: 'héllo', subject: 'café' },
  ],
  [
    'binary with bytes',
    'x',
    { ...binary({ id: 'b3' }), 'content-type': 'application/octet-stream' },
    { data_base64: 'eA==' },
  ],
  [
    'structured with an extension',
    JSON.stringify({ specversion: '1.0', id: 's1', source: '/tests', type: 'order.paid', region: 'eu', subject: null }),
    STRUCTURED,
    { type: 'order.paid', region: 'eu' },
  ],
  [
    'structured as plain JSON',
    JSON.stringify({ specversion: '1.0', id: 's2', source: '/tests', type: 'order.paid', data: { total: 5 } }),
    {},
    { type: 'order.paid', data: { total: 5 } },
  ],
])('takes %s, and starts the function with it', async (_, text, headers, event) => {
  const { status, body } = await publish(text, headers)
  expect([status, body.events]).toMatchObject([202, [{ duplicate: false, source: '/tests' }]])
  const id = body.events[0].eventId
  await expect.poll(async () => (await stored(id)).firings[0]?.task?.state, { timeout: 60_000 }).toBe('succeeded')
  const { event: kept, firings } = await stored(id)
  expect(kept).toMatchObject(event)
  const task = await alcove.api('GET', `/spaces/shop/tasks/${firings[0].taskId}`)
  expect(JSON.parse(task.body.event)).toEqual(kept)
  expect(task.body).toMatchObject({ trigger: 'event', triggerName: 'orders' })
})

test('accepts a batch as a whole, and each id once', async () => {
  const event = { specversion: '1.0', id: 'x1', source: '/batch', type: 'stock.low' }
  const { body } = await publish(JSON.stringify([event, { ...event, id: 'x2' }, event]), BATCH)
  expect(body.events.map(({ duplicate }: { duplicate: boolean }) => duplicate)).toEqual([false, false, true])
  const again = await publish(JSON.stringify(event), STRUCTURED)
  expect(again.body.events).toEqual([{ id: 'x1', source: '/batch', eventId: null, duplicate: true }])
})

const good = { specversion: '1.0', id: 'bad', source: '/tests', type: 'order.created' }
test.each<[what: string, text: string, headers: Record<string, string>, status: number, path: string]>([
  ['no id', '{}', binary({ id: '' }), 400, 'ce-id'],
  ['no attributes', '{}', {}, 400, 'id'],
  ['another version', '{}', binary({ id: '1', specversion: '0.3' }), 400, 'ce-specversion'],
  ['an encoding that is none', '{}', binary({ id: '1', subject: '%E0%A4%A' }), 400, 'ce-subject'],
  ['a missing id', JSON.stringify({ ...good, id: undefined }), STRUCTURED, 400, 'id'],
  ['an id that is no text', JSON.stringify({ ...good, id: 5 }), STRUCTURED, 400, 'id'],
  ['a control character', JSON.stringify({ ...good, type: 'a\u0000b' }), STRUCTURED, 400, 'type'],
  ['a source with spaces', JSON.stringify({ ...good, source: 'a b' }), STRUCTURED, 400, 'source'],
  ['a time that is none', JSON.stringify({ ...good, time: 'yesterday' }), STRUCTURED, 400, 'time'],
  ['an attribute that is an object', JSON.stringify({ ...good, region: {} }), STRUCTURED, 400, 'region'],
  ['a name with capitals', JSON.stringify({ ...good, Region: 'eu' }), STRUCTURED, 400, 'Region'],
  ['a name that is a prototype', JSON.stringify(good).replace('{', '{"__proto__":"x",'), STRUCTURED, 400, '__proto__'],
  ['data twice', JSON.stringify({ ...good, data: 1, data_base64: 'eA==' }), STRUCTURED, 400, 'data'],
  ['a type of Alcove', JSON.stringify({ ...good, type: 'alcove.task.dead' }), STRUCTURED, 400, 'type'],
  ['no object', '[1]', BATCH, 400, ''],
  ['the second of a batch', JSON.stringify([{ ...good }, { ...good, source: '' }]), BATCH, 400, '1.source'],
  ['a batch that is none', JSON.stringify(good), BATCH, 400, ''],
  ['too many', JSON.stringify(Array.from({ length: 101 }, () => good)), BATCH, 400, ''],
  ['too much', JSON.stringify({ ...good, data: 'x'.repeat(300_000) }), STRUCTURED, 400, ''],
])('refuses %s, and keeps nothing', async (_, text, headers, status, path) => {
  const count = async () => (await alcove.api('GET', `${PATH}?limit=200`)).body.items.length
  const before = await count()
  const answer = await publish(text, headers)
  expect([answer.status, answer.body.code]).toEqual([status, 'ValidationFailed'])
  expect(answer.body.errors.map((error: { path: string }) => error.path)).toContain(path)
  expect(await count()).toBe(before)
})

test('refuses other formats of CloudEvents, and invalid JSON', async () => {
  const xml = await publish('<event/>', { 'content-type': 'application/cloudevents+xml' })
  expect([xml.status, xml.body.code]).toEqual([415, 'UnsupportedMediaType'])
  const broken = await publish('{', STRUCTURED)
  expect([broken.status, broken.body.code]).toEqual([400, 'MalformedJson'])
})

test('a dead task is an event, and a function that fails on it does not loop for ever', async () => {
  await alcove.deploy('shop', 'mourner', `export const handler = () => { throw new Error('again') }`)
  const fn = '/spaces/shop/functions/mourner'
  await alcove.api('PUT', `${fn}/task-settings`, { retries: 0 })
  await alcove.api('PUT', `${fn}/triggers/dead`, {
    type: 'event',
    config: { pattern: { type: ['alcove.task.dead'] } },
  })
  await alcove.api('POST', `${fn}/invocations`, {}, { Prefer: 'respond-async' })
  const firings = async () => (await alcove.api('GET', `${fn}/triggers/dead/firings?limit=200`)).body.items
  await expect.poll(async () => (await firings())[0]?.reason, { timeout: 120_000, interval: 500 }).toBe('loop')
  expect((await firings()).length).toBeLessThanOrEqual(17)
})

const PUBLISHING: Record<string, string> = {
  nodejs24: `
    import { alcove } from 'alcove'
    export const handler = async (event) => {
      try {
        return await alcove.publish(event)
      } catch (error) {
        return { code: error.code, message: error.message }
      }
    }`,
  python3: `
import alcove

def handler(event, context):
    try:
        return alcove.publish(*event) if isinstance(event, list) else alcove.publish(event)
    except alcove.AlcoveError as error:
        return {"code": error.code, "message": str(error)}
`,
}

test.each(Object.keys(PUBLISHING))(
  'a function in %s publishes events with its own name, and learns what is wrong',
  async (runtime) => {
    const name = `says-${runtime}`
    const python = runtime === 'python3'
    await alcove.api('POST', '/spaces/shop/functions', {
      name,
      runtime,
      handler: python ? 'main.handler' : 'index.handler',
      timeoutSeconds: 20,
      files: { [python ? 'main.py' : 'index.mjs']: PUBLISHING[runtime]! },
    })
    const call = async (event: unknown) =>
      (await alcove.api('POST', `/spaces/shop/functions/${name}/invocations`, event)).body
    const [one] = await call({ type: 'order.said', data: { total: 1 } })
    expect(one).toMatchObject({ source: `/spaces/shop/functions/${name}`, duplicate: false })
    const kept = await stored(one.eventId)
    expect(kept).toMatchObject({ publisher: `function ${name}`, event: { type: 'order.said', data: { total: 1 } } })
    expect(kept.parentId).toEqual(expect.any(String))
    await expect.poll(async () => (await stored(one.eventId)).started, { timeout: 60_000 }).toBe(1)
    // Larger than one frame.
    const long = await call([
      { type: 'stock.low', id: '1', data: 'x'.repeat(200_000) },
      { type: 'stock.low', id: '2', data: 'y'.repeat(200_000) },
      { type: 'stock.low', id: '1' },
    ])
    expect(long.map(({ duplicate }: { duplicate: boolean }) => duplicate)).toEqual([false, false, true])
    expect(await call({ data: 1 })).toMatchObject({
      code: 'ValidationFailed',
      message: expect.stringContaining('type'),
    })
    expect(await call({ type: 'alcove.task.dead' })).toMatchObject({ code: 'ValidationFailed' })
  },
)

test('a function shows what starts it and what it feeds', async () => {
  const { deploy, api } = alcove
  await deploy(
    'shop',
    'front',
    `
    import { alcove } from 'alcove'
    export const handler = async () => {
      await alcove.publish({ type: 'front.ready' })
      return alcove.invoke('back', {})
    }`,
  )
  await deploy('shop', 'back', 'export const handler = () => 1')
  await api('PUT', '/spaces/shop/functions/back/triggers/lines', { type: 'log', config: { function: 'front' } })
  await api('PUT', '/spaces/shop/functions/front/triggers/web', { type: 'http', config: { auth: 'space' } })
  await api('PUT', '/spaces/shop/routes/entry', { method: 'GET', path: '/front/{id}', function: 'front', auth: 'none' })
  expect((await api('POST', '/spaces/shop/functions/front/invocations', {})).body).toBe(1)
  const flow = async (fn: string) => (await api('GET', `/spaces/shop/functions/${fn}/flow`)).body
  expect(await flow('front')).toMatchObject({
    fedBy: [
      { kind: 'trigger', name: 'web', detail: 'http' },
      { kind: 'route', name: 'entry', detail: 'GET /front/{id}' },
    ],
    feeds: [
      { kind: 'call', name: 'back', count: 1 },
      { kind: 'event', name: 'front.ready', count: 1 },
      { kind: 'log', name: 'lines', detail: 'back' },
    ],
  })
  expect((await flow('back')).fedBy).toMatchObject([
    { kind: 'trigger', name: 'lines' },
    { kind: 'call', name: 'front', count: 1 },
  ])
})

test('a function that publishes what starts it ends after sixteen hops', async () => {
  await alcove.deploy(
    'shop',
    'echoes',
    `
    import { alcove } from 'alcove'
    export const handler = () => alcove.publish({ type: 'echo' })`,
  )
  const fn = '/spaces/shop/functions/echoes'
  await alcove.api('PUT', `${fn}/triggers/again`, { type: 'event', config: { pattern: { type: ['echo'] } } })
  await alcove.api('POST', `${fn}/invocations`, {})
  const firings = async () => (await alcove.api('GET', `${fn}/triggers/again/firings?limit=200`)).body.items
  await expect.poll(async () => (await firings())[0]?.reason, { timeout: 120_000, interval: 500 }).toBe('loop')
  expect(await firings()).toHaveLength(16)
})

test.each<[what: string, type: string, config: object, path: string]>([
  ['no pattern', 'event', {}, 'config.pattern'],
  ['a value that is not a list', 'event', { pattern: { type: 'order' } }, 'config.pattern.type'],
  ['an invalid condition', 'event', { pattern: { data: { total: [{ like: 1 }] } } }, 'config.pattern.data.total.0'],
  ['a field too much', 'event', { pattern: { type: ['a'] }, function: 'work' }, 'config.function'],
  ['no function', 'log', {}, 'config.function'],
  ['a function that is not there', 'log', { function: 'absent' }, 'config.function'],
  ['its own lines', 'log', { function: 'work' }, 'config.function'],
  ['an expression that is none', 'log', { function: 'echoes', regex: '(' }, 'config.regex'],
  ['a level that is none', 'log', { function: 'echoes', level: 'fatal' }, 'config.level'],
  ['a window without end', 'log', { function: 'echoes', batchWindowSeconds: 1e9 }, 'config.batchWindowSeconds'],
])('a trigger with %s is refused, and none is made', async (_, type, config, path) => {
  const url = '/spaces/shop/functions/work/triggers/wrong'
  const { status, body } = await alcove.api('PUT', url, { type, config })
  expect([status, body.code]).toEqual([400, 'ValidationFailed'])
  expect(body.errors.map((error: { path: string }) => error.path)).toContain(path)
  expect((await alcove.api('GET', url)).status).toBe(404)
})
