import { newId, runTasks, type AttemptOutcome } from '@alcove/platform'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const FN = '/spaces/shop/functions/work'
const CODE = `
let calls = 0
export const handler = async (event, context) => {
  console.log('attempt', ++calls)
  if (event.wait) await new Promise((resolve) => setTimeout(resolve, event.wait))
  if (event.fail) throw new TypeError('order 17 is broken')
  return event
}`
let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.deploy('shop', 'work', CODE)
})
afterAll(() => alcove[Symbol.asyncDispose]())

const accept = (event: unknown, headers: Record<string, string> = {}) =>
  alcove.api('POST', `${FN}/invocations`, event, { Prefer: 'respond-async', ...headers })
const read = async (id: string) => (await alcove.api('GET', `/spaces/shop/tasks/${id}`)).body
const reaches = (id: string, state: string) =>
  expect.poll(async () => (await read(id)).state, { timeout: 60_000 }).toBe(state)

test('an accepted call is a task that runs, and its attempt is an invocation that names it', async () => {
  const { status, body, headers } = await accept({ n: 1 })
  expect({ status, body }).toEqual({ status: 202, body: { id: expect.any(String), state: 'queued' } })
  expect(headers.get('location')).toBe(`/api/v1/spaces/shop/tasks/${body.id}`)
  await reaches(body.id, 'succeeded')
  const task = await read(body.id)
  expect(task).toMatchObject({ function: 'work', trigger: 'api', attemptCount: 1, event: '{"n":1}', error: null })
  const [attempt] = task.attempts
  expect(attempt).toMatchObject({ number: 1, status: 'success' })
  const invocation = await alcove.api('GET', `/spaces/shop/invocations/${attempt.invocationId}`)
  expect(invocation.body).toMatchObject({ taskId: body.id, traceId: task.traceId, status: 'success' })
})

test('a call of a missing function, or with an unreadable event, is refused and makes no task', async () => {
  const before = (await alcove.api('GET', '/spaces/shop/tasks')).body.items.length
  const path = '/spaces/shop/functions'
  const prefer = { Prefer: 'respond-async' }
  expect((await alcove.api('POST', `${path}/nothing/invocations`, {}, prefer)).status).toBe(404)
  expect((await alcove.api('POST', `${FN}/invocations?qualifier=nowhere`, {}, prefer)).status).toBe(404)
  for (const delay of ['-1', '1e3', 'soon', '9999999']) {
    expect((await accept({}, { 'X-Alcove-Delay-Seconds': delay })).body).toMatchObject({
      code: 'ValidationFailed',
      errors: [{ path: 'X-Alcove-Delay-Seconds' }],
    })
  }
  // What a client may mean by these, it would not get.
  const due = new Date(Date.now() + 60_000).toISOString()
  const delay = { 'X-Alcove-Delay-Seconds': '60' }
  for (const [query, headers, path] of [
    ['', delay, 'X-Alcove-Delay-Seconds'],
    [`?runAt=${due}`, {}, 'runAt'],
    [`?runAt=${due}`, { ...prefer, ...delay }, 'runAt'],
    ['', { ...prefer, 'Idempotency-Key': '' }, 'idempotency-key'],
  ] as const) {
    expect((await alcove.api('POST', `${FN}/invocations${query}`, {}, headers)).body).toMatchObject({
      code: 'ValidationFailed',
      errors: [{ path }],
    })
  }
  expect((await alcove.api('GET', '/spaces/shop/tasks')).body.items).toHaveLength(before)
})

test('a function URL makes requests tasks where its trigger says so, and stores no credentials', async () => {
  await alcove.deploy(
    'shop',
    'hook',
    `export default { fetch: async (request) => new Response(await request.text()) }`,
    {
      handler: 'index.default',
    },
  )
  const url = `${alcove.gatewayOrigin}/fn/shop/hook/orders?n=1`
  const post = (headers: Record<string, string> = {}) =>
    fetch(url, { method: 'POST', body: 'hello', headers: { Prefer: 'respond-async', Cookie: 'session=1', ...headers } })
  const trigger = (config: object) =>
    alcove.api('PUT', '/spaces/shop/functions/hook/triggers/web', { type: 'http', config: { auth: 'none', ...config } })
  await trigger({})
  expect((await post()).status).toBe(200)
  await trigger({ respondAsync: true })
  const first = await post({ 'Idempotency-Key': 'once' })
  expect([first.status, first.headers.get('preference-applied')]).toEqual([202, 'respond-async'])
  const { id } = (await first.json()) as { id: string }
  await reaches(id, 'succeeded')
  const task = await read(id)
  expect(task).toMatchObject({ trigger: 'http', triggerName: 'web' })
  const event = JSON.parse(task.event)
  expect(event).toMatchObject({ version: '2.0', rawPath: '/orders', body: 'hello', isBase64Encoded: false })
  expect(task.event).not.toContain('session=1')
  expect(event.headers).not.toHaveProperty('tracestate')
  const again = await post({ 'Idempotency-Key': 'once' })
  expect([again.status, await again.json()]).toEqual([202, { id, state: 'queued' }])
  const other = await fetch(`${url}&n=2`, {
    method: 'POST',
    body: 'hello',
    headers: { Prefer: 'respond-async', 'Idempotency-Key': 'once' },
  })
  expect(other.status).toBe(422)
  expect((await post({ 'Idempotency-Key': 'x'.repeat(201) })).status).toBe(400)
  expect((await post({ 'X-Alcove-Delay-Seconds': 'soon' })).status).toBe(400)
  const delayed = (await (await post({ 'X-Alcove-Delay-Seconds': '3600' })).json()) as { id: string }
  const { acceptedAt, runAt } = await read(delayed.id)
  expect((Date.parse(runAt) - Date.parse(acceptedAt)) / 1000).toBeCloseTo(3600, -2)
})

test('one idempotency key makes one task, however many requests arrive at once', async () => {
  const asked = await Promise.all(Array.from({ length: 8 }, () => accept({ n: 2 }, { 'Idempotency-Key': 'once' })))
  const ids = new Set(asked.filter(({ status }) => status === 202).map(({ body }) => body.id))
  expect(ids.size).toBe(1)
  expect((await accept({ n: 3 }, { 'Idempotency-Key': 'once' })).status).toBe(422)
})

test('a delayed task waits, and can be cancelled; a running one is stopped', async () => {
  const waiting = (await accept({}, { 'X-Alcove-Delay-Seconds': '600' })).body.id
  expect(await read(waiting)).toMatchObject({ state: 'queued', attempts: [] })
  expect((await alcove.api('POST', `/spaces/shop/tasks/${waiting}/cancel`)).body.state).toBe('cancelled')
  expect((await alcove.api('POST', `/spaces/shop/tasks/${waiting}/cancel`)).status).toBe(409)
  const running = (await accept({ wait: 60_000 })).body.id
  await reaches(running, 'running')
  await alcove.api('POST', `/spaces/shop/tasks/${running}/cancel`)
  await reaches(running, 'cancelled')
})

test('a task that fails for good is a dead letter with all its attempts; a redrive runs it again', async () => {
  const { id } = (await accept({ fail: true })).body
  await reaches(id, 'dead')
  const dead = await read(id)
  expect(dead).toMatchObject({
    attemptCount: 3,
    maxAttempts: 3,
    errorCode: 'FunctionError',
    errorKey: 'TypeError: order # is broken',
    attempts: [1, 2, 3].map((number) => ({ number, status: 'functionError' })),
  })
  const listed = await alcove.api('GET', `/spaces/shop/tasks?state=dead&error=${encodeURIComponent(dead.errorKey)}`)
  expect(listed.body.items.map((task: { id: string }) => task.id)).toEqual([id])
  // Its numbers stay as they were written, longer than those of JavaScript.
  const event = '{"fixed":true,"order":12345678901234567890,"price":1.10}'
  const json = { 'content-type': 'application/json' }
  const sent = await alcove.raw('POST', `/spaces/shop/tasks/${id}/redrive`, `{"event":${event}}`, json)
  const edited = (await sent.json()) as { id: string; event: string }
  expect(edited.id).not.toBe(id)
  expect(edited.event).toBe(event)
  await reaches(edited.id, 'succeeded')
  expect((await alcove.api('POST', `/spaces/shop/tasks/${id}/redrive`, {})).body).toMatchObject({ state: 'queued' })
  await expect.poll(async () => (await read(id)).attempts.length, { timeout: 60_000 }).toBeGreaterThan(3)
  expect((await alcove.api('POST', `/spaces/shop/tasks/${id}/redrive`, {})).status).toBe(409)
})

test('a timer delivers its payload digit for digit, at its ticks and when fired by hand', async () => {
  const payload = '{"order":12345678901234567890,"price":1.10}'
  const json = { 'content-type': 'application/json' }
  const path = '/spaces/shop/functions/work/triggers/digits'
  const put = await alcove.raw('PUT', path, `{"type":"timer","config":{"rateSeconds":1,"payload":${payload}}}`, json)
  expect(put.status).toBe(201)
  expect(await put.text()).toContain(`"payload":${payload}`)
  expect((await alcove.api('GET', path)).body.payloadText).toBe(payload)
  expect((await alcove.api('POST', `${path}/fire`, {})).status).toBe(201)
  const causes = async () => {
    const { items } = (await alcove.api('GET', `${path}/firings`)).body
    const tasks = items.filter(({ taskId }: { taskId: string | null }) => taskId !== null)
    const seen = new Map<string, string>()
    for (const { cause, taskId } of tasks) seen.set(cause, (await read(taskId)).event)
    return [...seen].filter(([, event]) => event.endsWith(`"payload":${payload}}`)).map(([cause]) => cause)
  }
  await expect.poll(causes, { timeout: 60_000 }).toEqual(expect.arrayContaining(['manual', 'source']))
  await alcove.api('DELETE', path)
})

describe('workers', () => {
  test('the tasks of a dead worker are run by another one, and late results of the dead one are ignored', async () => {
    const { platform } = alcove.deps
    const gone = newId()
    const { id } = (await accept({ n: 4 }, { 'X-Alcove-Delay-Seconds': '3600' })).body
    await platform.pool.query(
      `update tasks set state = 'running', owner = $1, attempts = 1, invocation_ids = array[$2::uuid] where id = $3`,
      [gone, newId(), id],
    )
    await reaches(id, 'succeeded')
    const { attempts } = await read(id)
    expect(attempts.map(({ status }: { status: string }) => status)).toEqual(['lost', 'success'])
  })

  test('two of them run each task once, within the concurrency of its function', async () => {
    const { platform } = alcove.deps
    await alcove.deploy('shop', 'other', 'export const handler = () => 1')
    const settings = await alcove.api('PUT', '/spaces/shop/functions/other/task-settings', { maxConcurrency: 3 })
    expect(settings.body).toMatchObject({ maxConcurrency: 3, retries: 2, deadLetters: true })
    const ran = new Map<string, number>()
    let running = 0
    let most = 0
    const attempt = async ({ id }: { id: string }): Promise<AttemptOutcome> => {
      ran.set(id, (ran.get(id) ?? 0) + 1)
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running -= 1
      return { kind: 'succeeded' }
    }
    const workers = [runTasks(platform, attempt), runTasks(platform, attempt)]
    const made = await Promise.all(
      Array.from({ length: 60 }, () =>
        alcove.api('POST', '/spaces/shop/functions/other/invocations', {}, { Prefer: 'respond-async' }),
      ),
    )
    const ids = made.map(({ body }) => body.id as string)
    await expect
      .poll(
        async () =>
          (await alcove.api('GET', '/spaces/shop/tasks?function=other&state=succeeded&limit=100')).body.items.length,
        { timeout: 60_000 },
      )
      .toBe(ids.length)
    for (const worker of workers) await worker.close()
    // The server's own worker took its share.
    expect(ran.size).toBeGreaterThan(0)
    expect([...ran.values()].every((times) => times === 1)).toBe(true)
    expect(most).toBeLessThanOrEqual(3)
  })
})
