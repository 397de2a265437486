import { mkdtemp, rm, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CreateLayerVersion, PublishVersion } from '@alcove/contract'
import { openDiskBlobs } from '@alcove/storage'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { change } from '../src/kernel/change.ts'
import { builds } from '../src/database/schema/index.ts'
import {
  createLayerVersion,
  endBuild,
  getDraft,
  getDraftArchive,
  getLayerArchive,
  getVersion,
  getVersionArchive,
  publishVersion,
  putDraft,
  retryBuild,
  updateFunction,
  type SpaceCtx,
} from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, space } from './scene.ts'
import { rawZip } from './zip.ts'

let folder: string
let platform: TestPlatform
let ctx: SpaceCtx
const log: { level: string }[] = []
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'alcove-damaged-'))
  platform = await openTestPlatform({ blobs: await openDiskBlobs(folder), log: (line) => log.push(line) })
  ctx = await space(platform, 'code')
})
afterAll(async () => {
  await platform.close()
  await rm(folder, { recursive: true })
})

const pathOf = (hash: string) => join(folder, hash.slice(0, 2), hash)
const HARMS: [string, (hash: string) => Promise<void>][] = [
  ['damaged', (hash) => writeFile(pathOf(hash), 'no zip')],
  ['missing', (hash) => unlink(pathOf(hash))],
]
const isDamaged = { code: 'PackageDamaged', status: 500 }
const publish = (name: string) => publishVersion({ ctx, input: { fn: name, ...PublishVersion.parse({}) } })

test.each(HARMS)(
  'code that is %s is neither served nor published, and saving it again repairs it',
  async (state, harm) => {
    const files = { 'index.mjs': `export const handler = () => '${state}'` }
    await fn(ctx, `code-${state}`, files)
    const input = { fn: `code-${state}` }
    await publish(input.fn)
    const { codeHash } = await getDraft({ ctx, input })
    await harm(codeHash)

    const version = { ...input, version: 1 }
    for (const read of [
      () => getDraft({ ctx, input }),
      () => getDraftArchive({ ctx, input }),
      () => getVersion({ ctx, input: version }),
      () => getVersionArchive({ ctx, input: version }),
    ])
      await expect(read()).rejects.toMatchObject({ ...isDamaged, message: expect.stringContaining('save it again') })
    await expect(publish(input.fn)).rejects.toMatchObject({
      ...isDamaged,
      message: `The code of the draft is ${state} on the server's disk: save it again`,
    })
    expect(log.filter(({ level }) => level === 'error').length).toBeGreaterThan(0)

    const saved = await putDraft({ ctx, input: { ...input, files } })
    expect(saved.codeHash).toBe(codeHash)
    expect((await getVersion({ ctx, input: version })).files).toEqual(files)
    expect((await publish(input.fn)).version).toBe(2)
  },
)

test('keeping files of a damaged package fails, and the error says that they are lost', async () => {
  await fn(ctx, 'kept', { 'index.mjs': '1', 'other.mjs': '2' })
  const { codeHash } = await getDraft({ ctx, input: { fn: 'kept' } })
  await writeFile(pathOf(codeHash), 'no zip')
  const save = putDraft({ ctx, input: { fn: 'kept', files: { 'index.mjs': '3' }, keep: ['other.mjs'] } })
  await expect(save).rejects.toMatchObject({ ...isDamaged, message: expect.stringContaining('send all files') })
})

test.each(HARMS)(
  'a layer that is %s stops its users from being published, and uploading the same one repairs it',
  async (state, harm) => {
    const layer = `layer-${state}`
    const upload = () =>
      createLayerVersion({
        ctx,
        input: {
          layer,
          archive: rawZip([{ name: 'nodejs/a.mjs', content: Buffer.from(state) }]),
          ...CreateLayerVersion.parse({}),
        },
      })
    const { codeHash } = await upload()
    await fn(ctx, `uses-${state}`)
    await updateFunction({ ctx, input: { fn: `uses-${state}`, layers: [{ layer, version: 1 }] } })
    await harm(codeHash)
    await expect(getLayerArchive({ ctx, input: { layer, version: 1 } })).rejects.toMatchObject(isDamaged)
    await expect(publish(`uses-${state}`)).rejects.toMatchObject({
      ...isDamaged,
      message: expect.stringMatching(new RegExp(`^Layer ${layer} v1 is ${state}`)),
    })
    await upload()
    expect((await publish(`uses-${state}`)).version).toBe(1)
  },
)

test.each(HARMS)('build output that is %s can be built again, and only then published', async (state, harm) => {
  const name = `built-${state}`
  await fn(ctx, name, { 'index.mjs': state, 'package.json': `{ "dependencies": { "${name}": "1" } }` })
  const queued = await platform.db.select().from(builds)
  const { key } = queued.find(({ status }) => status === 'queued')!
  const end = async () => {
    await platform.db.update(builds).set({ status: 'running' }).where(eq(builds.key, key))
    const output = await platform.blobs.put(rawZip([{ name: 'node_modules/a.mjs', content: Buffer.from(state) }]))
    const made = { output, outputBytes: 1, packages: [], diagnostics: [], error: null }
    await change(ctx, (ctx) => endBuild(ctx, { key, ...made }))
    return output
  }
  const output = await end()
  await expect(retryBuild({ ctx, input: { fn: name } })).rejects.toMatchObject({ code: 'Conflict' })
  await harm(output)
  await expect(publish(name)).rejects.toMatchObject({ ...isDamaged, message: expect.stringMatching(/build it again/) })
  expect((await retryBuild({ ctx, input: { fn: name } })).build).toMatchObject({ status: 'queued' })
  await end()
  expect((await publish(name)).version).toBe(1)
})
