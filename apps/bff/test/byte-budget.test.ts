import { MB } from '@alcove/contract'
import type { Socket } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ByteBudget } from '../src/wire/byte-budget.ts'
import { TrustedProxies } from '../src/wire/trusted-proxies.ts'
import { openAlcove, type Alcove } from './alcove.ts'
import { ask, open, replyOn } from './socket.ts'

const limits = { server: 16 * MB, space: 12 * MB, address: 8 * MB }
const budget = new ByteBudget(limits)
let alcove: Alcove
beforeAll(async () => {
  // Every X-Forwarded-For address is a client of its own.
  alcove = await openAlcove({ budget, proxies: new TrustedProxies(['127.0.0.1']) })
  for (const space of ['shop', 'other']) {
    await alcove.api('POST', '/spaces', { name: space })
    await deploy(
      space,
      'held',
      `export const handler = async (event, { signal }) => {
      const hold = event.rawPath === '/hold'
      if (hold) await new Promise((done) => { setTimeout(done, 20_000); signal.addEventListener('abort', done) })
      return 'x'.repeat(Number(event.queryStringParameters?.bytes ?? 0))
    }`,
    )
  }
  await deploy(
    'shop',
    'caller',
    `import { alcove } from 'alcove'
    export const handler = async (event) => {
      const bytes = Number(event.queryStringParameters.bytes)
      return alcove.invoke('held', { text: 'x'.repeat(bytes) }).then(() => 'called', (error) => error.name)
    }`,
  )
})
afterAll(() => alcove[Symbol.asyncDispose]())

async function deploy(space: string, fn: string, code: string): Promise<void> {
  // It would wait for a place here, and must not block others.
  await alcove.deploy(space, fn, code, { scaling: { concurrency: 10 } })
  await alcove.api('PUT', `/spaces/${space}/functions/${fn}/triggers/web`, { type: 'http', config: { auth: 'none' } })
}

interface Sent {
  space?: string
  path?: string
  address?: string
  bytes: number
}

const headOf = ({ space = 'shop', path = 'held/hold', address = '203.0.113.1', bytes }: Sent) =>
  `POST /fn/${space}/${path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${address}\r\nContent-Length: ${bytes}\r\n\r\n`

/** A call whose body is in flight until it is disposed of. */
async function holding(sent: Sent): Promise<Disposable & { socket: Socket }> {
  const before = budget.used
  const socket = await open(alcove.gatewayOrigin)
  socket.write(headOf(sent))
  await expect.poll(() => budget.used).toBe(before + sent.bytes)
  return { socket, [Symbol.dispose]: () => socket.destroy() }
}

async function refusalOf(sent: Sent): Promise<[number, string | undefined, string]> {
  const { status, head, body } = await ask(alcove.gatewayOrigin, headOf(sent) + 'x')
  return [status, /^retry-after: (.*)$/im.exec(head)?.[1], JSON.parse(body).detail]
}

const tooMuch = (whose: string) => expect.stringContaining(`Too many bytes in flight: ${whose} has`)

const allGivenBack = () => expect.poll(() => budget.used, { timeout: 60_000 }).toBe(0)

test('an address, a space and the server have their bytes, and more are refused before they are read', async () => {
  {
    using one = await holding({ bytes: 5 * MB })
    expect(one.socket.readable).toBe(true)
    // The rest of these bodies is never sent: the refusal does not wait for it.
    expect(await refusalOf({ bytes: 4 * MB })).toEqual([429, '1', tooMuch('your address')])
    expect(await refusalOf({ bytes: 4 * MB, space: 'other' })).toEqual([429, '1', tooMuch('your address')])
    using two = await holding({ bytes: 5 * MB, address: '203.0.113.2' })
    expect(two.socket.readable).toBe(true)
    expect(await refusalOf({ bytes: 3 * MB, address: '203.0.113.3' })).toEqual([429, '1', tooMuch('this space')])
    using three = await holding({ bytes: 5 * MB, address: '203.0.113.3', space: 'other' })
    expect(three.socket.readable).toBe(true)
    expect(await refusalOf({ bytes: 2 * MB, address: '203.0.113.4', space: 'other' })).toEqual([
      503,
      '1',
      tooMuch('the server'),
    ])
    // A call without a body is not affected.
    expect((await ask(alcove.gatewayOrigin, 'GET /fn/shop/held/now HTTP/1.1\r\nHost: x\r\n\r\n')).status).toBe(200)
  }
  await allGivenBack()
})

test('a body counts until its call has ended, also while the call waits', async () => {
  const socket = await open(alcove.gatewayOrigin)
  socket.write(headOf({ bytes: 5 * MB }))
  socket.write(Buffer.alloc(5 * MB))
  await expect
    .poll(async () =>
      (await alcove.api('GET', '/instances')).body.items.some((each: { inFlight: number }) => each.inFlight > 0),
    )
    .toBe(true)
  expect(budget.used).toBe(5 * MB)
  socket.destroy()
  await allGivenBack()
})

test('an answer that nobody reads counts, and the next one is refused or cut off', async () => {
  const request = (bytes: number, address: string, space = 'shop') =>
    `GET /fn/${space}/held/now?bytes=${bytes} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${address}\r\n\r\n`
  const reader = await open(alcove.gatewayOrigin)
  try {
    reader.pause()
    // More than the kernel holds for a connection.
    reader.write(request(19 * MB, '203.0.113.9', 'other'))
    let before = 0
    const stuck = () => {
      const same = budget.used > 0 && budget.used === before
      before = budget.used
      return same
    }
    await expect.poll(stuck, { interval: 1_000 }).toBe(true)
    using filled = budget.open(null, '203.0.113.9')
    filled.take(limits.address - budget.used)
    // When the body finds no room after the head was sent, the answer can only be cut off.
    const outcome = await fetch(`${alcove.gatewayOrigin}/fn/shop/held/now?bytes=${1 * MB}`, {
      headers: { 'x-forwarded-for': '203.0.113.9' },
    }).then(
      (answer) =>
        answer.text().then(
          () => answer.status,
          () => 'cut',
        ),
      () => 'cut',
    )
    expect(['cut', 429]).toContain(outcome)
    // A short one always finds room.
    expect((await ask(alcove.gatewayOrigin, request(1_000, '203.0.113.9'))).status).toBe(200)
    expect((await ask(alcove.gatewayOrigin, request(1 * MB, '203.0.113.10'))).status).toBe(200)
  } finally {
    reader.destroy()
  }
  await allGivenBack()
})

test('bodies and answers of the API count as well', async () => {
  const event = JSON.stringify('x'.repeat(3 * MB))
  const path = '/api/v1/spaces/shop/functions/held/invocations'
  const head = (bytes: number) =>
    `POST ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer alc_test_0123456789abcdef0123456789abcdef\r\nContent-Length: ${bytes}\r\n\r\n`
  {
    using others = budget.open(null, '127.0.0.1')
    others.take(6 * MB)
    const { status, body } = await ask(alcove.origin, head(event.length))
    expect([status, JSON.parse(body).code]).toEqual([429, 'TooManyRequests'])
  }
  const socket = await open(alcove.origin)
  socket.write(head(event.length))
  await expect.poll(() => budget.used).toBe(event.length)
  socket.write(event)
  expect((await replyOn(socket)).status).toBe(200)
  socket.destroy()
  await allGivenBack()

  const large = { queryStringParameters: { bytes: 5 * MB } }
  expect((await alcove.api('POST', '/spaces/shop/functions/held/invocations', large)).body).toHaveLength(5 * MB)
  using others = budget.open(null, null)
  others.take(limits.server - 3 * MB)
  const refused = await alcove.api('POST', '/spaces/shop/functions/held/invocations', large)
  expect([refused.status, refused.body.code]).toEqual([503, 'Unavailable'])
  expect(refused.headers.get('retry-after')).toBe('1')
})

test('events between functions count for their space', async () => {
  const call = async (bytes: number) => (await fetch(`${alcove.gatewayOrigin}/fn/shop/caller?bytes=${bytes}`)).text()
  expect(await call(500_000)).toBe('called')
  {
    using others = budget.open(null, null)
    others.take(limits.server - 400_000)
    expect(await call(500_000)).toBe('Unavailable')
  }
  await allGivenBack()
})
