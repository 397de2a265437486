import { randomBytes } from 'node:crypto'
import { LIMITS, type Files } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  endBuild,
  getBuild,
  getDraft,
  getDraftArchive,
  getVersion,
  publishVersion,
  putDraft,
  sweepBlobs,
  type SpaceCtx,
} from '../src/index.ts'
import { sweepBuilds } from '../src/code/builds/sweep-builds.ts'
import { archiveOf } from '../src/code/packages/archive-of.ts'
import { openArchive } from '../src/code/packages/archive.ts'
import { filesOf } from '../src/code/packages/files-of.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { change } from '../src/kernel/change.ts'
import { fn, space } from './scene.ts'
import { rawZip } from './zip.ts'

let platform: TestPlatform
let now = Date.now()
let ctx: SpaceCtx
beforeAll(async () => {
  platform = await openTestPlatform({ clock: { now: () => now } })
  ctx = await space(platform, 'big')
})
afterAll(() => platform.close())

const putZip = (name: string, archive: Uint8Array) => putDraft({ ctx, input: { fn: name, archive } })
const putFiles = (name: string, files: Files, keep?: string[]) => putDraft({ ctx, input: { fn: name, files, keep } })
const stored = async (name: string) => filesOf(await getDraftArchive({ ctx, input: { fn: name } }))
const executables = async (name: string) => [...(await stored(name)).executables]

const model = randomBytes(LIMITS.shownFileBytes + 1)

test('files too large to edit are named, and stay when the rest is saved', async () => {
  await fn(ctx, 'model')
  const archive = rawZip([
    { name: 'index.mjs', content: Buffer.from('one') },
    { name: 'model.bin', content: model },
    { name: 'old.bin', content: model },
  ])
  const draft = await putZip('model', archive)
  expect(draft.files).toEqual({ 'index.mjs': 'one' })
  expect(draft.omitted).toEqual(['model.bin', 'old.bin'].map((path) => ({ path, bytes: model.length })))
  const read = await getDraft({ ctx, input: { fn: 'model' } })
  expect(read).toMatchObject({ files: draft.files, omitted: draft.omitted })
  const version = await publishVersion({ ctx, input: { fn: 'model', description: '' } })
  expect(await getVersion({ ctx, input: { fn: 'model', version: version.version } })).toMatchObject({
    omitted: draft.omitted,
  })

  await putFiles('model', { 'index.mjs': 'two', 'lib.mjs': 'new' })
  const files = await stored('model')
  expect([...files.keys()]).toEqual(['index.mjs', 'lib.mjs', 'model.bin', 'old.bin'])
  expect(files.get('model.bin')).toEqual(model)
  expect(files.get('index.mjs')!.toString()).toBe('two')
})

test('files that are not kept are removed, and keeping missing ones is refused', async () => {
  expect((await putFiles('model', { 'index.mjs': 'three' }, ['model.bin'])).omitted).toMatchObject([
    { path: 'model.bin' },
  ])
  await expect(putFiles('model', { 'index.mjs': 'four' }, ['absent.bin'])).rejects.toThrow(
    'The draft has no file "absent.bin" to keep',
  )
  // Sent counts before kept.
  await putFiles('model', { 'index.mjs': 'four', 'model.bin': 'small now' })
  expect(await getDraft({ ctx, input: { fn: 'model' } })).toMatchObject({
    files: { 'model.bin': 'small now' },
    omitted: [],
  })
  await putZip('model', rawZip([{ name: 'model.bin', content: model }]))
  expect((await putFiles('model', { 'index.mjs': 'five' }, [])).omitted).toEqual([])
  expect([...(await stored('model')).keys()]).toEqual(['index.mjs'])
})

test('of thousands of files, the author’s own can be edited', async () => {
  await fn(ctx, 'many')
  const installed = Array.from({ length: 3000 }, (_, n) => ({ name: `node_modules/p${n}/index.js` }))
  const written = Array.from({ length: 30 }, (_, n) => ({ name: `src/deep/er/f${n}.mjs` }))
  const draft = await putZip('many', rawZip([...installed, { name: 'index.mjs' }, ...written]))
  expect(Object.keys(draft.files)).toHaveLength(LIMITS.shownFiles)
  expect(draft.omitted).toHaveLength(3031 - LIMITS.shownFiles)
  for (const { name } of [{ name: 'index.mjs' }, ...written]) expect(draft.files).toHaveProperty([name])
  await putFiles('many', { ...draft.files, 'index.mjs': 'changed' })
  expect((await stored('many')).size).toBe(3031)
})

test('the files sent together are no larger than a save may be', async () => {
  await fn(ctx, 'wide')
  const part = randomBytes(LIMITS.shownFileBytes)
  const files = Array.from({ length: 20 }, (_, n) => ({ name: `f${n}.bin`, content: part }))
  const draft = await putZip('wide', rawZip(files))
  expect(JSON.stringify({ files: draft.files }).length).toBeLessThan(LIMITS.apiBodyBytes)
  expect(Object.keys(draft.files).length + draft.omitted.length).toBe(20)
})

test('executable files stay executable, even when saved as text', async () => {
  await fn(ctx, 'modes')
  const archive = rawZip([
    { name: 'bootstrap', mode: 0o100755 },
    { name: 'bin/tool', mode: 0o100755 },
    { name: 'index.mjs', mode: 0o100644 },
  ])
  await putZip('modes', archive)
  expect(await executables('modes')).toEqual(['bin/tool', 'bootstrap'])
  await putFiles('modes', { 'bin/tool': 'changed', 'index.mjs': 'x' })
  expect(await executables('modes')).toEqual(['bin/tool'])
})

test('a downloaded archive is the same code when uploaded again', async () => {
  await fn(ctx, 'round')
  const saved = await putZip(
    'round',
    rawZip([
      { name: 'a.mjs', mode: 0o100755 },
      { name: 'b/c.bin', content: model },
    ]),
  )
  const downloaded = await getDraftArchive({ ctx, input: { fn: 'round' } })
  expect((await putZip('round', downloaded)).codeHash).toBe(saved.codeHash)
  const kept = await openArchive(downloaded)
  const again = await archiveOf(new Map([['a.mjs', await kept.read('a.mjs')]]), [kept.packed('b/c.bin')])
  // Except for the mode of a.mjs, which was not sent again.
  expect(again.length).toBe(downloaded.length)
})

test('build output is kept as long as a draft or version has it', async () => {
  const packages = JSON.stringify({ dependencies: { a: '1' } })
  await fn(ctx, 'built', { 'index.mjs': '', 'package.json': packages })
  const { build } = await getBuild({ ctx, input: { fn: 'built' } })
  expect(build).toMatchObject({ status: 'queued', kind: 'npm', log: '' })
  const output = await platform.blobs.put(rawZip([{ name: 'node_modules/a/index.js' }]))
  await platform.pool.query(`update builds set status = 'running' where key = $1`, [build!.key])
  const end = { output, outputBytes: 1, packages: [], diagnostics: [], error: null }
  await change(ctx, (ctx) => endBuild(ctx, { key: build!.key, ...end }))
  expect(platform.routes.find('big', 'built')!.draft.build).toEqual({ key: build!.key, output, error: null })

  now += 48 * 3600_000
  const sweep = async () => {
    await sweepBuilds(platform)
    await sweepBlobs(platform)
    return platform.blobs.has(output)
  }
  expect(await sweep()).toBe(true)
  await putFiles('built', { 'index.mjs': '' })
  expect(await sweep()).toBe(false)
})

test('an upload of the largest kind is taken', async () => {
  await fn(ctx, 'largest')
  // Half noise, half nothing: 48 MB in 200 MB.
  const noise = randomBytes(12 * 2 ** 20)
  const files = Array.from({ length: 4 }, (_, n) => ({
    name: `part${n}.bin`,
    content: Buffer.concat([noise, Buffer.alloc(38 * 2 ** 20)]),
  }))
  const archive = rawZip([...files, { name: 'index.mjs' }])
  expect(archive.length).toBeLessThan(LIMITS.packageBytes)
  const draft = await putZip('largest', archive)
  expect(draft.omitted).toHaveLength(4)
  expect(Object.keys(draft.files)).toEqual(['index.mjs'])
  // Files that are not shown are not unpacked again for a save of the others.
  await putFiles('largest', { 'index.mjs': 'changed' })
  expect((await openArchive(await getDraftArchive({ ctx, input: { fn: 'largest' } }))).files.size).toBe(5)
})
