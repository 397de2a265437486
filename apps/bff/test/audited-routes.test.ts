import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROUTES } from '../src/api/routes.ts'
import { absentValue } from './absent-value.ts'
import { openAlcove, type Alcove, type Answer } from './alcove.ts'
import { rawZip } from '../../../packages/platform/test/zip.ts'

/**
 * Makes every change that the API offers, each at least once, and looks for its entry in the audit; then tries each
 * without the right to, and looks for the attempt. A new route that changes something needs a line in the walk below, or
 * one here that says why it is not audited.
 */
const NOT_AUDITED: Readonly<Record<string, string>> = {
  'POST /spaces/{space}/functions/{fn}/triggers/{trigger}/preview': 'changes nothing',
  'POST /spaces/{space}/functions/{fn}/parameters/preview': 'changes nothing',
  'POST /spaces/{space}/routes/try': 'changes nothing',
  'POST /spaces/{space}/alert-previews': 'changes nothing',
  'POST /spaces/{space}/what-if': 'changes nothing',
  'POST /spaces/{space}/functions/{fn}/invocations': 'is recorded as an invocation, with its caller',
  'POST /spaces/{space}/functions/{fn}/draft/history/{save}/run': 'is recorded as an invocation, with its caller',
  'POST /spaces/{space}/functions/{fn}/tests/run': 'is recorded as a test run and its invocations',
  'POST /spaces/{space}/events': 'is kept as an event, with its publisher',
  'PUT /spaces/{space}/functions/{fn}/draft/editors/{tab}': 'changes nothing that lasts',
  'DELETE /spaces/{space}/functions/{fn}/draft/editors/{tab}': 'changes nothing that lasts',
  'PUT /links/{link}': 'an object: the link itself is audited',
  'PUT /spaces/{space}/buckets/{bucket}/objects/{objectKey}': 'an object',
  'DELETE /spaces/{space}/buckets/{bucket}/objects/{objectKey}': 'an object',
  'PATCH /spaces/{space}/buckets/{bucket}/objects/{objectKey}': 'an object',
  'POST /spaces/{space}/buckets/{bucket}/copies': 'an object',
  'POST /spaces/{space}/buckets/{bucket}/moves': 'an object',
  'POST /spaces/{space}/buckets/{bucket}/uploads': 'an object',
  'PUT /spaces/{space}/buckets/{bucket}/uploads/{upload}/parts/{part}': 'an object',
  'POST /spaces/{space}/buckets/{bucket}/uploads/{upload}/complete': 'an object',
  'DELETE /spaces/{space}/buckets/{bucket}/uploads/{upload}': 'an object',
}

const changing = ROUTES.filter(({ method }) => method !== 'get').map(
  ({ method, path }) => `${method.toUpperCase()} ${path}`,
)
const walked = new Set<string>()
const PASSWORD = 'a-long-password-of-theirs'
/** What stands in the paths at present. */
const at: Record<string, string> = {}
let alcove: Alcove
let url: string
const receiver = createServer((_, response) => response.end())

beforeAll(async () => {
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`
  alcove = await openAlcove({ permittedAddresses: (_, __, addresses) => [...addresses] })
})
afterAll(async () => {
  await alcove[Symbol.asyncDispose]()
  receiver.close()
})

/** The actions of the entries that this answer's request wrote. */
async function entriesOf({ headers }: Pick<Answer, 'headers'>): Promise<string[]> {
  const { rows } = await alcove.deps.platform.pool.query<{ action: string }>(
    "select action from audit_entries where request_id = $1 and outcome = 'done'",
    [headers.get('x-request-id')],
  )
  return rows.map(({ action }) => action)
}

/** Makes a change through its route and fails when the audit has no entry of it. */
async function does(route: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  expect(changing).toContain(route)
  const [method, path] = route.split(' ') as [string, string]
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    if (at[name] === undefined) throw new Error(`${route}: nothing is known as {${name}}`)
    return at[name]
  })
  const answer =
    body instanceof Uint8Array
      ? await sent(method, filled, body as Uint8Array<ArrayBuffer>, headers)
      : await alcove.api(method, filled, body, headers)
  expect(answer.status, `${route}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
  const entries = await entriesOf(answer)
  expect(entries, `${route} has no entry`).not.toEqual([])
  walked.add(route)
  return answer
}

async function sent(
  method: string,
  path: string,
  body: Uint8Array<ArrayBuffer>,
  headers: Record<string, string>,
): Promise<Answer> {
  const answer = await alcove.raw(method, path, body, headers)
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

const get = async (path: string) => (await alcove.api('GET', path)).body
/** Waits until a task has reached the state. */
const settled = (task: string, state: string) =>
  expect.poll(async () => (await get(`/spaces/shop/tasks/${task}`)).state).toBe(state)
const accept = async (event: object, headers = {}): Promise<string> => {
  const { body } = await alcove.api('POST', '/spaces/shop/functions/echo/invocations', event, {
    Prefer: 'respond-async',
    ...headers,
  })
  return body.id
}
const ROUTE = { method: 'GET', path: '/echo', function: 'echo', auth: 'none' }
const zip = (files: Record<string, string>) =>
  rawZip(
    Object.entries(files).map(([name, text]) => ({ name, content: Buffer.from(text) })),
  ) as unknown as Uint8Array<ArrayBuffer>
const ZIP = { 'content-type': 'application/zip' }

test('installation, accounts, groups and keys', async () => {
  await does('PUT /prices', { currency: 'EUR', perMillionCalls: 1, perGbSecond: 0 })
  await does('PATCH /settings', { auditDays: 500 })
  at['provider'] = 'acme'
  const provider = { label: 'Acme', issuer: 'https://acme.example', clientId: 'a', clientSecret: 'b' }
  await does('PUT /identity-providers/{provider}', provider)
  await does('DELETE /identity-providers/{provider}')

  const invited = await does('POST /accounts/invite', { email: 'dev@alcove.test', name: 'Dev' })
  at['account'] = invited.body.account.id
  const { body } = await does('POST /accounts/{account}/invitation')
  at['token'] = new URL(body.link).searchParams.get('token')!
  await does('POST /invitations/{token}', { token: at['token'], password: PASSWORD }, { authorization: '' })
  const session = async (password = PASSWORD) => {
    const signedIn = await alcove.signIn(password, 'dev@alcove.test')
    expect(await entriesOf(signedIn)).toEqual(['sessions:create'])
    return { authorization: '', cookie: signedIn.headers.get('set-cookie')!.split(';')[0]! }
  }
  const dev = await session()
  await does('PATCH /me', { name: 'Devi' }, dev)
  await does('POST /me/password', { current: PASSWORD, password: `${PASSWORD}!` }, dev)
  const sessionIds = async (): Promise<string[]> =>
    (await get(`/accounts/${at['account']}/sessions`)).items.map(({ id }: { id: string }) => id)
  const others = async () => {
    const mine = (await alcove.api('GET', '/me/sessions', undefined, dev)).body.items
    return mine.filter(({ current }: { current: boolean }) => !current).map(({ id }: { id: string }) => id)
  }
  await session(`${PASSWORD}!`)
  at['session'] = (await others())[0]
  await does('DELETE /me/sessions/{session}', undefined, dev)
  await session(`${PASSWORD}!`)
  await does('DELETE /me/sessions', undefined, dev)
  at['session'] = (await sessionIds())[0]!
  await does('DELETE /accounts/{account}/sessions/{session}')
  await session(`${PASSWORD}!`)
  await does('DELETE /accounts/{account}/sessions')
  await alcove.deps.platform.pool.query(
    `insert into passkeys (id, name, public_key, account_id, credential_id, counter, device_type, backed_up)
      select gen_random_uuid()::text, 'key', 'k', id, 'c', 0, 'singleDevice', false from accounts where id = $1`,
    [at['account']],
  )
  await does('DELETE /accounts/{account}/two-factor')
  await does('POST /accounts/{account}/password-reset')

  at['group'] = 'crew'
  await does('PUT /groups/{group}', { members: [at['account']] })
  await does('DELETE /groups/{group}')
  at['key'] = (await does('POST /keys', { name: 'ci', spaces: ['*'], actions: ['*'] })).body.id
  await does('POST /keys/{key}/rotate', { overlapHours: 1 })
  await does('POST /keys/{key}/finish-rotation')
  await does('DELETE /keys/{key}')
  await does('PATCH /accounts/{account}', { state: 'suspended' })
  await does('DELETE /accounts/{account}')
})

test('a space, its members and its function', async () => {
  await does('POST /spaces', { name: 'shop' })
  await alcove.api('POST', '/spaces', { name: 'other' })
  at['space'] = 'shop'
  await does('PATCH /spaces/{space}', { description: 'Sells' })
  await does('PUT /spaces/{space}/budget', { amount: 4, warnAt: [50] })
  await does('DELETE /spaces/{space}/budget')

  const { body } = await alcove.api('POST', '/accounts/invite', { email: 'ann@alcove.test' })
  const token = new URL(body.link).searchParams.get('token')!
  await alcove.api('POST', `/invitations/${token}`, { token, password: PASSWORD }, { authorization: '' })
  const cookie = (await alcove.signIn(PASSWORD, 'ann@alcove.test')).headers.get('set-cookie')!.split(';')[0]!
  const ann = { authorization: '', cookie }
  const wish = { role: 'developer', reason: 'the incident', hours: 1 }
  const asked = async () => {
    await does('POST /spaces/{space}/access-requests', wish, ann)
    at['accessRequest'] = (await get('/spaces/shop/access-requests?state=pending')).items[0].id
  }
  await asked()
  await does('POST /spaces/{space}/access-requests/{accessRequest}/decline', {})
  await asked()
  await does('POST /spaces/{space}/access-requests/{accessRequest}/approve', {})
  at['account'] = 'ann@alcove.test'
  await does('PUT /spaces/{space}/grants/{account}', { role: 'viewer' })
  await does('DELETE /spaces/{space}/grants/{account}')

  const code = `export const handler = async (event) => {
  if (event.fail) throw new TypeError('broken')
  return event
}`
  const files = { 'index.mjs': code }
  const definition = { name: 'echo', runtime: 'nodejs24', handler: 'index.handler', files }
  await does('POST /spaces/{space}/functions', definition)
  at['fn'] = 'echo'
  await does('PATCH /spaces/{space}/functions/{fn}', { description: 'Says it again' })
  await does('PUT /spaces/{space}/functions/{fn}/draft', { files: { 'index.mjs': `${code}\n` } })
  at['save'] = (await get('/spaces/shop/functions/echo/draft/history')).items[1].id
  await does('POST /spaces/{space}/functions/{fn}/draft/history/{save}/restore')
  await does('POST /spaces/{space}/functions/{fn}/versions', {})
  await does('PATCH /spaces/{space}/functions/{fn}', { memoryMb: 192 })
  await does('POST /spaces/{space}/functions/{fn}/versions', {})
  at['alias'] = 'live'
  await does('PUT /spaces/{space}/functions/{fn}/aliases/{alias}', { version: 1 })
  await does('PUT /spaces/{space}/functions/{fn}/aliases/{alias}', { version: 2 })
  await does('POST /spaces/{space}/functions/{fn}/aliases/{alias}/rollback', {})
  at['version'] = '2'
  await does('POST /spaces/{space}/functions/{fn}/logpoints', {
    version: 2,
    file: 'index.mjs',
    line: 2,
    expression: '1',
  })
  at['logpoint'] = (await get('/spaces/shop/functions/echo/logpoints')).items[0].id
  await does('DELETE /spaces/{space}/functions/{fn}/logpoints/{logpoint}')
  await does('DELETE /spaces/{space}/functions/{fn}/aliases/{alias}')
  await does('DELETE /spaces/{space}/functions/{fn}/versions/{version}')
  await does('PUT /spaces/{space}/functions/{fn}/version-retention', { keep: 5 })
  at['test'] = 'same'
  await does('PUT /spaces/{space}/functions/{fn}/tests/{test}', { event: 1, expect: { output: 1 } })
  await does('DELETE /spaces/{space}/functions/{fn}/tests/{test}')
  await does('PUT /spaces/{space}/functions/{fn}/test-settings', { environment: { A: '1' } })
  await does('POST /spaces/{space}/functions/{fn}/duplicate', { name: 'second' })
  at['layer'] = 'tools'
  await does('POST /spaces/{space}/layers/{layer}/versions', zip({ 'a.txt': 'a' }), ZIP)
  await does('POST /spaces/{space}/layers/{layer}/versions', zip({ 'a.txt': 'b' }), ZIP)
  at['version'] = '1'
  await does('DELETE /spaces/{space}/layers/{layer}/versions/{version}')
  await does('DELETE /spaces/{space}/layers/{layer}')

  await alcove.api('PUT', '/spaces/shop/functions/second/draft', {
    files: {
      'index.mjs': 'export const handler = () => 1',
      'package.json': '{"dependencies":{"absent":"file:./absent.tgz"}}',
    },
  })
  at['fn'] = 'second'
  await expect
    .poll(async () => (await get('/spaces/shop/functions/second/build')).build?.status, { timeout: 60_000 })
    .toBe('failed')
  await does('POST /spaces/{space}/functions/{fn}/build')
})

test('calls, tasks, triggers and routes', async () => {
  at['fn'] = 'echo'
  await does('PUT /spaces/{space}/functions/{fn}/task-settings', {
    retries: 0,
    onFailure: { type: 'webhook', url: 'http://127.0.0.1:1/' },
  })
  const dead = await accept({ fail: true })
  await settled(dead, 'dead')
  at['task'] = dead
  // One attempt more: the end of one that runs now is not written.
  await alcove.deps.platform.pool.query(
    "update task_deliveries set state = 'dead', attempts = attempts + 1 where task_id = $1",
    [dead],
  )
  at['delivery'] = (await get(`/spaces/shop/tasks/${dead}`)).deliveries[0].id
  await does('POST /spaces/{space}/tasks/{task}/deliveries/{delivery}/resend')
  await does('POST /spaces/{space}/tasks/{task}/redrive', {})
  at['task'] = await accept({}, { 'X-Alcove-Delay-Seconds': '600' })
  await does('POST /spaces/{space}/tasks/{task}/cancel')
  await does('POST /spaces/{space}/tasks/redrive', { filter: {} })
  await does('POST /spaces/{space}/tasks/purge', { filter: {} })
  at['backgroundAction'] = (await does('POST /spaces/{space}/tasks/cancel', { filter: {} })).body.id

  const [issue] = (await get('/spaces/shop/issues')).items
  expect(issue).toMatchObject({ function: 'echo', status: 'open' })
  at['issue'] = issue.id
  await does('PATCH /spaces/{space}/issues/{issue}', { status: 'ignored' })
  await does('PATCH /spaces/{space}/issues', { issues: [issue.id], status: 'open' })
  at['invocation'] = (await get('/spaces/shop/invocations')).items[0].id
  const replay = await does('POST /spaces/{space}/functions/{fn}/replays', { invocations: [at['invocation']] })
  at['replay'] = (await get('/spaces/shop/functions/echo/replays')).items[0]?.id ?? replay.body.id
  await does('PATCH /spaces/{space}/functions/{fn}/replays/{replay}', { ignore: ['output'] })

  at['trigger'] = 'tick'
  const timer = { type: 'timer', qualifier: 'draft', config: { cron: '0 0 1 1 *', timezone: 'UTC' } }
  await does('PUT /spaces/{space}/functions/{fn}/triggers/{trigger}', timer)
  await does('POST /spaces/{space}/functions/{fn}/triggers/{trigger}/fire', {})
  const range = { from: '2025-12-01T00:00:00Z', to: '2026-02-01T00:00:00Z' }
  await does('POST /spaces/{space}/functions/{fn}/triggers/{trigger}/backfill', range)
  await does('DELETE /spaces/{space}/functions/{fn}/triggers/{trigger}')
  at['route'] = 'echo'
  await does('PUT /spaces/{space}/routes/{route}', ROUTE)
  at['host'] = 'shop.example'
  await does('PUT /spaces/{space}/hosts/{host}')
  await does('DELETE /spaces/{space}/hosts/{host}')
  const document = {
    openapi: '3.1.0',
    info: { title: 'x', version: '1' },
    paths: { '/x': { get: { 'x-alcove-function': 'echo', responses: { 200: { description: 'x' } } } } },
  }
  await does('POST /spaces/{space}/routes/import', document)
  at['logQuery'] = 'mine'
  await does('PUT /spaces/{space}/log-queries/{logQuery}', { query: 'level:error' })
  await does('DELETE /spaces/{space}/log-queries/{logQuery}')
  at['board'] = 'health'
  await does('PUT /spaces/{space}/boards/{board}', { charts: [{ metric: 'duration' }] })
  await does('DELETE /spaces/{space}/boards/{board}')
})

test('buckets, alerts and sinks', async () => {
  at['bucket'] = 'photos'
  await does('PUT /spaces/{space}/buckets/{bucket}', {})
  const put = (key: string) => alcove.raw('PUT', `/spaces/shop/buckets/photos/objects/${key}`, 'x')
  for (const key of ['a/1', 'b/1', 'c/1']) await put(key)
  at['objectLink'] = (await does('POST /spaces/{space}/buckets/{bucket}/links', { key: 'a/1' })).body.id
  await does('DELETE /spaces/{space}/buckets/{bucket}/links/{objectLink}')
  await does('POST /spaces/{space}/buckets/{bucket}/deletions', { prefix: 'a/' })
  await does('POST /spaces/{space}/buckets/{bucket}/folder-moves', { from: 'b/', to: 'd/' })
  await does('POST /spaces/{space}/buckets/{bucket}/folder-deletions', { prefix: 'c/' })

  at['alertTarget'] = 'hook'
  await does('PUT /spaces/{space}/alert-targets/{alertTarget}', { type: 'webhook', url })
  await does('POST /spaces/{space}/alert-targets/{alertTarget}/test')
  at['alert'] = 'errors'
  await does('PUT /spaces/{space}/alerts/{alert}', { condition: { type: 'metric', metric: 'errors' }, threshold: 1 })
  const until = new Date(Date.now() + 3_600_000).toISOString()
  await does('POST /spaces/{space}/alerts/{alert}/silence', { until, reason: 'a test' })
  await does('DELETE /spaces/{space}/alerts/{alert}/silence')
  await does('DELETE /spaces/{space}/alerts/{alert}')
  await does('DELETE /spaces/{space}/alert-targets/{alertTarget}')

  at['sink'] = 'out'
  const sink = { type: 'http', datasets: ['invocations'], config: { url } }
  await does('PUT /spaces/{space}/sinks/{sink}', sink)
  await does('POST /spaces/{space}/sinks/{sink}/test')
  await does('POST /spaces/{space}/sink-tests', { sink })
  await does('POST /spaces/{space}/sinks/{sink}/pause')
  await does('POST /spaces/{space}/sinks/{sink}/resume')
  const [from, to] = [new Date(Date.now() - 3_600_000), new Date()].map((date) => date.toISOString())
  at['backgroundAction'] = (await does('POST /spaces/{space}/sinks/{sink}/replays', { from, to })).body.id
  const action = `/spaces/shop/background-actions/${at['backgroundAction']}`
  await expect.poll(async () => (await get(action)).state).toBe('done')
  // As if it had not ended.
  await alcove.deps.platform.pool.query("update background_actions set state = 'running' where id = $1", [
    at['backgroundAction'],
  ])
  await does('POST /spaces/{space}/background-actions/{backgroundAction}/stop')
  await does('DELETE /spaces/{space}/sinks/{sink}')
})

test('quotas, and lifting what they suspended', async () => {
  const once = { executionsPerMonth: 1 }
  const call = async () => void (await alcove.api('POST', '/spaces/shop/functions/echo/invocations', {}))
  const [{ body: key }] = [await alcove.api('POST', '/keys', { name: 'few', spaces: ['*'], actions: ['*'] })]
  at['key'] = key.id
  at['trigger'] = 'web'
  await alcove.api('PUT', '/spaces/shop/functions/echo/triggers/web', { type: 'http', config: { auth: 'none' } })
  const places: [string, () => Promise<unknown>][] = [
    ['/spaces/{space}/functions/{fn}', call],
    ['/spaces/{space}', call],
    ['/spaces/{space}/functions/{fn}/triggers/{trigger}', () => fetch(`${alcove.gatewayOrigin}/fn/shop/echo`)],
    ['/spaces/{space}/routes/{route}', () => fetch(`${alcove.gatewayOrigin}/gw/shop/echo`)],
    [
      '/keys/{key}',
      () => alcove.api('POST', '/spaces/shop/functions/echo/invocations', {}, { authorization: `Bearer ${key.key}` }),
    ],
    ['', call],
  ]
  for (const [place, start] of places) {
    await does(`PUT ${place}/quota`, once)
    await start()
    await start()
    const resumed = await does(`POST ${place}/resume`, {})
    expect(resumed.body.suspension).toBeNull()
    await does(`PUT ${place}/quota`, {})
  }
  await does('DELETE /keys/{key}')
})

test('trash, archives and transfers', async () => {
  const archive = await alcove.raw('GET', '/spaces/shop/export')
  expect(await entriesOf(archive)).toEqual(['spaces:export'])
  const bytes = new Uint8Array(await archive.arrayBuffer())
  at['space'] = 'other'
  await does('POST /spaces/{space}/import', bytes, ZIP)
  at['space'] = 'shop'
  await does('DELETE /spaces/{space}/routes/{route}')
  await does('DELETE /spaces/{space}/functions/{fn}/triggers/{trigger}')
  await expect.poll(() => get('/spaces/shop/buckets/photos/objects').then(({ items }) => items[0]?.key)).toBe('d/1')
  await does('POST /spaces/{space}/buckets/{bucket}/deletions', { prefix: 'd/' })
  await does('DELETE /spaces/{space}/buckets/{bucket}')
  at['fn'] = 'second'
  await does('POST /spaces/{space}/functions/{fn}/transfer', { space: 'other', name: 'moved' })
  at['fn'] = 'echo'
  const trashed = async (path: string, name: string) =>
    (at['trashed'] = (await get(path)).items.find((each: { name: string }) => each.name === name).id)
  await does('DELETE /spaces/{space}/functions/{fn}')
  await trashed('/spaces/shop/trash', 'echo')
  await does('POST /spaces/{space}/trash/{trashed}/restore', {})
  await alcove.api('DELETE', '/spaces/shop/functions/echo')
  await trashed('/spaces/shop/trash', 'echo')
  await does('DELETE /spaces/{space}/trash/{trashed}')
  await does('DELETE /spaces/{space}')
  await trashed('/trash', 'shop')
  await does('POST /trash/{trashed}/restore', {})
  await alcove.api('DELETE', '/spaces/shop')
  await trashed('/trash', 'shop')
  await does('DELETE /trash/{trashed}')
})

test('no change of the API is left out', () => {
  expect([...walked, ...Object.keys(NOT_AUDITED)].toSorted()).toEqual(changing.toSorted())
})

test('every change that a key may not make is recorded as a denied attempt', async () => {
  const { body } = await alcove.api('POST', '/keys', { name: 'few', spaces: ['other'], actions: ['metrics:read'] })
  const guarded = ROUTES.filter(
    ({ method, action, keyNeeds }) =>
      method !== 'get' && action !== 'public' && action !== 'metrics:read' && keyNeeds !== 'nothing',
  )
  const targets: string[] = []
  for (const { method, path } of guarded) {
    const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
      name === 'space' ? 'other' : absentValue(path, name),
    )
    const headers = { authorization: `Bearer ${body.key}` }
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    const answer = await alcove.api(method.toUpperCase(), filled, undefined, headers)
    expect(answer.status, `${method} ${path}`).toBe(403)
    targets.push(`${method.toUpperCase()} ${filled}`)
  }
  await alcove.deps.platform.denied.flush()
  const { rows } = await alcove.deps.platform.pool.query<{ target: string }>(
    "select target from audit_entries where outcome = 'denied' and actor_id = $1",
    [`key:${body.id}`],
  )
  expect(rows.map(({ target }) => target).toSorted()).toEqual([...new Set(targets)].toSorted())
})
