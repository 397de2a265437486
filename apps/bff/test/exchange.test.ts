import { openZip, zipStream, fileToPack, type PackedFile } from '../../../packages/archive/src/index.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rawZip } from '../../../packages/platform/test/zip.ts'
import { openAlcove, type Alcove, type Answer } from './alcove.ts'

let alcove: Alcove
/** No name is in the order of the alphabet, and no number is one of JavaScript's. */
const EVENT = '{"z":12345678901234567890,"a":1.10}'
const JSON_BODY = { 'content-type': 'application/json' }

beforeAll(async () => {
  alcove = await openAlcove()
  for (const name of ['shop', 'copy', 'other']) await alcove.api('POST', '/spaces', { name })
  await alcove.deploy('shop', 'checkout', 'export const handler = async () => process.env.KEY ?? "no key"')
  const at = '/spaces/shop/functions/checkout'
  const must = async (method: string, path: string, body?: unknown) => {
    const answer = await alcove.api(method, path, body)
    expect([path, answer.status, answer.status < 300 || answer.body]).toEqual([path, answer.status, true])
  }
  await must('PATCH', at, { secrets: { KEY: 'k-1' }, environment: { B: '2', A: '1' }, description: 'Takes money' })
  await must('POST', `${at}/versions`, { description: 'First' })
  await must('PATCH', at, { memoryMb: 192 })
  await must('POST', `${at}/versions`, { description: 'Second' })
  await must('PUT', `${at}/aliases/live`, { version: 1, additional: { version: 2, weight: 0.25 }, protected: true })
  await alcove.raw('PUT', `${at}/tests/pays`, `{ "event": ${EVENT}, "expect": { "output": ${EVENT} } }`, JSON_BODY)
  await must('PUT', '/spaces/shop/buckets/receipts', { expiry: [{ prefix: 'tmp/', days: 3 }] })
  await must('PUT', `${at}/triggers/web`, { type: 'http', qualifier: 'live', config: { auth: 'none' } })
  await must('PUT', `${at}/triggers/stored`, { type: 'bucket', config: { bucket: 'receipts', events: ['created'] } })
  const due = `{ "type": "timer", "enabled": false, "config": { "rateSeconds": 60, "payload": ${EVENT} } }`
  await alcove.raw('PUT', `${at}/triggers/due`, due, JSON_BODY)
  await must('PUT', '/spaces/shop/routes/pay', {
    method: 'GET',
    path: '/pay',
    function: 'checkout',
    qualifier: 'live',
    auth: 'none',
  })
  const hmac = { secret: 'a shared secret of theirs' }
  await must('PUT', '/spaces/shop/routes/signed', {
    method: 'POST',
    path: '/in',
    function: 'checkout',
    auth: 'hmac',
    hmac,
  })
  await must('PUT', '/spaces/shop/quota', { functions: 20 })
  await must('PUT', `${at}/quota`, { concurrency: 5 })
  await must('PUT', `${at}/version-retention`, { keep: 10 })
  await must('PUT', '/spaces/shop/hosts/shop.example')
  await must('POST', '/accounts/invite', { email: 'ann@alcove.test' })
  await must('PUT', '/groups/crew', { members: ['ann@alcove.test'] })
  await must('PUT', '/spaces/shop/grants/group:crew', { role: 'developer' })
  await must('PUT', '/spaces/shop/grants/ann@alcove.test', { role: 'invoker', function: 'checkout' })
  await must('PUT', '/spaces/shop/budget', { amount: 40, webhook: { url: 'https://hooks.example/budget' } })
  await must('PUT', '/spaces/shop/alert-targets/hook', { type: 'webhook', url: 'https://hooks.example/alert' })
  const condition = { type: 'metric', metric: 'errors', function: 'checkout' }
  await must('PUT', '/spaces/shop/alerts/errors', { condition, threshold: 5, notify: ['hook'] })
  await must('PUT', '/spaces/shop/boards/night', { charts: [{ metric: 'errors' }] })
  await must('PATCH', '/spaces/shop', { spanSampling: { perSecond: 5, slowMs: 300 } })
  const config = { host: 'db.example', user: 'alcove', password: 'its-password', database: 'logs' }
  await must('PUT', '/spaces/shop/sinks/lake', { type: 'postgres', datasets: ['logs'], config })
})
afterAll(() => alcove[Symbol.asyncDispose]())

async function exported(space: string, query = ''): Promise<Buffer<ArrayBuffer>> {
  const answer = await alcove.raw('GET', `/spaces/${space}/export${query}`)
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

async function imported(space: string, archive: Uint8Array, query = ''): Promise<Answer> {
  const answer = await alcove.raw('POST', `/spaces/${space}/import${query}`, archive as Uint8Array<ArrayBuffer>, {
    'content-type': 'application/zip',
  })
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

const filesIn = async (archive: Uint8Array) => {
  const files = await openZip(archive, { name: 'It', unpackedBytes: 1e9, files: 1e5 })
  const texts = new Map<string, string>()
  for (const [path, file] of files) texts.set(path, (await file.content()).toString())
  return texts
}

async function zipped(files: Iterable<[string, string]>): Promise<Buffer<ArrayBuffer>> {
  async function* packed(): AsyncGenerator<PackedFile> {
    for (const [path, text] of files) yield await fileToPack(path, Buffer.from(text), false)
  }
  return Buffer.concat(await Array.fromAsync(zipStream(packed())))
}

const changesIn = ({ body }: Answer): Record<string, string> =>
  Object.fromEntries(
    body.items
      .filter(({ change }: { change: string }) => change !== 'unchanged')
      .map(({ kind, name, change }: Record<string, string>) => [`${kind} ${name}`, change]),
  )

test('an export is plain files in a stable order, without secrets, and the same each time', async () => {
  const archive = await exported('shop')
  expect(Buffer.compare(archive, await exported('shop'))).toBe(0)
  const files = await filesIn(archive)
  expect([...files.keys()]).toEqual([
    'alcove.json',
    'space.json',
    'buckets/receipts.json',
    'functions/checkout/function.json',
    'functions/checkout/code/index.mjs',
    'functions/checkout/versions/1/version.json',
    'functions/checkout/versions/1/code/index.mjs',
    'functions/checkout/versions/2/version.json',
    'functions/checkout/aliases/live.json',
    'functions/checkout/triggers/due.json',
    'functions/checkout/triggers/stored.json',
    'functions/checkout/triggers/web.json',
    'functions/checkout/tests/pays.json',
    'routes/pay.json',
    'routes/signed.json',
    'hosts/shop.example.json',
    'grants/accounts/ann@alcove.test.json',
    'grants/groups/crew.json',
    'budget.json',
    'alert-targets/hook.json',
    'alerts/errors.json',
    'boards/night.json',
    'sinks/lake.json',
  ])
  expect(JSON.parse(files.get('functions/checkout/function.json')!)).toMatchObject({
    secrets: ['KEY'],
    environment: { A: '1', B: '2' },
    keepVersions: 10,
  })
  const all = [...files.values()].join('')
  for (const secret of ['k-1', 'a shared secret', 'its-password', 'sealed', 'digest'].filter(
    (text) => text !== 'k-1',
  )) {
    expect(all).not.toContain(secret)
  }
  // The same archive changes nothing.
  expect(changesIn(await imported('shop', archive, '?preview=true&remove=true'))).toEqual({})
})

test('another space becomes the same by it, names what is missing, and runs', async () => {
  const archive = await exported('shop')
  const preview = await imported('copy', archive, '?preview=true')
  expect(preview.body).toMatchObject({
    applied: false,
    secrets: [
      { kind: 'function', name: 'checkout', secrets: ['KEY'] },
      { kind: 'route', name: 'signed', secrets: ['hmac'] },
      { kind: 'budget', name: 'copy', secrets: ['webhook'] },
      { kind: 'alertTarget', name: 'hook', secrets: ['webhook'] },
      { kind: 'sink', name: 'lake', secrets: ['password'] },
    ],
  })
  expect(changesIn(preview)).toMatchObject({
    'space copy': 'change',
    'function checkout': 'create',
    'version checkout/2': 'create',
    'host shop.example': 'skipped',
    'grant ann@alcove.test': 'create',
    'grant group:crew': 'create',
    'sink lake': 'create',
  })
  expect((await alcove.api('GET', '/spaces/copy/functions')).body.items).toEqual([])
  const applied = await imported('copy', archive, `?expected=${preview.body.fingerprint}`)
  expect([applied.status, applied.body.applied, applied.body.detail]).toEqual([200, true, undefined])

  const live = await alcove.api('GET', '/spaces/copy/functions/checkout/aliases/live')
  expect(live.body).toMatchObject({ version: 1, additional: { version: 2, weight: 0.25 }, protected: true })
  const called = await alcove.api('POST', '/spaces/copy/functions/checkout/invocations?qualifier=1', {})
  expect(called.body).toBe('no key')
  expect((await fetch(`${alcove.gatewayOrigin}/gw/copy/pay`)).status).toBe(200)
  expect((await alcove.api('GET', '/spaces/copy/routes/signed')).body).toMatchObject({ enabled: false })
  expect((await alcove.api('GET', '/spaces/copy/quota')).body).toMatchObject({ functions: 20 })
  const history = await alcove.api('GET', '/spaces/copy/functions/checkout/draft/history')
  expect(history.body.items).toHaveLength(1)
  const [moved] = (await alcove.api('GET', '/spaces/copy/functions/checkout/tests')).body.items
  expect(moved).toMatchObject({ eventText: EVENT, expectText: `{"output":${EVENT}}` })
  const due = await alcove.api('GET', '/spaces/copy/functions/checkout/triggers/due')
  expect(due.body).toMatchObject({ payloadText: '{"a":1.10,"z":12345678901234567890}' })
  // Only the secrets that were not there differ.
  const again = changesIn(await imported('copy', archive, '?preview=true'))
  expect(Object.keys(again).filter((key) => !/function checkout$|version|route signed|host|sink/.test(key))).toEqual([])
  const { items: granted } = (await alcove.api('GET', '/spaces/copy/grants')).body
  expect(granted.map(({ role, function: fn }: Record<string, unknown>) => [role, fn])).toEqual([
    ['invoker', 'checkout'],
    ['developer', null],
  ])
  // Its password is yet to be set.
  expect((await alcove.api('GET', '/spaces/copy/sinks/lake')).body).toMatchObject({ state: 'paused', hasSecret: true })
  expect((await alcove.api('GET', '/spaces/copy/alerts/errors')).body).toMatchObject({ notify: ['hook'] })
  expect((await alcove.api('GET', '/spaces/copy')).body.spanSampling).toEqual({ perSecond: 5, slowMs: 300 })
  expect((await alcove.api('GET', '/spaces/copy/boards/night')).body.charts).toMatchObject([{ metric: 'errors' }])
  expect((await alcove.api('GET', '/spaces/copy/budget')).body).toMatchObject({ amount: 40 })
  await alcove.api('PATCH', '/spaces/copy/functions/checkout', { secrets: { KEY: 'k-2' } })
  expect(changesIn(await imported('copy', archive, '?preview=true'))['function checkout']).toBeUndefined()
})

test('one function is exported with its configuration, and comes back in another space as it was', async () => {
  await alcove.api('POST', '/spaces', { name: 'origin', visibility: 'private' })
  await alcove.deploy('origin', 'single', 'export const handler = async () => process.env.GREETING')
  await alcove.api('PATCH', '/spaces/origin/functions/single', { memoryMb: 512, environment: { GREETING: 'hello' } })
  await alcove.api('PUT', '/spaces/origin/functions/single/tests/greets', { event: null, expect: { output: 'hello' } })
  const archive = await exported('origin', '?function=single')
  const paths = [...(await filesIn(archive)).keys()]
  expect(paths.every((path) => path === 'alcove.json' || path.startsWith('functions/single/'))).toBe(true)
  await alcove.api('POST', '/spaces', { name: 'elsewhere', visibility: 'private' })
  expect((await imported('elsewhere', archive)).body).toMatchObject({ applied: true })
  expect(await filesIn(await exported('elsewhere', '?function=single'))).toEqual(await filesIn(archive))
  expect((await alcove.raw('GET', '/spaces/origin/export?function=absent')).status).toBe(404)
})

test('a change in the files is shown as a difference and then made; what would break is refused as a whole', async () => {
  const files = await filesIn(await exported('shop'))
  const code = 'functions/checkout/code/index.mjs'
  const edited = new Map(files)
  edited.set(code, 'export const handler = async () => "edited"')
  edited.set('functions/mail/function.json', files.get('functions/checkout/function.json')!.replace('"KEY"', ''))
  edited.set('functions/mail/code/index.mjs', 'export const handler = async () => "mail"')
  edited.set('README.md', 'Not ours')
  edited.delete('routes/pay.json')
  const repository = await zipped([...edited].map(([path, text]): [string, string] => [`shop-main/${path}`, text]))
  const preview = await imported('shop', repository, '?preview=true&remove=true')
  expect(changesIn(preview)).toEqual({
    'function checkout': 'change',
    'function mail': 'create',
    'route pay': 'remove',
  })
  const [change] = preview.body.items.filter(({ name }: { name: string }) => name === 'checkout')
  expect(change.files).toEqual([
    { path: code, before: files.get(code), after: edited.get(code), beforeBytes: expect.any(Number), afterBytes: 43 },
  ])
  expect(changesIn(await imported('shop', repository, '?preview=true'))['route pay']).toBe('keep')

  // Somebody changes the space between preview and import.
  await alcove.api('PATCH', '/spaces/shop', { description: 'Changed' })
  const late = await imported('shop', repository, `?remove=true&expected=${preview.body.fingerprint}`)
  expect(late.body).toMatchObject({ code: 'PreconditionFailed' })

  const version = new Map(edited).set('functions/checkout/versions/1/code/index.mjs', 'export const handler = 1')
  const refused = await imported('shop', await zipped(version))
  expect(refused.body).toMatchObject({ code: 'Conflict', detail: expect.stringContaining('version checkout/1') })
  // The last thing that is done fails: nothing is done at all.
  const bad = new Map(edited).set(
    'routes/bad.json',
    JSON.stringify({ method: 'GET', path: '/bad', function: 'absent' }),
  )
  expect((await imported('shop', await zipped(bad))).body).toMatchObject({
    detail: expect.stringContaining('route bad'),
  })
  expect((await alcove.api('GET', '/spaces/shop/functions/mail')).status).toBe(404)

  expect((await imported('shop', repository, '?remove=true')).status).toBe(200)
  expect((await alcove.api('POST', '/spaces/shop/functions/mail/invocations', {})).body).toBe('mail')
  expect((await alcove.api('POST', '/spaces/shop/functions/checkout/invocations', {})).body).toBe('edited')
  expect((await alcove.api('GET', '/spaces/shop/routes/pay')).status).toBe(404)
  const { body } = await alcove.api('GET', '/audit?action=spaces:import&space=shop')
  expect(body.items[0]).toMatchObject({ before: { removed: ['route pay'] }, after: { created: ['function mail'] } })
})

test('of imports that follow the same preview, one is made, and the others are to look again', async () => {
  await alcove.api('POST', '/spaces', { name: 'both' })
  await alcove.deploy('other', 'single', 'export const handler = async () => 1')
  const archive = await exported('other', '?function=single')
  const { fingerprint } = (await imported('both', archive, '?preview=true')).body
  const imports = [1, 2, 3].map(() => imported('both', archive, `?expected=${fingerprint}`))
  expect((await Promise.all(imports)).map(({ status }) => status).toSorted()).toEqual([200, 412, 412])
  await alcove.api('DELETE', '/spaces/other/functions/single')
})

test('grants of people who are unknown here are left out, and an archive of before removes none', async () => {
  const files = await filesIn(await exported('shop'))
  files.set('grants/accounts/zoe@elsewhere.test.json', files.get('grants/groups/crew.json')!)
  files.set('grants/groups/gone.json', files.get('grants/groups/crew.json')!)
  const ended = { grants: [{ function: null, role: 'admin', expiresAt: '2026-01-01T00:00:00.000Z' }] }
  files.set('grants/accounts/old@elsewhere.test.json', JSON.stringify(ended))
  files.delete('grants/groups/crew.json')
  files.delete('budget.json')
  const withNew = changesIn(await imported('shop', await zipped(files), '?preview=true&remove=true'))
  expect(withNew).toEqual({
    'grant zoe@elsewhere.test': 'skipped',
    'grant group:gone': 'skipped',
    'grant old@elsewhere.test': 'skipped',
    'grant group:crew': 'remove',
    'budget shop': 'remove',
  })
  const before = new Map([...files].filter(([path]) => !/^(grants|hosts|alerts|alert-targets|boards|sinks)/.test(path)))
  before.set('alcove.json', '{"format":1}')
  const kept = changesIn(await imported('shop', await zipped(before), '?preview=true&remove=true'))
  expect([...new Set(Object.values(kept))]).toEqual(['keep'])
})

test('an import does nothing that its key may not do one by one, and an export tells a reader no address', async () => {
  const archive = await exported('shop')
  const read = ['functions:read', 'buckets:read', 'spaces:read', 'metrics:read', 'logs:read', 'usage:read']
  const { body: reader } = await alcove.api('POST', '/keys', { name: 'reader', spaces: ['shop'], actions: read })
  const bearer = { authorization: `Bearer ${reader.key}` }
  const seen = await alcove.raw('GET', '/spaces/shop/export', undefined, bearer)
  const paths = [...(await filesIn(Buffer.from(await seen.arrayBuffer()))).keys()]
  expect(paths.filter((path) => /^(alert|budget|sinks)/.test(path))).toEqual(['alerts/errors.json', 'sinks/lake.json'])
  await alcove.api('POST', '/spaces', { name: 'guarded' })
  const attempt = async (actions: string[], query = '') => {
    const { body } = await alcove.api('POST', '/keys', { name: 'ci', spaces: ['guarded'], actions })
    const headers = { 'content-type': 'application/zip', authorization: `Bearer ${body.key}` }
    const answer = await alcove.raw('POST', `/spaces/guarded/import${query}`, archive, headers)
    return { status: answer.status, body: (await answer.json()) as Answer['body'] }
  }
  const preview = await attempt([...read, 'spaces:write'], '?preview=true')
  const reasons = preview.body.items.map(({ kind, reason }: Record<string, string>) => `${kind}: ${reason}`)
  expect([...new Set(reasons)].toSorted()).toEqual([
    'alert: Needs triggers:write',
    'alertTarget: Needs triggers:write',
    'alias: Needs aliases:write',
    'board: Needs functions:write',
    'bucket: Needs buckets:write',
    'budget: Needs quotas:write',
    'function: Needs functions:write',
    'grant: Needs grants:write',
    'host: Needs routes:write',
    'route: Needs routes:write',
    'sink: Needs sinks:write',
    'space: Needs quotas:write',
    'test: Needs functions:write',
    'trigger: Needs triggers:write',
    'version: Needs versions:publish',
  ])
  expect((await attempt([...read, 'spaces:write'])).status).toBe(409)
  expect((await attempt([...read, 'spaces:write', 'functions:write', 'quotas:write'])).body.detail).toMatch(/Needs/)
  expect((await alcove.api('GET', '/spaces/guarded/functions')).body.items).toEqual([])
})

describe('a hostile archive is refused:', () => {
  const mark = { name: 'alcove.json', content: Buffer.from('{"format":1}') }
  const fn = (text: string) => ({ name: 'functions/a/function.json', content: Buffer.from(text) })
  test.for([
    ['one of something else', [{ name: 'index.mjs' }], /no alcove.json/],
    ['another format', [{ name: 'alcove.json', content: Buffer.from('{"format":4}') }], /format/],
    ['a path that climbs out', [mark, { name: 'functions/../../x.json' }], /not allowed/],
    ['a symbolic link', [mark, { name: 'routes/x.json', mode: 0o120777 }], /symbolic link/],
    ['a bomb', [mark, { name: 'functions/a/code/b', content: Buffer.alloc(40_000_000) }], /more than 200 times/],
    ['no JSON', [mark, fn('{')], /no valid JSON/],
    ['a prototype', [mark, fn('{"__proto__": {"admin": true}}')], /__proto__/],
    ['an unknown field', [mark, { name: 'space.json', content: Buffer.from('{"owner":1}') }], /space.json/],
    [
      'an unknown file',
      [mark, { name: 'functions/a/functoin.json', content: Buffer.from('{}') }],
      /no file of this place/,
    ],
    ['code of nothing', [mark, { name: 'functions/a/code/x.mjs', content: Buffer.from('1') }], /belongs to nothing/],
    ['a grant to no address', [mark, { name: 'grants/accounts/x.json' }], /cannot be a name/],
    [
      'a sink with its credential',
      [
        mark,
        {
          name: 'sinks/s.json',
          content: Buffer.from(
            '{"type":"http","datasets":["logs"],"config":{"url":"https://a.example","token":"t"},"secrets":["token"]}',
          ),
        },
      ],
      /holds no credentials/,
    ],
    ['a name that is none', [mark, { name: 'routes/Ü.json', content: Buffer.from('{}') }], /cannot be a name/],
  ] as [string, Parameters<typeof rawZip>[0], RegExp][])('%s', async ([, entries, reason]) => {
    const { status, body } = await imported('other', rawZip(entries))
    expect([status, body.code]).toEqual([400, 'InvalidPackage'])
    expect(body.detail).toMatch(reason)
  })
})

test('a function moves to another space with its secrets, and leaves there what belongs to the space', async () => {
  const at = '/spaces/shop/functions/checkout/transfer'
  const preview = await alcove.api('POST', `${at}?preview=true`, { space: 'other', name: 'till' })
  expect(preview.body).toMatchObject({
    applied: false,
    problem: null,
    travels: { versions: 2, aliases: ['live'], triggers: ['due', 'stored', 'web'], tests: 1, secrets: ['KEY'] },
    stays: { routes: ['signed'], tasks: 0 },
  })
  await alcove.deploy('other', 'taken', 'export const handler = 1')
  // The quota of the other space holds for all that comes along.
  for (const [quota, reason] of [
    [{ versions: 1 }, 'A function of other has its quota of 1 versions'],
    [{ functions: 1 }, 'The space other has its quota of 1 functions'],
    [{ codeMb: 1 }, undefined],
  ] as const) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await alcove.api('PUT', '/spaces/other/quota', quota)
    // oxlint-disable-next-line no-await-in-loop -- see above
    const { problem } = (await alcove.api('POST', `${at}?preview=true`, { space: 'other', name: 'till' })).body
    expect(problem?.split('.')[0]).toBe(reason)
  }
  const archive = await exported('shop')
  await alcove.api('POST', '/spaces', { name: 'tiny' })
  await alcove.api('PUT', '/spaces/tiny/quota', { versions: 1 })
  const files = await filesIn(archive)
  files.set('space.json', files.get('space.json')!.replace('"versions": null', '"versions": 1'))
  const tooMany = await imported('tiny', await zipped(files))
  expect([tooMany.status, tooMany.body.detail]).toEqual([409, expect.stringContaining('quota of 1 versions')])
  expect((await alcove.api('GET', '/spaces/tiny/functions')).body.items).toEqual([])
  expect((await alcove.api('POST', at, { space: 'other', name: 'taken' })).body.code).toBe('Conflict')
  expect((await alcove.api('POST', at, { space: 'shop' })).status).toBe(400)
  expect((await alcove.api('POST', at, { space: 'absent' })).status).toBe(404)

  const moved = await alcove.api('POST', at, { space: 'other', name: 'till' })
  // The bucket that one of its triggers listens to stays behind.
  expect(moved.body).toMatchObject({ applied: true, paused: [{ trigger: 'stored' }] })
  expect((await alcove.api('GET', '/spaces/shop/functions/checkout')).status).toBe(404)
  expect((await alcove.api('POST', '/spaces/other/functions/till/invocations?qualifier=1', {})).body).toBe('k-1')
  expect((await fetch(`${alcove.gatewayOrigin}/fn/other/till`)).status).toBe(200)
  const { body: trash } = await alcove.api('GET', '/spaces/shop/trash')
  expect(trash.items).toMatchObject([{ name: 'checkout' }])
})
