import type { LayerUse } from '@alcove/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  createLayerVersion,
  deleteFunction,
  deleteLayer,
  deleteLayerVersion,
  getLayerArchive,
  getLayerVersion,
  listLayers,
  listLayerVersions,
  publishVersion,
  sweepBlobs,
  updateFunction,
  type SpaceCtx,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, space } from './scene.ts'
import { rawZip } from './zip.ts'

let platform: TestPlatform
let now = Date.now()
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => now } })
  ctx = await space(platform, 'layered')
})
afterAll(() => platform.close())

const upload = (layer: string, content: string, more: object = {}, by = ctx) =>
  createLayerVersion({
    ctx: by,
    input: { layer, description: '', archive: rawZip([{ name: 'lib/a.js', content: Buffer.from(content) }]), ...more },
  })
const use = (name: string, ...layers: LayerUse[]) => updateFunction({ ctx, input: { fn: name, layers } })
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => 'ok',
    ({ code, message }: { code: string; message: string }) => `${code}: ${message}`,
  )

test('every upload is the next version, and is downloaded unchanged', async () => {
  const first = await upload('tools', 'one', { description: 'The first', compatibleRuntimes: ['nodejs24', 'nodejs24'] })
  expect(first).toMatchObject({
    layer: 'tools',
    version: 1,
    description: 'The first',
    compatibleRuntimes: ['nodejs24'],
    usedBy: [],
    createdBy: 'key ALCOVE_ADMIN_API_KEY',
  })
  const second = await upload('tools', 'two')
  expect(second).toMatchObject({ version: 2, compatibleRuntimes: [] })
  expect(await getLayerVersion({ ctx, input: { layer: 'tools', version: 1 } })).toEqual(first)
  const archive = await getLayerArchive({ ctx, input: { layer: 'tools', version: 2 } })
  expect(archive.length).toBe(second.bytes)
  expect(archive.includes('lib/a.js')).toBe(true)
})

test('lists come in pages, layers by name with their latest version, versions newest first', async () => {
  await upload('another', 'one')
  const page = await listLayers({ ctx, input: { limit: 1 } })
  expect(page).toMatchObject({ items: [{ name: 'another', versions: 1, latest: { version: 1 } }] })
  const rest = await listLayers({ ctx, input: { limit: 10, cursor: page.nextCursor! } })
  expect(rest).toMatchObject({ items: [{ name: 'tools', versions: 2, latest: { version: 2 } }], nextCursor: null })
  const versions = await listLayerVersions({ ctx, input: { layer: 'tools', limit: 1 } })
  expect(versions.items).toMatchObject([{ version: 2 }])
  const older = await listLayerVersions({ ctx, input: { layer: 'tools', limit: 1, cursor: versions.nextCursor! } })
  expect(older).toMatchObject({ items: [{ version: 1 }], nextCursor: null })
})

test('uploads at the same moment get different numbers', async () => {
  const made = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((content) => upload('raced', content)))
  expect(made.map(({ version }) => version).sort()).toEqual([1, 2, 3, 4, 5])
})

test.for([
  ['what is no zip', Buffer.from('zip?')],
  ['a path that climbs out', rawZip([{ name: '../evil' }])],
  ['a link', rawZip([{ name: 'link', mode: 0o120777 }])],
  ['nothing at all', rawZip([])],
] as const)('%s is no layer, and leaves none behind', async ([, archive]) => {
  const input = { layer: 'refused', description: '', archive }
  expect(await failure(createLayerVersion({ ctx, input }))).toMatch(/^InvalidPackage/)
  expect(await failure(listLayerVersions({ ctx, input: { layer: 'refused', limit: 1 } }))).toMatch(/^NotFound/)
})

describe('a function that names a layer', () => {
  test('runs with it, in the order given', async () => {
    await fn(ctx, 'uses')
    await use('uses', { layer: 'tools', version: 2 }, { layer: 'another', version: 1 })
    expect(platform.routes.find('layered', 'uses')!.draft.layers).toMatchObject([
      { name: 'tools', version: 2 },
      { name: 'another', version: 1 },
    ])
    const { codeHash } = await getLayerVersion({ ctx, input: { layer: 'another', version: 1 } })
    expect(platform.routes.find('layered', 'uses')!.draft.layers[1]!.codeHash).toBe(codeHash)
  })

  test('must name an existing one, in its own space, for its runtime', async () => {
    const other = await space(platform, 'elsewhere')
    await upload('foreign', 'x', {}, other)
    await upload('snakes', 'x', { compatibleRuntimes: ['python3', 'java17'] })
    await fn(ctx, 'refused')
    expect(await failure(use('refused', { layer: 'foreign', version: 1 }))).toBe(
      'ValidationFailed: There is no version 1 of a layer "foreign" in this space',
    )
    expect(await failure(use('refused', { layer: 'tools', version: 9 }))).toMatch(/no version 9 of a layer "tools"/)
    expect(await failure(use('refused', { layer: 'snakes', version: 1 }))).toBe(
      'ValidationFailed: snakes v1 is for python3, java17, not for nodejs24',
    )
    expect(platform.routes.find('layered', 'refused')!.draft.layers).toEqual([])
  })

  test('keeps it from being deleted, and so do its versions', async () => {
    await fn(ctx, 'holds')
    await use('holds', { layer: 'tools', version: 1 })
    await publishVersion({ ctx, input: { fn: 'holds', description: '' } })
    expect(await getLayerVersion({ ctx, input: { layer: 'tools', version: 1 } })).toMatchObject({
      usedBy: [
        { function: 'holds', version: null },
        { function: 'holds', version: 1 },
      ],
    })
    const remove = () => failure(deleteLayerVersion({ ctx, input: { layer: 'tools', version: 1 } }))
    expect(await remove()).toBe('Conflict: Cannot delete tools v1: the draft of holds uses it')
    await use('holds')
    expect(await remove()).toBe('Conflict: Cannot delete tools v1: v1 of holds uses it')
    expect(await failure(deleteLayer({ ctx, input: { layer: 'tools' } }))).toMatch(
      /^Conflict: Cannot delete the layer tools: /,
    )
    await deleteFunction({ ctx, input: { fn: 'holds' } })
    expect(await remove()).toBe('ok')
    expect((await upload('tools', 'three')).version).toBe(3)
  })

  test('and a deletion at the same time: one of the two fails', async () => {
    await fn(ctx, 'races')
    for (let round = 0; round < 10; round++) {
      // oxlint-disable-next-line no-await-in-loop -- round after round
      const { version } = await upload('contested', `${round}`)
      // oxlint-disable-next-line no-await-in-loop -- both at once, again and again
      const [used, deleted] = await Promise.all([
        failure(use('races', { layer: 'contested', version })),
        failure(deleteLayerVersion({ ctx, input: { layer: 'contested', version } })),
      ])
      expect([used, deleted].filter((end) => end === 'ok')).toHaveLength(1)
      // oxlint-disable-next-line no-await-in-loop -- before the next round
      await use('races')
    }
  })
})

test('the contents of a layer survive the sweep until the layer is deleted', async () => {
  const { codeHash } = await upload('swept', 'only here')
  now += 2 * 3600_000
  await sweepBlobs(platform)
  expect(await platform.blobs.has(codeHash)).toBe(true)
  await deleteLayer({ ctx, input: { layer: 'swept' } })
  await sweepBlobs(platform)
  expect(await platform.blobs.has(codeHash)).toBe(false)
})
