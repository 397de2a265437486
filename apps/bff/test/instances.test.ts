import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const PATIENCE = { timeout: 60_000 }
let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  for (const space of ['works', 'elsewhere']) await alcove.api('POST', '/spaces', { name: space })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const base = (fn: string) => `/spaces/works/functions/${fn}`
const call = (fn: string, event: unknown = null) => alcove.api('POST', `${base(fn)}/invocations`, event)
const instancesOf = async (fn: string, query = '') =>
  (await alcove.api('GET', `${base(fn)}/instances${query}`)).body.items

test('a call leads to its instance, alive and after its end', async () => {
  await alcove.deploy('works', 'worker', `export const handler = async (exit) => exit ? process.exit(3) : 'done'`)
  const { headers } = await call('worker')
  const { body: invocation } = await alcove.api(
    'GET',
    `/spaces/works/invocations/${headers.get('x-alcove-invocation-id')}`,
  )
  const path = `${base('worker')}/instances/${invocation.instanceId}`
  const alive = await alcove.api('GET', path)
  expect(alive).toMatchObject({
    status: 200,
    body: { id: invocation.instanceId, function: 'worker', version: null, invocations: 1, endedAt: null, end: null },
  })
  expect(alive.body.revision).toBe(invocation.revision)
  expect(await instancesOf('worker', '?state=live')).toMatchObject([{ id: invocation.instanceId }])
  expect((await alcove.api('GET', '/instances')).body.items).toMatchObject([{ id: invocation.instanceId }])

  const failed = await call('worker', true)
  expect(failed.status).toBe(502)
  await expect.poll(() => instancesOf('worker', '?state=ended'), PATIENCE).toMatchObject([{ state: null }])
  expect(await alcove.api('GET', path)).toMatchObject({
    status: 200,
    body: {
      invocations: 2,
      state: null,
      endedAt: expect.any(String),
      end: { reason: 'exited', exitCode: 3, invocationId: failed.body.invocationId },
    },
  })
  await alcove.deploy('works', 'other', `export const handler = async () => 1`)
  expect(await alcove.api('GET', path.replace('worker', 'other'))).toMatchObject({ status: 404 })
  expect(await alcove.api('GET', `${base('worker')}/instances/x`)).toMatchObject({ status: 400 })
})

test('instances to keep ready start when an alias or trigger leads to them, and end with it', async () => {
  await alcove.deploy('works', 'ready', `export const handler = async () => 'ready'`, { scaling: { minInstances: 1 } })
  await alcove.api('POST', `${base('ready')}/versions`, {})
  const states = async () =>
    (await instancesOf('ready', '?state=live')).map((each: { version: number }) => each.version)
  expect(await states()).toEqual([])

  await alcove.api('PUT', `${base('ready')}/aliases/live`, { version: 1 })
  await expect.poll(states, PATIENCE).toEqual([1])
  await expect
    .poll(async () => (await instancesOf('ready'))[0], PATIENCE)
    .toMatchObject({ state: expect.stringMatching(/idle|frozen/), invocations: 0 })
  const { headers } = await alcove.api('POST', `${base('ready')}/invocations?qualifier=live`, null)
  expect(headers.get('x-alcove-cold-start')).toBe('false')

  // What the alias leads to is replaced before anyone calls it.
  await alcove.api('PATCH', base('ready'), { environment: { NEW: '1' } })
  await alcove.api('POST', `${base('ready')}/versions`, {})
  await alcove.api('PUT', `${base('ready')}/aliases/live`, { version: 2 })
  await expect.poll(states, PATIENCE).toContain(2)
  const trigger = { type: 'http', qualifier: 'draft', enabled: true, config: { auth: 'none' } }
  await alcove.api('PATCH', base('ready'), { environment: { NEW: '2' } })
  await alcove.api('PUT', `${base('ready')}/triggers/web`, trigger)
  await expect.poll(states, PATIENCE).toContain(null)

  await alcove.api('DELETE', base('ready'))
  await expect
    .poll(async () => (await alcove.api('GET', '/instances')).body.items, PATIENCE)
    .not.toContainEqual(expect.objectContaining({ function: 'ready' }))
})

test('a change of the space’s egress rules applies to running instances', async () => {
  await alcove.deploy('works', 'bound', `export const handler = async () => process.pid`)
  await call('bound')
  const [{ id: before }] = await instancesOf('bound')
  const egress = { mode: 'none', allow: [] }
  expect(await alcove.api('PATCH', '/spaces/works', { egress })).toMatchObject({ status: 200, body: { egress } })
  await call('bound')
  await expect.poll(() => instancesOf('bound', '?state=ended'), PATIENCE).toMatchObject([{ id: before }])
  const [now] = await instancesOf('bound')
  expect(now.id).not.toBe(before)
})

test('functions of a space share their files, within its quota, and the files are deleted with the space', async () => {
  const created = await alcove.api('POST', '/spaces', { name: 'stored', storageMb: 32 })
  expect(created).toMatchObject({ status: 201, body: { storage: { quotaMb: 32, usedMb: expect.any(Number) } } })
  expect(await alcove.api('PATCH', '/spaces/stored', { storageMb: 64 })).toMatchObject({
    body: { storage: { quotaMb: 64 } },
  })
  expect(await alcove.api('PATCH', '/spaces/stored', { storageMb: 1 })).toMatchObject({ status: 400 })
  const listed = (await alcove.api('GET', '/spaces')).body.items.find(
    (each: { name: string }) => each.name === 'stored',
  )
  expect(listed.storage).toEqual({ quotaMb: 64, usedMb: expect.any(Number) })
  const code = `import { readFile, writeFile } from 'node:fs/promises'
    export const handler = async (text) => {
      if (text) await writeFile('/mnt/space/note', text)
      return readFile('/mnt/space/note', 'utf8')
    }`
  for (const fn of ['writer', 'reader']) await alcove.deploy('stored', fn, code)
  const run = (fn: string, text: string | null) =>
    alcove.api('POST', `/spaces/stored/functions/${fn}/invocations`, text)
  expect(await run('writer', 'kept')).toMatchObject({ status: 200, body: 'kept' })
  expect(await run('reader', null)).toMatchObject({ status: 200, body: 'kept' })

  const files = async () =>
    (await readdir(join(alcove.home, 'spaces'))).filter((name) => name.includes(created.body.id))
  expect(await files()).not.toEqual([])
  expect(await alcove.api('DELETE', '/spaces/stored')).toMatchObject({ status: 204 })
  // In the trash it keeps them.
  expect(await files()).not.toEqual([])
  expect(await alcove.api('DELETE', `/trash/${created.body.id}`)).toMatchObject({ status: 204 })
  expect(await files()).toEqual([])
})

test('secrets reach the function, and nobody else', async () => {
  const value = 'hunter2-and-then-some'
  const code = `export const handler = async () => { console.log('It is', process.env.TOKEN); return process.env.TOKEN.length }`
  await alcove.deploy('works', 'confidant', code, { secrets: { TOKEN: value } })
  const answer = await call('confidant')
  expect(answer).toMatchObject({ status: 200, body: value.length })
  const told = await Promise.all(
    [
      base('confidant'),
      `${base('confidant')}/draft`,
      `${base('confidant')}/logs`,
      `/spaces/works/invocations/${answer.headers.get('x-alcove-invocation-id')}`,
      '/audit',
    ].map((path) => alcove.api('GET', path)),
  )
  expect(told.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200])
  expect(told[0]!.body).toMatchObject({ environment: {}, secrets: ['TOKEN'] })
  expect(told[2]!.body.items[0].message).toMatch(/^It is /)
  expect(JSON.stringify(told.map(({ body }) => body))).not.toContain(value)

  const refused = await alcove.api('PATCH', base('confidant'), { secrets: { TOKEN: value.repeat(300) } })
  expect(refused.status).toBe(400)
  expect(JSON.stringify(refused.body)).not.toContain(value)

  await alcove.api('PATCH', base('confidant'), { secrets: { TOKEN: 'short' } })
  expect(await call('confidant')).toMatchObject({ body: 5 })
  expect(await alcove.api('PATCH', base('confidant'), { secrets: { TOKEN: null } })).toMatchObject({
    body: { secrets: [] },
  })
  expect(await call('confidant')).toMatchObject({ status: 502, body: { error: { name: 'TypeError' } } })
})

test('the engine reports its state to the API and to Prometheus', async () => {
  const { body } = await alcove.api('GET', '/engine')
  expect(body).toMatchObject({
    ready: true,
    queued: 0,
    queues: [],
    starts: { cold: expect.any(Number), failed: expect.any(Number) },
    network: { available: expect.any(Boolean) },
  })
  expect(body.runtimes.find(({ name }: { name: string }) => name === 'nodejs24')).toMatchObject({ available: true })
  const value = (page: string, name: string) => {
    const line = page.split('\n').find((each) => each.startsWith(`${name} `))
    return Number(line?.split(' ')[1])
  }
  const summed = (page: string, name: string, label: string, values: string[]) =>
    values.map((each) => value(page, `${name}{${label}="${each}"}`)).reduce((sum, count) => sum + count, 0)
  // Instances come and go between the two questions.
  await expect
    .poll(async () => {
      const page = await (await alcove.app.request('/metrics')).text()
      const { instances, starts, memoryMb, queued } = alcove.deps.engine.info()
      return [
        summed(page, 'alcove_instances', 'state', ['starting', 'idle', 'busy', 'frozen']) - instances,
        summed(page, 'alcove_instance_starts_total', 'kind', ['cold', 'prewarmed']) - starts.cold - starts.prewarmed,
        value(page, 'alcove_instance_evictions_total') - starts.evicted,
        value(page, 'alcove_memory_budget_bytes') / 2 ** 20 - memoryMb.budget,
        value(page, 'alcove_calls_queued') - queued,
      ]
    }, PATIENCE)
    .toEqual([0, 0, 0, 0, 0])
})
