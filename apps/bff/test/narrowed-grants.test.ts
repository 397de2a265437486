import { ROLES } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { z } from 'zod'
import type { RouteDefinition } from '../src/api/route.ts'
import { ROUTES } from '../src/api/routes.ts'
import { absentValue } from './absent-value.ts'
import { openAlcove, type Alcove } from './alcove.ts'
import { sampleQuery } from './sample-queries.ts'

/**
 * Callers whose grant or key is narrowed to the function `mine`, and `zebra` beside it, whose every trace contains that
 * word.
 */
let alcove: Alcove
const callers = new Map<string, Record<string, string>>()
/** What the last parameter of a path may name: things of `zebra`, of which the caller must learn nothing. */
const things: Record<string, string[]> = {
  fn: ['mine', 'zebra'],
  trigger: ['zebra-timer'],
  alias: ['zebra-alias'],
  version: ['1'],
  test: ['zebra-test'],
  route: ['zebra-route'],
  bucket: ['zebra-bucket'],
  logQuery: ['zebra-query'],
}

const ZEBRA = `import { alcove } from 'alcove'
  export const handler = async (event) => {
    console.log('zebra-line')
    if (event?.fail) throw new Error('zebra-fault')
    if (event?.call) await alcove.invoke('mine', {})
    return 'zebra-result'
  }`
const zebra = '/spaces/shop/functions/zebra'
const mine = '/spaces/shop/functions/mine'

async function ok(method: string, path: string, body?: unknown, headers?: Record<string, string>) {
  const answer = await alcove.api(method, path, body, headers)
  if (answer.status >= 300) throw new Error(`${method} ${path}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

beforeAll(async () => {
  alcove = await openAlcove()
  await ok('POST', '/spaces', { name: 'shop' })
  await alcove.deploy('shop', 'mine', 'export const handler = async () => console.log("own line")')
  await alcove.deploy('shop', 'zebra', ZEBRA)
  await alcove.deploy('shop', 'zebra-source', ZEBRA)
  await ok('POST', `${zebra}/versions`, { description: 'zebra-version' })
  await ok('PUT', `${zebra}/aliases/zebra-alias`, { version: 1 })
  await ok('PUT', `${zebra}/tests/zebra-test`, { event: {}, expect: { output: 'zebra-result' } })
  await ok('POST', `${zebra}/tests/run`)
  await ok('PUT', `${zebra}/triggers/zebra-timer`, { type: 'timer', config: { rateSeconds: 3600, timezone: 'UTC' } })
  await ok('PUT', `${zebra}/triggers/zebra-log`, { type: 'log', config: { function: 'mine' } })
  await ok('PUT', `${zebra}/task-settings`, { retries: 0 })
  await ok('PUT', `${zebra}/quota`, { executionsPerDay: 1000 })
  const route = { method: 'GET', path: '/zebra', function: 'zebra', auth: 'none' }
  await ok('PUT', '/spaces/shop/routes/zebra-route', route)
  await ok('PUT', '/spaces/shop/buckets/zebra-bucket', {})
  await ok('PUT', '/spaces/shop/log-queries/zebra-query', { query: 'zebra' })
  await ok('POST', `${zebra}/triggers/zebra-timer/fire`, {})
  await ok('POST', `${zebra}/invocations`, { call: true })
  await alcove.api('POST', `${zebra}/invocations`, { fail: true })
  await ok('POST', `${mine}/invocations`, {})
  const { id: task } = await ok('POST', `${zebra}/invocations`, { fail: true }, { prefer: 'respond-async' })
  await vi.waitUntil(async () => (await ok('GET', `/spaces/shop/tasks/${task}`)).state === 'dead', { timeout: 60_000 })
  const event = { specversion: '1.0', id: 'zebra', source: '/zebra', type: 'zebra.sold' }
  await ok('POST', '/spaces/shop/events', event)

  const all = async (path: string, key = 'id') => [
    ...new Set(((await ok('GET', path)).items as Record<string, string>[]).map((item) => item[key]!)),
  ]
  things['invocation'] = await all('/spaces/shop/invocations')
  things['traceId'] = await all('/spaces/shop/invocations', 'traceId')
  things['task'] = await all('/spaces/shop/tasks')
  things['issue'] = await all('/spaces/shop/issues')
  things['event'] = await all('/spaces/shop/events')
  things['instance'] = await all('/instances')
  things['testRun'] = await all(`${zebra}/test-runs`)

  for (const role of ROLES) {
    const email = `${role}@narrowed.test`
    const { link } = await ok('POST', '/accounts/invite', { email })
    const password = 'a-long-password-of-theirs'
    const token = new URL(link).searchParams.get('token')!
    await ok('POST', `/invitations/${token}`, { password }, { authorization: '' })
    await ok('PUT', `/spaces/shop/grants/${email}`, { role, function: 'mine' })
    const cookie = (await alcove.signIn(password, email)).headers.get('set-cookie')!.split(';')[0]!
    callers.set(role, { authorization: '', cookie })
  }
  const { key } = await ok('POST', '/keys', { name: 'k', spaces: ['shop'], functions: ['shop/mine'], actions: ['*'] })
  callers.set('key', { authorization: `Bearer ${key}` })
})
afterAll(() => alcove[Symbol.asyncDispose]())

/** The paths of a route: one for each thing that its last parameter may name, the others of `mine`. */
function pathsOf(route: RouteDefinition): string[] {
  const { path } = route
  const last = /.*\{(\w+)\}/.exec(path)?.[1] ?? ''
  const first = (name: string) => (name === 'space' ? 'shop' : (things[name]?.[0] ?? absentValue(path, name)))
  const now = Date.now()
  const query = sampleQuery(route)
    .replace('2026-01-01T00:00:00Z', new Date(now - 3_600_000).toISOString())
    .replace('2026-01-02T00:00:00Z', new Date(now + 3_600_000).toISOString())
  const queries = [query, ...asFiles(route)]
  return (things[last] ?? [last && first(last)]).flatMap((value) => {
    const named = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => (name === last ? value : first(name)))
    return queries.map((each) => named + each)
  })
}

/** The formats of a file in which a route answers. */
function asFiles({ query }: RouteDefinition): string[] {
  const format = (query as z.ZodObject | undefined)?.shape?.['format'] as z.ZodDefault<z.ZodEnum> | undefined
  return (format?.unwrap().options ?? []).map((one) => `?format=${one}`)
}

/** Streams, which do not end by themselves, have tests of their own. */
const reads = ROUTES.filter(
  ({ method, action, path }) => method === 'get' && action !== 'public' && !/\/(tail|debug|build\/log)$/.test(path),
)

describe('a caller for one function', () => {
  test.for(['key', ...ROLES])('as %s reads nothing of another one, by whatever route', async (name) => {
    const differences: string[] = []
    for (const path of reads.flatMap(pathsOf)) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const answer = await alcove.raw('GET', path, undefined, callers.get(name)!)
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      const text = await answer.text()
      // A refusal may repeat the name that was asked for.
      const asked = path.split(/[/?=&]/).filter((part) => part.startsWith('zebra'))
      const told = answer.status < 300 ? text : asked.reduce((left, part) => left.replaceAll(part, ''), text)
      if (told.includes('zebra') || answer.status >= 500) differences.push(`${path}: ${answer.status} ${text}`)
    }
    expect(differences).toEqual([])
  })

  test('is asked about what an administrator finds there', async () => {
    let found = 0
    for (const path of reads.flatMap(pathsOf)) {
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      if ((await (await alcove.raw('GET', path)).text()).includes('zebra')) found += 1
    }
    expect(found).toBeGreaterThan(50)
  })

  test.for(['key', ...ROLES])('as %s counts that function alone', async (name) => {
    const headers = callers.get(name)!
    const [space, spaces] = [
      await ok('GET', '/spaces/shop', undefined, headers),
      await ok('GET', '/spaces', undefined, headers),
    ]
    expect([space.functionCount, spaces.items[0].functionCount]).toEqual([1, 1])
  })

  test.for(['key', 'viewer', 'developer', 'admin'])(
    'as %s finds no calls by the name of a hidden caller',
    async (name) => {
      const path = '/spaces/shop/invocations?caller=function%20zebra'
      expect((await ok('GET', path)).items).not.toEqual([])
      expect((await ok('GET', path, undefined, callers.get(name)!)).items).toEqual([])
      const range = `&from=${new Date(Date.now() - 3_600_000).toISOString()}&to=${new Date().toISOString()}`
      const scatter = `/spaces/shop/invocations/scatter?caller=function%20zebra${range}`
      expect((await ok('GET', scatter)).points).not.toEqual([])
      expect((await ok('GET', scatter, undefined, callers.get(name)!)).points).toEqual([])
    },
  )

  test.for(['key', 'viewer', 'admin'])('as %s finds no lines around those of another one', async (name) => {
    const [line] = (await ok('GET', '/spaces/shop/logs?q=zebra-line')).items
    for (const by of ['trace', 'instance', 'invocation']) {
      const path = `/spaces/shop/logs/context?line=${line.id}&invocation=${line.invocationId}&by=${by}`
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect((await ok('GET', path)).invocation).toMatchObject({ id: line.invocationId })
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      expect(await ok('GET', path, undefined, callers.get(name)!)).toEqual({
        lines: [],
        more: { before: false, after: false },
        invocation: null,
      })
    }
  })

  test.for([
    [
      'lines',
      { type: 'log', config: { function: 'zebra-source', level: 'error' } },
      { function: 'zebra-source', level: 'debug' },
    ],
    [
      'objects',
      { type: 'bucket', config: { bucket: 'zebra-bucket', events: ['created'], prefix: 'for-mine/' } },
      { bucket: 'zebra-bucket', events: ['created'] },
    ],
    [
      'events',
      { type: 'event', config: { pattern: { source: ['/mine'] } } },
      { pattern: { source: [{ prefix: '/' }] } },
    ],
  ] as const)('takes no more %s than who may read them chose', async ([, chosen, wider]) => {
    const path = `${mine}/triggers/chosen`
    const as = callers.get('admin')!
    await ok('PUT', path, chosen)
    const { status } = await alcove.api('PUT', path, { type: chosen.type, config: wider }, as)
    const paused = await ok('PUT', path, { ...chosen, enabled: false }, as)
    await ok('DELETE', path)
    expect([status, paused.enabled]).toEqual([403, false])
  })

  test('follows no lines of another one', async () => {
    const answer = await alcove.fetch('/api/v1/spaces/shop/logs/tail', { headers: callers.get('viewer')! })
    let text = ''
    const reading = (async () => {
      for await (const chunk of answer.body!.pipeThrough(new TextDecoderStream())) {
        text += chunk
        if (text.includes('own line')) return
      }
    })()
    await expect.poll(() => text).toContain(': on')
    await ok('POST', `${zebra}/invocations`, {})
    await ok('POST', `${mine}/invocations`, {})
    await reading
    expect(text).not.toContain('zebra')
  })

  test.for<[what: string, method: string, path: string, body: (name: string) => object]>([
    ['starts it by the lines', 'PUT', `${mine}/triggers/t`, (name) => ({ type: 'log', config: { function: name } })],
    [
      'starts it by the objects',
      'PUT',
      `${mine}/triggers/t`,
      (name) => ({ type: 'bucket', config: { bucket: `${name}-bucket`, events: ['created'] } }),
    ],
    [
      'starts it by the events',
      'PUT',
      `${mine}/triggers/t`,
      (name) => ({ type: 'event', config: { pattern: { source: [`/${name}`] } } }),
    ],
    [
      'sees the events',
      'POST',
      `${mine}/triggers/t/preview`,
      (name) => ({ type: 'event', config: { pattern: { source: [`/${name}`] } } }),
    ],
    [
      'sends results to',
      'PUT',
      `${mine}/task-settings`,
      (name) => ({ onSuccess: { type: 'function', function: name } }),
    ],
    ['takes the name', 'PATCH', mine, (name) => ({ name })],
    ['takes the layer', 'PATCH', mine, (name) => ({ layers: [{ layer: name, version: 1 }] })],
    ['makes a copy named', 'POST', `${mine}/duplicate`, (name) => ({ name })],
    [
      'takes rights on',
      'PUT',
      '/spaces/shop/grants/admin@narrowed.test',
      (name) => ({ role: 'admin', function: name }),
    ],
  ])('never %s of another one, nor learns whether there is one', async ([, method, path, body]) => {
    const answers = ['zebra', 'absent'].map(async (name) => {
      const { status, body: problem } = await alcove.api(method, path, body(name), callers.get('admin')!)
      return [status, problem.detail]
    })
    const [there, absent] = await Promise.all(answers)
    expect(there).toEqual([403, expect.stringContaining('for the function mine only')])
    expect(absent).toEqual(there)
  })

  test.for(['key', 'viewer'])(
    'as %s keeps to that function when its name becomes that of another one',
    async (name) => {
      const see = (fn: string) => alcove.api('GET', `/spaces/shop/functions/${fn}`, undefined, callers.get(name)!)
      const before = [(await see('mine')).status, (await see('moved')).status]
      await ok('PATCH', mine, { name: 'moved' })
      await alcove.deploy('shop', 'mine', ZEBRA)
      const after = [(await see('mine')).status, (await see('moved')).status]
      await ok('DELETE', mine)
      await ok('PATCH', '/spaces/shop/functions/moved', { name: 'mine' })
      expect([before, after]).toEqual([
        [200, 403],
        [403, 200],
      ])
    },
  )
})
