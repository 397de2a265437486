import { Agent, get } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
})
afterAll(() => alcove[Symbol.asyncDispose]())

const CONNECTIONS = 32
const SECONDS = 4
const BUSY = '/spaces/shop/functions/busy'

test('while an alias moves ten times a second, 32 callers see one version or the other and every call is recorded', async () => {
  await alcove.api('POST', '/spaces', { name: 'shop' })
  const handler = `export const handler = async (_, context) => context.functionVersion`
  await alcove.deploy('shop', 'busy', handler)
  await alcove.api('POST', `${BUSY}/versions`)
  await alcove.api('PUT', `${BUSY}/draft`, { files: { 'index.mjs': `${handler} // two` } })
  await alcove.api('POST', `${BUSY}/versions`)
  await alcove.api('PUT', `${BUSY}/aliases/live`, { version: 1 })
  await alcove.api('PUT', `${BUSY}/triggers/web`, { type: 'http', qualifier: 'live', config: { auth: 'none' } })

  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const until = performance.now() + SECONDS * 1000
  const counts: Record<string, number> = {}
  const caller = async () => {
    while (performance.now() < until) {
      const answer = await ask(agent, `${alcove.gatewayOrigin}/fn/shop/busy`)
      counts[answer] = (counts[answer] ?? 0) + 1
    }
  }
  let moves = 0
  const mover = async () => {
    while (performance.now() < until) {
      const { status } = await alcove.api('PUT', `${BUSY}/aliases/live`, { version: (moves % 2) + 1 })
      expect(status).toBe(200)
      moves += 1
      await sleep(100)
    }
  }
  await Promise.all([mover(), ...Array.from({ length: CONNECTIONS }, caller)])
  agent.destroy()

  expect(Object.keys(counts).toSorted()).toEqual(['200 1', '200 2'])
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  expect(total).toBeGreaterThan(CONNECTIONS)
  const metrics = await alcove.api('GET', `${BUSY}/metrics`)
  expect(metrics.body.total).toMatchObject({ invocations: total, errors: 0, throttled: 0 })
  expect(await listed()).toBe(total)
})

function ask(agent: Agent, url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => (text += chunk))
      answer.on('end', () => resolve(`${answer.statusCode} ${text}`))
      answer.on('error', reject)
    }).on('error', reject)
  })
}

/** Calls in the invocations list, read to its end. */
async function listed(): Promise<number> {
  const ids = new Set<string>()
  let cursor: string | null = null
  do {
    const page: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''
    const { body } = await alcove.api('GET', `${BUSY}/invocations?limit=200${page}`)
    for (const { id } of body.items as { id: string }[]) ids.add(id)
    cursor = body.nextCursor
  } while (cursor)
  return ids.size
}
