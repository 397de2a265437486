// oxlint-disable typescript/no-explicit-any -- the inspector answers whatever was asked for
import { newId } from '@alcove/platform'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'
import { openDebugger, openDebugSocket } from './debug-client.ts'

/* A debug session over its socket: what it shows, who reaches it, and how it ends. */

let alcove: Alcove
let admin: string
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop', visibility: 'public' })
  await alcove.api('POST', '/spaces', { name: 'other' })
  const code = `export const handler = async (event) => {
  const total = event.price * 2
  if (total < 0) throw new RangeError('negative')
  return { total }
}`
  await alcove.deploy('shop', 'cart', code)
  await alcove.deploy('other', 'cart', code)
  admin = cookieOf(await alcove.signIn())
})
afterAll(() => alcove[Symbol.asyncDispose]())

const PASSWORD = 'a-long-password-of-theirs'
const cookieOf = (answer: Response) => answer.headers.get('set-cookie')!.split(';')[0]!

async function person(role: string): Promise<{ id: string; cookie: string }> {
  const email = `${newId()}@alcove.test`
  const invited = await alcove.api('POST', '/accounts/invite', { email })
  const token = new URL(invited.body.link).searchParams.get('token')!
  await alcove.api('POST', `/invitations/${token}`, { password: PASSWORD }, { authorization: '' })
  const { id } = invited.body.account
  await alcove.api('PUT', `/spaces/shop/grants/${id}`, { role })
  return { id, cookie: cookieOf(await alcove.signIn(PASSWORD, email)) }
}

/** The status with which a socket was refused. */
function refusal(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = openDebugSocket(alcove, path, headers)
    socket.on('unexpected-response', (request, response) => {
      resolve(response.statusCode!)
      request.destroy()
    })
    socket.on('open', () => reject(new Error('The socket was opened')))
    socket.on('error', () => {})
  })
}

const PATH = '/spaces/shop/functions/cart/debug'
const running = () => alcove.deps.engine.instances().filter(({ state }) => state !== null).length

test('a failed call is opened with its input and pauses where it throws; the session is audited and leaves nothing', async () => {
  const failed = await alcove.api('POST', '/spaces/shop/functions/cart/invocations', { price: -1 })
  expect(failed.status).toBe(502)
  const before = running()
  const client = await openDebugger(alcove, `${PATH}?invocation=${failed.body.invocationId}`, {
    cookie: admin,
    origin: alcove.origin,
  })
  const started = await client.next('started')
  expect(started).toMatchObject({ version: null, event: { text: '{"price":-1}', truncated: false } })
  await client.send('Debugger.enable')
  await client.send('Debugger.setPauseOnExceptions', { state: 'uncaught' })
  await client.send('Runtime.runIfWaitingForDebugger')
  client.call(JSON.parse(started.event!.text))
  const paused = (await client.next('event', 'Debugger.paused')).params as any
  const held = await client.next('held')
  expect(held.ranMs).toBeLessThan(started.timeoutMs)
  expect(held.memoryMb).toBeGreaterThan(0)
  expect(paused.callFrames[0].location.lineNumber).toBe(2)
  const { result } = await client.send('Debugger.evaluateOnCallFrame', {
    callFrameId: paused.callFrames[0].callFrameId,
    expression: 'total',
  })
  expect(result.value).toBe(-2)
  expect(await client.send('Target.attachToTarget')).toMatchObject({ message: expect.stringContaining('takes no') })
  await client.send('Debugger.resume')
  expect(await client.next('result')).toMatchObject({ status: 'functionError', error: { name: 'RangeError' } })
  client.close()
  await expect.poll(running).toBe(before)
  const { body } = await alcove.api('GET', '/audit?action=functions:debug')
  expect(body.items[0]).toMatchObject({ target: 'function cart', detail: { invocation: failed.body.invocationId } })
})

test('nobody else reaches a session: no viewer, no other space or site, and nobody unknown', async () => {
  const viewer = await person('viewer')
  const developer = await person('developer')
  expect(await refusal(PATH, { cookie: viewer.cookie, origin: alcove.origin })).toBe(403)
  expect(await refusal('/spaces/other/functions/cart/debug', { cookie: developer.cookie })).toBe(404)
  expect(await refusal(PATH, {})).toBe(401)
  expect(await refusal(PATH, { cookie: admin, origin: alcove.gatewayOrigin })).toBe(403)
  expect(await refusal(PATH, { cookie: admin, origin: 'https://evil.example' })).toBe(403)
  expect((await alcove.api('GET', PATH)).body).toEqual({ supported: true, minutes: 30 })
})

test('a session ends with its right, with the developer’s next session, and on an invalid request', async () => {
  const developer = await person('developer')
  const headers = { cookie: developer.cookie, origin: alcove.origin }
  const first = await openDebugger(alcove, PATH, headers)
  await first.next('started')
  const second = await openDebugger(alcove, PATH, headers)
  expect(await first.next('ended')).toMatchObject({ reason: 'You have started another debug session' })
  await second.next('started')
  await alcove.api('PUT', `/spaces/shop/grants/${developer.id}`, { role: 'viewer' })
  expect(await second.next('ended')).toMatchObject({ code: 'Forbidden' })
  const third = await openDebugger(alcove, PATH, { cookie: admin, origin: alcove.origin })
  const { instanceId } = await third.next('started')
  third.call(undefined)
  await third.next('ended')
  await expect.poll(() => alcove.deps.engine.instances().map(({ id }) => id)).not.toContain(instanceId)
})

test('DevTools take a heap snapshot beside the panel, and nothing that leaves the inspector', async () => {
  const client = await openDebugger(alcove, PATH, { cookie: admin, origin: alcove.origin })
  await client.next('started')
  expect(await client.send('HeapProfiler.takeHeapSnapshot')).toMatchObject({
    message: 'A debug session takes no HeapProfiler.takeHeapSnapshot',
  })
  for (const method of ['NodeWorker.enable', 'NodeTracing.start', 'Network.enable', 'Runtime.terminateExecution'])
    // oxlint-disable-next-line no-await-in-loop
    expect(await client.send(method, {}, 'devtools')).toMatchObject({ message: `A debug session takes no ${method}` })
  await client.send('HeapProfiler.enable', {}, 'devtools')
  await client.send('HeapProfiler.takeHeapSnapshot', {}, 'devtools')
  const chunks = client.news.flatMap((said) =>
    said.type === 'event' && said.method === 'HeapProfiler.addHeapSnapshotChunk' ? [(said.params as any).chunk] : [],
  )
  expect(JSON.parse(chunks.join('')).snapshot.node_count).toBeGreaterThan(1000)
  client.close()
})

test('the page of the DevTools has no origin, and its files are those of the package alone', async () => {
  const page = await fetch(`${alcove.origin}/devtools/`)
  const policy = page.headers.get('content-security-policy')!
  expect(policy).toMatch(/^sandbox allow-scripts allow-downloads; default-src 'none';/)
  const script = /src="([^"]+js_app\.js)"/.exec(await page.text())![1]!
  const file = await fetch(alcove.origin + script)
  expect([file.status, file.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
  for (const path of ['%2e%2e%2fLICENSE', '..%2f..%2fpackage.json', 'none.js'])
    // oxlint-disable-next-line no-await-in-loop
    expect((await fetch(new URL(`./${path}`, alcove.origin + script))).status).toBe(404)
})

test('what its quota suspends runs under no debugger either, and says why', async () => {
  const cart = '/spaces/shop/functions/cart'
  await alcove.api('PUT', `${cart}/quota`, { executionsPerMonth: 1 })
  await alcove.api('POST', `${cart}/invocations`, { price: 1 })
  const client = await openDebugger(alcove, `${cart}/debug`, { cookie: admin, origin: alcove.origin })
  expect(await client.next('ended')).toMatchObject({
    code: 'QuotaExceeded',
    reason: expect.stringMatching(/^The function cart is suspended: its 1 executions .* It resumes at /),
  })
  await alcove.api('PUT', `${cart}/quota`, {})
})
