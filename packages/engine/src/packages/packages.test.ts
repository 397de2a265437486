import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openDiskBlobs, type BlobStore } from '@alcove/storage'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { zipOf } from '../../test/zip.ts'
import { processDriver } from '../sandbox/process/driver.ts'
import type { SandboxDriver } from '../sandbox/sandbox.ts'
import { Bundler } from '../bundler/bundler.ts'
import { bundlerImage } from '../bundler/image.ts'
import { Packages } from './packages.ts'

let home: string
let blobs: BlobStore
let driver: SandboxDriver
let packages: Packages
const image = await bundlerImage()
const open = () => Packages.open(home, blobs, new Bundler({ driver, image, memoryMb: 512, atATime: 1, ahead: false }))
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'alcove-packages-'))
  blobs = await openDiskBlobs(join(home, 'blobs'))
  driver = processDriver({ runFolder: join(home, 'run') })
  packages = await open()
})
afterEach(async () => {
  await packages.close()
  await driver.close()
  await rm(home, { recursive: true, force: true })
})

type Files = Record<string, string>
interface Parts {
  code: Files
  built?: Files
  layers?: Files[]
  handler?: string
}

async function revisionOf({ code, built, layers = [], handler = 'index.handler' }: Parts) {
  const put = (files: Files) => blobs.put(zipOf(files))
  return {
    spaceId: 'space',
    runtime: 'nodejs24' as const,
    handler,
    codeHash: await put(code),
    build: built === undefined ? null : { key: 'k', output: await put(built), error: null },
    layers: await Promise.all(layers.map(async (files) => ({ name: 'l', version: 1, codeHash: await put(files) }))),
  }
}

const prepare = async (parts: Parts) => packages.prepare(await revisionOf(parts))
const read = (folder: string, file: string) => readFile(join(folder, file), 'utf8')
const inode = async (folder: string, file: string) => (await stat(join(folder, file))).ino

test('code is unpacked once, and the second use reports it as cached', async () => {
  const first = await prepare({ code: { 'index.mjs': '1' } })
  expect(await read(first.task, 'index.mjs')).toBe('1')
  expect(first).toMatchObject({ layers: null, code: { file: 'index.mjs', exportName: 'handler' } })
  expect(Object.keys(first.phases)).toEqual(['fetch', 'unpack'])
  expect(await prepare({ code: { 'index.mjs': '1' } })).toEqual({ ...first, phases: {} })
})

test('who joins a preparation reports the own wait, not the time of who began it', async () => {
  const revision = await revisionOf({ code: { 'index.mjs': '1' } })
  const [began, joined] = await Promise.all([packages.prepare(revision), packages.prepare(revision)])
  expect(joined).toEqual({ ...began, phases: { unpack: expect.any(Number) as number } })
})

test('build output is merged with the code, and shared by equal packages', async () => {
  const built = { 'node_modules/a/index.js': 'a' }
  const one = await prepare({ code: { 'index.mjs': '1', 'node_modules/a/index.js': 'old' }, built })
  const two = await prepare({ code: { 'index.mjs': '2' }, built })
  expect(await read(one.task, 'node_modules/a/index.js')).toBe('a')
  expect(await read(two.task, 'index.mjs')).toBe('2')
  expect(await inode(one.task, 'node_modules/a/index.js')).toBe(await inode(two.task, 'node_modules/a/index.js'))
})

test('of layers with the same path the later one wins', async () => {
  const [a, b] = [
    { 'lib/a': 'a', both: 'a' },
    { 'lib/b': 'b', both: 'b' },
  ]
  const code = { 'index.mjs': '' }
  const ab = await prepare({ code, layers: [a, b] })
  const ba = await prepare({ code, layers: [b, a] })
  expect(await read(ab.layers!, 'both')).toBe('b')
  expect(await read(ba.layers!, 'both')).toBe('a')
  expect(await read(ab.layers!, 'lib/a')).toBe('a')
  expect(ab.task).toBe(ba.task)
})

test('layers that cannot be merged are refused', async () => {
  await expect(
    prepare({ code: { 'index.mjs': '' }, layers: [{ lib: 'file' }, { 'lib/a': 'a' }] }),
  ).rejects.toMatchObject({ code: 'InvalidPackage', message: 'lib is a file in one layer and a folder in another' })
})

test('a hostile layer or build is refused as a hostile package is', async () => {
  const evil = zipOf({ 'a/../../evil': 'x' })
  const revision = await revisionOf({ code: { 'index.mjs': '' } })
  const codeHash = await blobs.put(evil)
  await expect(packages.prepare({ ...revision, layers: [{ name: 'l', version: 1, codeHash }] })).rejects.toMatchObject({
    code: 'InvalidPackage',
  })
  await expect(
    packages.prepare({ ...revision, build: { key: 'k', output: codeHash, error: null } }),
  ).rejects.toMatchObject({ code: 'InvalidPackage' })
  const left = (await readdir(packages.folder)).filter((name) => !name.endsWith('.json'))
  expect(left).toEqual([expect.stringContaining(revision.codeHash)])
})

test('a failed build is reported by the start', async () => {
  const revision = await revisionOf({ code: { 'index.mjs': '' } })
  const build = { key: 'k', output: null, error: 'npm: no such package' }
  await expect(packages.prepare({ ...revision, build })).rejects.toMatchObject({
    name: 'BuildFailed',
    code: 'InitError',
    message: 'npm: no such package',
  })
})

test('a bundle leaves the files that it shares with others as they are', async () => {
  const code = { 'index.ts': 'export const handler = () => 1', 'index.alcove.mjs': 'mine' }
  const plain = await prepare({ code, handler: 'index.alcove.mjs.handler' })
  const bundled = await prepare({ code })
  expect(bundled.code).toMatchObject({ file: 'index.alcove.mjs', shownFile: 'index.ts', sourceMaps: true })
  expect(await read(bundled.task, 'index.alcove.mjs')).toContain('handler')
  expect(await read(plain.task, 'index.alcove.mjs')).toBe('mine')
  expect(await inode(plain.task, 'index.ts')).toBe(await inode(bundled.task, 'index.ts'))
})

test.for([
  ['a path of the machine', `import '/etc/passwd'`, "index.ts:1:8: '/etc/passwd' is outside of the package"],
  ['a path that climbs out', `import '../../../../etc/hosts'`, /outside of the package|Cannot find/],
  ['a file that is not there', `import './lib.ts'`, "index.ts:1:8: Cannot find './lib.ts'"],
  ['a syntax error', 'export const handler = (', /^index\.ts:1:\d+: /],
] as const)('%s is refused with its place', async ([, source, message]) => {
  await expect(prepare({ code: { 'index.ts': source } })).rejects.toThrow(message)
})

test('packages stay imports, JSX becomes calls, and old decorators are compiled where they are asked for', async () => {
  const code = {
    'index.tsx': `import { x } from 'some-package'\nfunction d(c: any) { return c }\n@d class A {}\nexport const handler = () => <b>{x}{A.name}</b>`,
    'tsconfig.json': '{ "compilerOptions": { "experimentalDecorators": true } }',
  }
  const { task, code: entry } = await prepare({ code })
  const text = await read(task, entry.file)
  expect(text).toContain('"some-package"')
  expect(text).toContain('"react/jsx-runtime"')
  expect(text).not.toContain('@d')
})

test('what does not parse is found wherever it is', async () => {
  const revision = await revisionOf({ code: { 'index.mjs': `import './lib/a.mjs'`, 'lib/a.mjs': '\nconst = 1' } })
  expect(await packages.locateSyntaxError(revision)).toMatch(/^lib\/a\.mjs:2:7: /)
})

test('a code package larger than can be bundled says so', async () => {
  const line = `export const a = '${'x'.repeat(1000)}'\n`
  const code = { 'index.ts': `import './big.ts'`, 'big.ts': '' }
  code['big.ts'] = Array.from({ length: 17_000 }, (_, n) => line.replace('a', `a${n}`)).join('')
  await expect(prepare({ code })).rejects.toThrow('The code to bundle is larger than 16 MB')
})

test('unused folders are removed above the size limit, and made again when needed', async () => {
  const parts = { code: { 'index.mjs': 'x'.repeat(5000) }, built: { 'node_modules/a.js': 'y'.repeat(5000) } }
  const inUse = await revisionOf({ code: { 'index.mjs': 'in use' } })
  const used = await packages.prepare(inUse)
  const { task } = await prepare(parts)
  // Recently used: an instance that is starting may be about to use it.
  await packages.sweep(0, [])
  expect(await read(task, 'node_modules/a.js')).toMatch(/^y/)

  await packages.sweep(0, [inUse], Date.now() + 3600_000)
  await expect(stat(task)).rejects.toThrow('ENOENT')
  expect(await read(used.task, 'index.mjs')).toBe('in use')
  expect((await prepare(parts)).task).toBe(task)
  expect(await read(task, 'node_modules/a.js')).toMatch(/^y/)
})

test('folders of an earlier engine are reused, incomplete ones are not', async () => {
  const { task } = await prepare({ code: { 'index.mjs': '1' } })
  const half = await prepare({ code: { 'index.mjs': '2' } })
  await rm(`${half.task}.json`)
  await writeFile(join(half.task, 'index.mjs'), 'half')
  packages = await open()
  await expect(stat(half.task)).rejects.toThrow('ENOENT')
  expect((await stat(task)).isDirectory()).toBe(true)
  expect(await read((await prepare({ code: { 'index.mjs': '2' } })).task, 'index.mjs')).toBe('2')
})
