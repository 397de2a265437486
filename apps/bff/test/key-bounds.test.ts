import { ACTIONS, type Action } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { isAction, route, type RouteDefinition } from '../src/api/route.ts'
import { ROUTES } from '../src/api/routes.ts'
import { absentValue } from './absent-value.ts'
import { openAlcove, type Alcove } from './alcove.ts'
import { sampleQuery } from './sample-queries.ts'

/**
 * Every route × every kind of bounded key. All keys belong to an administrator, so only their own bounds limit them.
 * Requests have no bodies: a caller without the right is refused before the body is read.
 */
let alcove: Alcove
let invocation: string
let session: Record<string, string>
const keys = new Map<string, string>()

beforeAll(async () => {
  alcove = await openAlcove()
  const cookie = (await alcove.signIn()).headers.get('set-cookie')!.split(';')[0]!
  session = { authorization: '', cookie }
  for (const name of ['own', 'foreign']) {
    await alcove.api('POST', '/spaces', { name }, session)
    await alcove.deploy(name, `${name}-fn`, 'export const handler = async (event) => event')
    await alcove.api('POST', `/spaces/${name}/functions/${name}-fn/invocations`, {})
    await makeKey(`key of ${name}`, [name], ['*'])
  }
  invocation = (await alcove.api('GET', '/spaces/own/invocations')).body.items[0].id
  await alcove.api('POST', '/accounts/invite', { email: 'someone@foreign.test' })
  for (const action of ACTIONS) {
    await makeKey(`only ${action}`, ['*'], [action])
    await makeKey(
      `all but ${action}`,
      ['*'],
      ACTIONS.filter((other) => other !== action),
    )
  }
  for (const [name, actions] of NEEDS_MORE) await makeKey(`only ${name}`, ['*'], actions)
  await alcove.api('POST', '/spaces', { name: 'foreign-gone' })
  await alcove.api('DELETE', '/spaces/foreign-gone')
  const { id } = await makeKey('expired', ['*'], ['*'])
  await alcove.deps.platform.pool.query("update api_keys set expires_at = now() - interval '1 s' where id = $1", [id])
})
afterAll(() => alcove[Symbol.asyncDispose]())

async function makeKey(name: string, spaces: string[], actions: readonly (Action | '*')[]) {
  const { status, body } = await alcove.api('POST', '/keys', { name, spaces, actions }, session)
  expect(status).toBe(201)
  keys.set(name, body.key)
  return body as { id: string }
}

/** Routes that show what several rights cover. */
const NEEDS_MORE = new Map<string, Action[]>([
  [
    'GET /spaces/{space}/export',
    ['buckets:read', 'functions:read', 'spaces:read', 'metrics:read', 'logs:read', 'usage:read'],
  ],
  ['GET /spaces/{space}/buckets/{bucket}/firings', ['buckets:read', 'functions:read']],
])

/** These routes have nothing to say about any space. */
const NAME_NO_SPACE = /^\/(me|access-requests|tasks.*|prices)$/

const nameOf = ({ method, path }: RouteDefinition) => `${method.toUpperCase()} ${path}`
const guarded = ROUTES.filter(({ action }) => action !== 'public').map((each) => [nameOf(each), each] as const)
/** What an API key must carry for a route; null: nothing. */
const needOf = ({ action, keyNeeds }: RouteDefinition): Action | null => {
  if (isAction(action)) return action
  return isAction(keyNeeds!) ? keyNeeds! : null
}
const inSpace = ({ path, blind }: RouteDefinition) => path.includes('{space}') && !blind

async function ask(key: string, route: RouteDefinition, space = 'own') {
  const { method, path } = route
  const values: Record<string, string> = {
    space,
    fn: `${space}-fn`,
    alias: 'live',
    trigger: 'web',
    version: '1',
    invocation,
    instance: invocation,
    task: invocation,
    test: 'absent',
    testRun: invocation,
    logpoint: invocation,
    replay: invocation,
    save: invocation,
    tab: invocation,
    delivery: invocation,
    backgroundAction: invocation,
    event: invocation,
    route: 'absent',
    host: 'absent.example',
    bucket: 'absent',
    objectKey: 'absent.txt',
    upload: invocation,
    objectLink: invocation,
    part: '1',
    layer: 'tools',
    logQuery: 'absent',
    traceId: '0'.repeat(31) + '1',
    issue: '019a0000-aaaa-7bbb-8ccc-0123456789ab',
    account: 'nobody',
    group: 'absent',
    provider: 'absent',
    session: '019a0000-aaaa-7bbb-8ccc-0123456789ab',
    month: '2026-11',
    accessRequest: '019a0000-aaaa-7bbb-8ccc-0123456789ab',
    key: invocation,
  }
  const filled =
    path.replaceAll(/\{(\w+)\}/g, (_, name: string) => values[name] ?? absentValue(path, name)) + sampleQuery(route)
  const answer = await alcove.raw(method.toUpperCase(), filled, undefined, { authorization: `Bearer ${keys.get(key)}` })
  if (answer.headers.get('content-type')?.startsWith('text/event-stream')) {
    await answer.body!.cancel()
    return { status: answer.status, text: '' }
  }
  return { status: answer.status, text: await answer.text() }
}

test('a route for all signed-in callers must say what API keys need', () => {
  const open = { method: 'get', path: '/x', action: 'signedIn', summary: 'x', run: async () => {} } as const
  expect(() => route(open as unknown as RouteDefinition)).toThrow('declare what API keys need')
})

describe('an expired key', () => {
  test.each(guarded)('%s answers 401', async (_, each) => {
    expect((await ask('expired', each)).status).toBe(401)
  })
})

describe('a key with every action except the required one', () => {
  // Some routes show a key that may only invoke the names.
  const needing = guarded.filter(([, each]) => needOf(each) !== null && each.glance === undefined)
  test.each(needing)('%s answers 403 with the reason', async (_, each) => {
    const need = needOf(each)!
    const { status, text } = await ask(`all but ${need}`, each)
    expect([status, text]).toEqual([403, expect.stringContaining(`Needs ${need}, which`)])
  })
})

describe('a key with only the required action', () => {
  // Deleting the space is left out: the next requests need it.
  const harmless = guarded.filter(([, each]) => needOf(each) !== null && nameOf(each) !== 'DELETE /spaces/{space}')
  test.each(harmless.filter(([, { method }]) => method === 'get'))('%s lets it in', async (_, each) => {
    const key = NEEDS_MORE.has(nameOf(each)) ? nameOf(each) : needOf(each)
    expect([200, 404]).toContain((await ask(`only ${key}`, each)).status)
  })
})

describe('a key that is bound to another space', () => {
  test.each(guarded.filter(([, each]) => inSpace(each)))('%s answers 404', async (_, each) => {
    expect((await ask('key of own', each, 'foreign')).status).toBe(404)
  })

  test.each(guarded.filter(([, each]) => !inSpace(each) && (isAction(each.action) || each.keyNeeds === 'everySpace')))(
    '%s answers 403: it is about the whole installation',
    async (_, each) => expect((await ask('key of own', each)).status).toBe(403),
  )

  const lists = guarded.filter(([, { path, method, keyNeeds }]) => method === 'get' && keyNeeds && !path.includes('{'))
  test.each(lists.filter(([, { keyNeeds }]) => keyNeeds !== 'everySpace' && keyNeeds !== 'session'))(
    '%s tells nothing of it',
    async (_, each) => {
      const { status, text } = await ask('key of own', each)
      expect([status, text]).toEqual([200, expect.not.stringContaining('foreign')])
      // The installation's own key sees it.
      if (NAME_NO_SPACE.test(each.path)) return
      const all = each.path === '/audit' ? '/audit?q=foreign' : each.path
      expect(JSON.stringify((await alcove.api('GET', all)).body)).toContain('foreign')
    },
  )
})

test('the overview of a key shows what the key may do', async () => {
  await alcove.deploy('own', 'failing', 'export const handler = async () => { throw new Error("a secret reason") }')
  await alcove.api('POST', '/spaces/own/functions/failing/invocations', {})
  const overview = async (actions: Action[]) => {
    const { body } = await alcove.api('POST', '/keys', { name: 'x', spaces: ['own'], actions }, session)
    return (await alcove.api('GET', '/overview', undefined, { authorization: `Bearer ${body.key}` })).body
  }
  expect(await overview(['metrics:read'])).toMatchObject({ functionCount: 2, functions: [], attention: [] })
  expect(await overview(['metrics:read', 'logs:read', 'functions:read'])).toMatchObject({
    functions: [{ name: 'failing' }, { name: 'own-fn' }],
    attention: [{ message: expect.stringContaining('a secret reason') }],
  })
})
