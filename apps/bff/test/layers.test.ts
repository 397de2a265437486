import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

const ZIP = { 'content-type': 'application/zip' }

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'layers' })
  await alcove.api('POST', '/spaces', { name: 'other' })
})
afterAll(() => alcove[Symbol.asyncDispose]())

/** These files as a zip, in the form in which a draft is downloaded. */
async function zipOf(files: Record<string, string>): Promise<ArrayBuffer> {
  const maker = { name: 'maker', runtime: 'custom', handler: 'index.handler', files }
  await alcove.api('DELETE', '/spaces/other/functions/maker')
  await alcove.api('POST', '/spaces/other/functions', maker)
  return (await alcove.raw('GET', '/spaces/other/functions/maker/draft/archive')).arrayBuffer()
}

async function upload(layer: string, files: Record<string, string>, query = '') {
  const answer = await alcove.raw('POST', `/spaces/layers/layers/${layer}/versions${query}`, await zipOf(files), ZIP)
  return { status: answer.status, headers: answer.headers, body: await answer.json() }
}

const greeting = (text: string) => ({
  'nodejs/node_modules/greeting/index.js': `module.exports = ${JSON.stringify(text)}`,
  'data.txt': text,
})

const code = `
  import greeting from 'greeting'
  import { readFileSync, writeFileSync } from 'node:fs'
  export const handler = async () => {
    let written = 'written'
    try { writeFileSync('/opt/data.txt', 'mine') } catch (error) { written = error.code }
    return { greeting, data: readFileSync('/opt/data.txt', 'utf8'), written }
  }`

const invoke = async (qualifier = 'draft') =>
  (await alcove.api('POST', `/spaces/layers/functions/greets/invocations?qualifier=${qualifier}`, {})).body

test('a function sees the contents of its layers, later ones first, and cannot change them', async () => {
  const first = await upload(
    'words',
    greeting('hello'),
    '?description=First%20words&compatibleRuntimes=nodejs24,nodejs22',
  )
  expect(first).toMatchObject({
    status: 201,
    body: { version: 1, description: 'First words', compatibleRuntimes: ['nodejs24', 'nodejs22'] },
  })
  expect(first.headers.get('location')).toBe('/api/v1/spaces/layers/layers/words/versions/1')
  await upload('over', { 'data.txt': 'over' })

  const layers = [{ layer: 'words', version: 1 }]
  await alcove.deploy('layers', 'greets', code, { layers })
  expect(await invoke()).toEqual({ greeting: 'hello', data: 'hello', written: 'EROFS' })
  await alcove.api('POST', '/spaces/layers/functions/greets/versions', {})

  await alcove.api('PATCH', '/spaces/layers/functions/greets', { layers: [...layers, { layer: 'over', version: 1 }] })
  expect(await invoke()).toEqual({ greeting: 'hello', data: 'over', written: 'EROFS' })
  await upload('words', greeting('salut'))
  await alcove.api('PATCH', '/spaces/layers/functions/greets', {
    layers: [
      { layer: 'over', version: 1 },
      { layer: 'words', version: 2 },
    ],
  })
  expect(await invoke()).toMatchObject({ greeting: 'salut', data: 'salut' })
  // A version keeps what it was published with.
  expect(await invoke('1')).toMatchObject({ greeting: 'hello', data: 'hello' })
})

test('a layer in use cannot be deleted, and the error names its users', async () => {
  const { status, body } = await alcove.api('DELETE', '/spaces/layers/layers/words/versions/1')
  expect({ status, body }).toMatchObject({
    status: 409,
    body: { detail: 'Cannot delete words v1: v1 of greets uses it' },
  })
  const list = await alcove.api('GET', '/spaces/layers/layers/words/versions')
  expect(list.body.items).toMatchObject([
    { version: 2, usedBy: [{ function: 'greets', version: null }] },
    { version: 1, usedBy: [{ function: 'greets', version: 1 }] },
  ])
  expect((await alcove.api('GET', '/spaces/layers/layers')).body.items).toMatchObject([
    { name: 'over', latest: { version: 1 }, versions: 1 },
    { name: 'words', latest: { version: 2 }, versions: 2 },
  ])
})

test('a missing layer, or one for another runtime, is refused with its position', async () => {
  await upload('snakes', { 'python/a.py': '' }, '?compatibleRuntimes=python3')
  const layers = [
    { layer: 'absent', version: 1 },
    { layer: 'snakes', version: 1 },
  ]
  expect(await alcove.api('PATCH', '/spaces/layers/functions/greets', { layers })).toMatchObject({
    status: 400,
    body: {
      errors: [{ path: 'layers.0' }, { path: 'layers.1', message: 'snakes v1 is for python3, not for nodejs24' }],
    },
  })
})

test('a layer must be a zip', async () => {
  const path = '/spaces/layers/layers/broken/versions'
  expect((await alcove.raw('POST', path, 'text', ZIP)).status).toBe(400)
  expect((await alcove.raw('POST', path, '{}', { 'content-type': 'application/json' })).status).toBe(415)
  expect((await alcove.raw('POST', '/spaces/layers/layers/No%20Name/versions', 'x', ZIP)).status).toBe(400)
  expect((await alcove.raw('GET', `${path}/1/archive`)).status).toBe(404)
})

test('a version is downloaded unchanged, and can be deleted when nobody uses it', async () => {
  const zip = await zipOf({ 'a.txt': 'a' })
  await alcove.raw('POST', '/spaces/layers/layers/passing/versions', zip, ZIP)
  const archive = await alcove.raw('GET', '/spaces/layers/layers/passing/versions/1/archive')
  expect(archive.headers.get('content-disposition')).toContain('passing-v1.zip')
  expect(Buffer.from(await archive.arrayBuffer()).equals(Buffer.from(zip))).toBe(true)
  expect((await alcove.api('DELETE', '/spaces/layers/layers/passing/versions/1')).status).toBe(204)
  expect((await alcove.api('GET', '/spaces/layers/layers/passing/versions')).body.items).toEqual([])
  expect((await alcove.api('DELETE', '/spaces/layers/layers/passing')).status).toBe(204)
  const { items } = (await alcove.api('GET', '/audit?limit=50')).body
  const trail = items.filter(({ target }: { target: string }) => target.startsWith('layer passing'))
  expect(trail.map(({ action, target }: Record<string, string>) => `${action} ${target}`)).toEqual([
    'layers:delete layer passing',
    'layers:delete layer passing v1',
    'layers:create layer passing v1',
  ])
  expect((await alcove.api('GET', '/spaces/layers/layers/passing/versions')).status).toBe(404)
})
