import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'builds' })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const at = (fn: string) => `/spaces/builds/functions/${fn}`
const usesIsNumber = `
  import isNumber from 'is-number'
  export const handler = async ({ text }) => ({ five: isNumber(5), text: isNumber(text) })`
const wants = (dependencies: object, more: object = {}) => JSON.stringify({ dependencies, ...more })
const isNumber = { 'index.mjs': usesIsNumber, 'package.json': wants({ 'is-number': '7.0.0' }) }
const broken = { ...isNumber, 'package.json': wants({ 'alcove-no-such-package': '1.0.0' }) }

async function create(name: string, files: Record<string, string>, settings: object = {}) {
  const body = { name, runtime: 'nodejs24', handler: 'index.handler', memoryMb: 128, files, ...settings }
  expect(await alcove.api('POST', '/spaces/builds/functions', body)).toMatchObject({ status: 201 })
}

/** The log of the draft's build until its end. */
async function follow(fn: string, headers: Record<string, string> = {}) {
  const response = await alcove.raw('GET', `${at(fn)}/build/log`, undefined, headers)
  expect(response.headers.get('content-type')).toMatch('text/event-stream')
  const events = (await response.text()).split('\n\n').filter((event) => event.includes('event: '))
  const data = (kind: string) =>
    events
      .filter((event) => event.includes(`event: ${kind}`))
      .map((event) => JSON.parse(event.slice(event.indexOf('data: ') + 6)))
  const ids = events.flatMap((event) => /^id: (\d+)$/m.exec(event)?.[1] ?? [])
  return {
    log: data('log')
      .map((one: { text: string }) => one.text)
      .join(''),
    end: data('end'),
    ids,
  }
}

const invoke = (fn: string, event: object = {}) => alcove.api('POST', `${at(fn)}/invocations`, event)
const publish = (fn: string) => alcove.api('POST', `${at(fn)}/versions`, {})
const build = async (fn: string) => (await alcove.api('GET', `${at(fn)}/build`)).body.build

describe('dependencies', () => {
  test('are installed after the save; meanwhile calls wait and publishing is refused', async () => {
    await create('numbers', isNumber)
    expect(await build('numbers')).toMatchObject({ kind: 'npm', error: null, status: /queued|running/ })
    expect(await publish('numbers')).toMatchObject({
      status: 409,
      body: { code: 'Conflict', detail: 'Cannot publish: the code is still being built' },
    })

    expect((await invoke('numbers', { text: 'x' })).body).toEqual({ five: true, text: false })
    const done = await build('numbers')
    expect(done).toMatchObject({
      status: 'succeeded',
      packages: [{ name: 'is-number', version: '7.0.0' }],
      error: null,
    })
    expect(done.log).toContain('> npm install')
    expect(done.outputBytes).toBeGreaterThan(0)
    const types = await alcove.api('GET', `${at('numbers')}/build/types`)
    expect(types).toMatchObject({ status: 200, body: { files: [], leftOut: [] } })
    expect((await publish('numbers')).status).toBe(201)
    const called = await alcove.api('POST', `${at('numbers')}/invocations?qualifier=1`, { text: '8' })
    expect(called.body).toEqual({ five: true, text: true })
  })

  test('that were built before are there at once, and code without dependencies needs no build', async () => {
    await create('more-numbers', { ...isNumber, 'other.mjs': '' }, { runtime: 'nodejs22' })
    expect(await build('more-numbers')).toMatchObject({ status: 'succeeded' })
    expect((await invoke('more-numbers', { text: '8' })).body).toEqual({ five: true, text: true })

    await alcove.api('PUT', `${at('more-numbers')}/draft`, { files: { 'index.mjs': 'export const handler = () => 1' } })
    expect(await build('more-numbers')).toBeNull()
    expect((await publish('more-numbers')).status).toBe(201)
  })

  test('of a state of the history are installed again when it runs and the build was swept', async () => {
    await create('past', { ...isNumber, 'package.json': wants({ 'is-number': '6.0.0' }) })
    expect((await invoke('past', { text: '8' })).body).toEqual({ five: true, text: true })
    const { key } = await build('past')
    await alcove.api('PUT', `${at('past')}/draft`, { files: { 'index.mjs': 'export const handler = () => 1' } })
    await alcove.deps.platform.pool.query('delete from builds where key = $1', [key])
    const { body } = await alcove.api('GET', `${at('past')}/draft/history`)
    const run = await alcove.api('POST', `${at('past')}/draft/history/${body.items[1].id}/run`, { text: '8' })
    expect(run).toMatchObject({ status: 200, body: { five: true, text: true } })
    expect((await invoke('past')).body).toBe(1)
  })

  test('that cannot be installed say why: in the log as it is written, to callers, and to who publishes', async () => {
    await create('lost', broken)
    const { log, end, ids } = await follow('lost')
    expect(end).toMatchObject([{ status: 'failed', error: expect.stringContaining('alcove-no-such-package') }])
    expect(log).toContain('npm error')
    expect((await build('lost')).log).toBe(log)
    // A reader that lost the connection continues where it broke.
    const last = ids.at(-1)!
    expect(await follow('lost', { 'last-event-id': last })).toEqual({ log: '', end, ids: [] })

    expect(await invoke('lost')).toMatchObject({
      status: 502,
      body: { code: 'InitError', error: { name: 'BuildFailed', message: end[0].error } },
    })
    expect(await publish('lost')).toMatchObject({
      status: 409,
      body: { detail: expect.stringContaining('Cannot publish: the build failed. npm install failed') },
    })
  })

  test('are tried again on request, which the audit records', async () => {
    expect(await alcove.api('POST', `${at('lost')}/build`)).toMatchObject({
      status: 200,
      body: { build: { status: 'queued', error: null, log: '' } },
    })
    expect(await follow('lost')).toMatchObject({ end: [{ status: 'failed' }] })
    expect(await alcove.api('POST', `${at('numbers')}/build`)).toMatchObject({ status: 409 })
    const { body } = await alcove.api('GET', '/audit?limit=50')
    expect(body.items).toContainEqual(
      expect.objectContaining({ action: 'builds:retry', target: 'function lost', space: 'builds' }),
    )
  })

  test('that were unavailable for a while are there for every call once they are available', async () => {
    const { platform } = alcove.deps
    await create('patient', { ...isNumber, 'package.json': wants({ 'is-number': '7.0.0', 'is-odd': '2.0.0' }) })
    await follow('patient')
    const { key } = await build('patient')
    // As after a registry that was out of reach.
    await platform.pool.query(
      `update builds set status = 'failed', output_hash = null, error = 'no route' where key = $1`,
      [key],
    )
    await platform.routes.reload()
    expect(await invoke('patient')).toMatchObject({ status: 502, body: { error: { message: 'no route' } } })
    await alcove.api('POST', `${at('patient')}/build`)
    expect((await invoke('patient', { text: '1' })).body).toEqual({ five: true, text: true })
  })

  test('are built once when several functions need them at the same time', async () => {
    const files = { ...isNumber, 'package.json': wants({ 'is-number': '6.0.0' }) }
    const names = ['at-once-a', 'at-once-b', 'at-once-c', 'at-once-d']
    await Promise.all(names.map((name) => create(name, files)))
    const ends = await Promise.all(names.map(async (name) => (await follow(name)).end[0]))
    expect(ends[0]).toMatchObject({ status: 'succeeded' })
    expect(new Set(ends.map((end) => JSON.stringify(end))).size).toBe(1)
    expect(ends[0].packages).toEqual([{ name: 'is-number', version: '6.0.0' }])
  })

  test('of code that was saved again meanwhile do not delay the current build', async () => {
    await create('typing', { 'index.mjs': usesIsNumber })
    for (const version of ['5.0.0', '6.0.0', '7.0.0']) {
      const files = { 'index.mjs': usesIsNumber, 'package.json': wants({ 'is-number': version, 'is-odd': '3.0.1' }) }
      // oxlint-disable-next-line no-await-in-loop -- one save after the other
      await alcove.api('PUT', `${at('typing')}/draft`, { files })
    }
    expect((await follow('typing')).end[0]).toMatchObject({ status: 'succeeded' })
    expect((await invoke('typing', { text: 'x' })).body).toEqual({ five: true, text: false })
  })

  test('whose build a server was killed over are built by the next one', async () => {
    const { platform } = alcove.deps
    await create('resumed', { ...isNumber, 'package.json': wants({ 'is-number': '7.0.0', 'is-odd': '3.0.0' }) })
    await follow('resumed')
    // As left by a server that was killed during the build: nobody renews the lease.
    const { key } = await build('resumed')
    await platform.pool.query(
      `update builds set status = 'running', ended_at = null, output_hash = null, log = 'half' where key = $1`,
      [key],
    )
    await platform.pool.query(
      `insert into jobs (kind, key, attempts, owner, lease_until) values ('build', $1, 1, 'killed', now() + interval '1 second')`,
      [key],
    )
    await platform.routes.reload()
    expect((await invoke('resumed', { text: '1' })).body).toEqual({ five: true, text: true })
    expect((await build('resumed')).log).not.toContain('half')
  })

  test('are nobody’s business outside of the space, nor for who may only look', async () => {
    expect((await alcove.api('GET', `${at('absent')}/build`)).status).toBe(404)
    expect((await alcove.raw('GET', `${at('absent')}/build/log`)).status).toBe(404)
    expect((await alcove.api('GET', `${at('numbers')}/build`, undefined, { authorization: '' })).status).toBe(401)
  })
})

test('Java is compiled at save, and errors name their places', async () => {
  const java = { runtime: 'java17', handler: 'Handler.handle', memoryMb: 256 }
  const source = (value: string) => `
public class Handler {
  public Object handle(java.util.Map<String, Object> event, alcove.Context context) { return ${value}; }
}`
  await create('greets', { 'Handler.java': source('1 +') }, java)
  const failed = (await follow('greets')).end[0]
  expect(failed).toMatchObject({
    kind: 'javac',
    status: 'failed',
    diagnostics: [{ file: 'Handler.java', line: 3, severity: 'error' }],
  })
  await alcove.api('PUT', `${at('greets')}/draft`, { files: { 'Handler.java': source('"hello"') } })
  expect((await follow('greets')).end[0]).toMatchObject({ status: 'succeeded', diagnostics: [] })
  expect((await invoke('greets')).body).toBe('hello')
})

test('files that one space puts beside its sources do not affect another space', async () => {
  const java = { runtime: 'java17', handler: 'Handler.handle', memoryMb: 256 }
  const handle = 'public Object handle(Object event, alcove.Context context) { return "mine"; }'
  const files = { 'Handler.java': `public class Handler { ${handle} }` }
  await create('poisoner', { ...files, 'META-INF/services/com.sun.source.util.Plugin': 'no.such.Plugin' }, java)
  expect((await follow('poisoner')).end[0]).toMatchObject({ status: 'succeeded' })
  await alcove.api('POST', '/spaces', { name: 'victim' })
  const body = { name: 'sane', ...java, files }
  expect(await alcove.api('POST', '/spaces/victim/functions', body)).toMatchObject({ status: 201 })
  expect((await alcove.api('POST', '/spaces/victim/functions/sane/invocations', {})).body).toBe('mine')
})
