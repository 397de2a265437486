import { afterAll, beforeAll, expect, test } from 'vitest'
import { openZip } from '../../../packages/archive/src/index.ts'
import { rawZip, type RawEntry } from '../../../packages/platform/test/zip.ts'
import { openAlcove, type Alcove, type Answer } from './alcove.ts'

let alcove: Alcove
const BINARY = Buffer.from(Array.from({ length: 256 }, (_, n) => n))
const AT = '/spaces/origin/functions/whole'
const ZIP = { 'content-type': 'application/zip' }
const file = (name: string, content: string | Buffer, mode = 0): RawEntry => ({
  name,
  content: Buffer.from(content as string),
  mode,
})

async function must(method: string, path: string, body?: unknown): Promise<void> {
  const answer = await alcove.api(method, path, body)
  expect([path, answer.status, answer.status < 300 || answer.body]).toEqual([path, answer.status, true])
}

async function upload(method: string, path: string, files: RawEntry[]): Promise<void> {
  const answer = await alcove.raw(method, path, rawZip(files) as Buffer<ArrayBuffer>, ZIP)
  expect([path, answer.status, answer.status < 300 || (await answer.text())]).toEqual([path, answer.status, true])
}

beforeAll(async () => {
  alcove = await openAlcove()
  await must('POST', '/spaces', { name: 'origin' })
  await upload('POST', '/spaces/origin/layers/tools/versions?description=Tools', [file('tool.js', 'exports.n = 1')])
  await upload('POST', '/spaces/origin/layers/tools/versions', [file('tool.js', 'exports.n = 2')])
  await upload('POST', '/spaces/origin/layers/unused/versions', [file('x.js', '1')])
  await alcove.deploy('origin', 'other', 'export const handler = async () => 1')
  await alcove.deploy('origin', 'whole', 'export const handler = async () => 1')
  const parameters = {
    type: 'object',
    properties: {
      who: { type: 'string', default: 'you', description: 'Whom' },
      code: { type: 'string', writeOnly: true },
    },
    required: ['who'],
  }
  await must('PATCH', AT, {
    description: 'Does it all',
    memoryMb: 320,
    timeoutSeconds: 17,
    environment: { B: '2', A: 'ü' },
    secrets: { KEY: 'value-of-the-key' },
    scaling: { minInstances: 0, maxInstances: 7 },
    cpus: 0.5,
    layers: [{ layer: 'tools', version: 1 }],
    parameters,
  })
  await upload('PUT', `${AT}/draft`, [
    file('index.mjs', 'export const handler = async ({ who }) => who'),
    file('bin/run', '#!/bin/sh\n', 0o100755),
    file('bin/link', 'run', 0o120777),
    file('data/all.bin', BINARY),
    file('empty.txt', ''),
  ])
  await must('POST', `${AT}/versions`, { description: 'First' })
  await must('PATCH', AT, { layers: [{ layer: 'tools', version: 2 }] })
  await must('POST', `${AT}/versions`, { description: 'Second' })
  await must('PUT', `${AT}/aliases/live`, { version: 2 })
  await must('PUT', `${AT}/triggers/due`, { type: 'timer', enabled: false, config: { rateSeconds: 60 } })
  await must('PUT', `${AT}/triggers/web`, { type: 'http', qualifier: 'live', config: { auth: 'none' } })
  await must('PUT', `${AT}/tests/greets`, { event: { who: 'me' }, expect: { output: 'me' } })
  await must('PUT', `${AT}/tests/saved`, { description: 'An event', event: { who: 'them' } })
  await must('PUT', `${AT}/test-settings`, { environment: { T: '1' }, gate: ['live'] })
  await must('PUT', `${AT}/task-settings`, {
    retries: 5,
    maxConcurrency: 3,
    onFailure: { type: 'webhook', url: 'https://hooks.example/failed' },
  })
  await must('PUT', `${AT}/quota`, { concurrency: 5 })
  await must('PUT', `${AT}/version-retention`, { keep: 10 })
})
afterAll(() => alcove[Symbol.asyncDispose]())

async function exported(space: string): Promise<Buffer<ArrayBuffer>> {
  const answer = await alcove.raw('GET', `/spaces/${space}/export?function=whole`)
  expect(answer.status).toBe(200)
  return Buffer.from(await answer.arrayBuffer())
}

async function imported(space: string, archive: Uint8Array, query = ''): Promise<Pick<Answer, 'status' | 'body'>> {
  const answer = await alcove.raw('POST', `/spaces/${space}/import${query}`, archive as Uint8Array<ArrayBuffer>, ZIP)
  return { status: answer.status, body: (await answer.json()) as Answer['body'] }
}

type Content = [executable: boolean, content: string]

async function filesIn(archive: Uint8Array): Promise<Record<string, Content>> {
  const found: Record<string, Content> = {}
  for (const [path, entry] of await openZip(archive, { name: 'It', unpackedBytes: 1e9, files: 1e5 })) {
    found[path] = [entry.executable, (await entry.content()).toString('latin1')]
  }
  return found
}

test('everything of a function comes back in another space, with its layers', async () => {
  const archive = await exported('origin')
  const files = await filesIn(archive)
  expect(JSON.stringify(files)).not.toContain('value-of-the-key')
  expect(Object.keys(files).filter((path) => path.startsWith('layers/'))).toEqual([
    'layers/tools/1/layer.json',
    'layers/tools/1/files/tool.js',
    'layers/tools/2/layer.json',
    'layers/tools/2/files/tool.js',
  ])
  await must('POST', '/spaces', { name: 'there' })
  const first = await imported('there', archive)
  expect([first.status, first.body.detail]).toEqual([200, undefined])
  expect(first.body.secrets).toEqual([{ kind: 'function', name: 'whole', secrets: ['KEY'] }])
  await must('PATCH', '/spaces/there/functions/whole', { secrets: { KEY: 'its own' } })
  // Versions are published without the secrets that the space lacked.
  const withoutKey = ([path, [executable, content]]: [string, Content]): [string, Content] => [
    path,
    [
      executable,
      path.endsWith('version.json') ? content.replace(/"secrets": \[\s+"KEY"\s+\]/, '"secrets": []') : content,
    ],
  ]
  expect(await filesIn(await exported('there'))).toEqual(Object.fromEntries(Object.entries(files).map(withoutKey)))

  const again = await imported('there', archive)
  const changes = new Set(again.body.items.map(({ change }: { change: string }) => change))
  expect([again.status, again.body.detail, ...changes]).toEqual([200, undefined, 'unchanged'])
})

test('a layer with other content under the same number refuses the import, and nothing is left of it', async () => {
  await must('POST', '/spaces', { name: 'clash' })
  await upload('POST', '/spaces/clash/layers/tools/versions', [file('tool.js', 'exports.n = 3')])
  const { status, body } = await imported('clash', await exported('origin'))
  expect([status, body.detail]).toEqual([
    409,
    expect.stringContaining('layer tools/1: A version of a layer never changes'),
  ])
  expect((await alcove.api('GET', '/spaces/clash/functions')).body.items).toEqual([])
  expect((await alcove.api('GET', '/spaces/clash/layers/tools/versions')).body.items).toHaveLength(1)
})

test('an import that fails at a late step leaves nothing', async () => {
  const entries = Object.entries(await filesIn(await exported('origin')))
  const without = entries.filter(([path]) => !path.startsWith('layers/tools/1/'))
  await must('POST', '/spaces', { name: 'bare' })
  const { status, body } = await imported(
    'bare',
    rawZip(without.map(([path, [, content]]) => file(path, Buffer.from(content, 'latin1')))),
  )
  expect([status, body.detail]).toEqual([
    400,
    'version whole/1: There is no version 1 of a layer "tools" in this space',
  ])
  expect((await alcove.api('GET', '/spaces/bare/functions')).body.items).toEqual([])
  expect((await alcove.api('GET', '/spaces/bare/layers')).body.items).toEqual([])
})

test('a version is refused settings that a draft may not have', async () => {
  const entries = Object.entries(await filesIn(await exported('origin')))
  const refusal = async (space: string, change: object) => {
    const files = entries.map(([path, [, content]]) => {
      if (!path.endsWith('versions/1/version.json')) return file(path, Buffer.from(content, 'latin1'))
      const version = JSON.parse(content) as { configuration: object }
      return file(path, JSON.stringify({ ...version, configuration: { ...version.configuration, ...change } }))
    })
    return (await imported(space, rawZip(files))).body.detail
  }
  await must('POST', '/spaces', { name: 'strict' })
  await must('PUT', '/spaces/strict/quota', { memoryMb: 400 })
  expect(await refusal('strict', { memoryMb: 512 })).toMatch(/^version whole\/1: .*400/)
  expect(await refusal('strict', { tmpMb: 320 })).toMatch('version whole/1: /tmp may not be as large as the memory')
  expect(await refusal('strict', { environment: { A: '\0' } })).toMatch('version whole/1: The variable A holds a NUL')
  expect((await alcove.api('GET', '/spaces/strict/functions')).body.items).toEqual([])
})

test('a default that no call could be made with is refused, as where it is set', async () => {
  const files = Object.entries(await filesIn(await exported('origin'))).map(([path, [, content]]) => {
    const changed = path.endsWith('function.json') ? content.replace('"default": "you"', '"default": 7') : content
    return file(path, Buffer.from(changed, 'latin1'))
  })
  await must('POST', '/spaces', { name: 'defaults' })
  const { status, body } = await imported('defaults', rawZip(files))
  expect([status, body.detail]).toEqual([400, 'parameters.properties.who.default: Must be text'])
})

test('a trigger whose host name is taken is left out, and the rest is imported', async () => {
  await must('POST', '/spaces', { name: 'second' })
  await must('PUT', `${AT}/triggers/web`, {
    type: 'http',
    qualifier: 'live',
    config: { auth: 'none', hosts: ['whole.example'] },
  })
  const { status, body } = await imported('second', await exported('origin'))
  expect([status, body.detail]).toEqual([200, undefined])
  expect(body.items.filter(({ change }: { change: string }) => change === 'skipped')).toMatchObject([
    { kind: 'trigger', name: 'whole/web', reason: 'This host name is in use already' },
  ])
  expect((await alcove.api('GET', '/spaces/second/functions/whole/triggers/due')).status).toBe(200)
})

test('an archive of one function removes nothing else', async () => {
  const { status, body } = await imported('origin', await exported('origin'), '?remove=true&preview=true')
  expect([status, body.detail]).toEqual([400, expect.stringContaining('Only the archive of a whole space')])
})

test('code in an archive is checked as a package that is uploaded by itself', async () => {
  await must('POST', '/spaces', { name: 'many' })
  const refusal = async (files: RawEntry[]) => {
    const layer = file('layers/l/1/layer.json', '{ "description": "", "compatibleRuntimes": [] }')
    const { status, body } = await imported('many', rawZip([file('alcove.json', '{ "format": 3 }'), layer, ...files]))
    return `${status} ${body.detail}`
  }
  const many = Array.from({ length: 10_001 }, (_, n) => file(`layers/l/1/files/${n}`, ''))
  expect(await refusal(many)).toBe('400 The package holds more than 10000 files')
  expect(await refusal([file('layers/l/1/files/__proto__', '')])).toMatch(
    '400 The file name "__proto__" is not allowed',
  )
  expect(await refusal([file('layers/l/1/files/a:b', '')])).toMatch('400 The file name "a:b" is not allowed')
})
