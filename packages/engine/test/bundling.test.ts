import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { openDiskBlobs, type BlobStore } from '@alcove/storage'
import { strFromU8, unzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Bundler, type BundlerOptions } from '../src/bundler/bundler.ts'
import { bundlerImage } from '../src/bundler/image.ts'
import { Packages } from '../src/packages/packages.ts'
import type { Sandbox, SandboxDriver } from '../src/sandbox/sandbox.ts'
import { chooseDriver } from '../src/sandbox/choose-driver.ts'
import { findOciRuntimes } from '../src/sandbox/oci/runtimes.ts'
import { findRuntimes } from '../src/runtimes/runtimes.ts'
import { startEngine } from './engine-fixture.ts'
import { zipOf } from './zip.ts'

const ociRuntimes = await findOciRuntimes()
const image = await bundlerImage()
const node = (await findRuntimes()).installed.find(({ name }) => name === 'nodejs24')!
const SECRET = 'the-sealing-key'

/** Like a generated table: 12 MB of source that take more than a gigabyte to parse. */
const heavy = `export const handler = [${Array.from({ length: 5 * 2 ** 20 }, (_, n) => ((n * 7919) % 9973) % 10).join()}]`
const light = 'export const handler = (event: number): number => event + 1'

describe.each(['oci', 'process'] as const)('bundling with the %s driver', (forced) => {
  let home: string
  let blobs: BlobStore
  let driver: SandboxDriver
  let bundler: Bundler
  let packages: Packages
  /** A file of the machine, outside the package. */
  let secret: string

  const open = (options: Partial<BundlerOptions> = {}) =>
    new Bundler({ driver, image, memoryMb: 256, atATime: 2, ahead: false, ...options })

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'alcove-bundling-'))
    blobs = await openDiskBlobs(join(home, 'blobs'))
    const setup = { home: join(home, 'engine'), runtimes: [node, { version: '', image }], ociRuntimes, forced }
    driver = (await chooseDriver({ ...setup, memoryBudgetMb: 2048, log() {} })).driver
    bundler = open()
    packages = await Packages.open(join(home, 'engine'), blobs, bundler)
    secret = join(home, 'secrets/sealing-key.json')
    await mkdir(dirname(secret))
    await writeFile(secret, JSON.stringify({ key: SECRET }))
  })
  afterAll(async () => {
    await packages.close()
    await driver.close()
    await rm(home, { recursive: true, force: true })
  })

  /** The bundle as text, or the message of the error. */
  async function bundled(code: Record<string, string>, spaceId = 'a-space'): Promise<string> {
    const { path: folder } = await packages.unpacked(await blobs.put(zipOf(code)))
    const zip = await bundler
      .bundle(spaceId, { folder, file: 'index.ts', output: 'index.alcove.mjs' })
      .catch((error: Error) => error)
    if (zip instanceof Error) return zip.message
    return Object.values(unzipSync(zip))
      .map((content) => strFromU8(content))
      .join('\n')
  }

  /** The path from a package's folder to the secret. All packages have the same parent. */
  const up = () => relative(join(packages.folder, 'package'), secret)
  const using = (id: string) => `import all from ${JSON.stringify(id)}\nexport const handler = () => all`
  /** The resolver finds the file. The file system treats the query as a folder, and `..` leaves it. */
  const trick = {
    'node_modules/evil/a.json': '{}',
    'node_modules/evil/a.json?/x': '',
    'lib/b.ts': '',
    'lib/b.ts?/x': '',
    'lib/c.json': '{}',
    'lib/c.json#/x': '',
  }
  const wayOut: [string, () => Record<string, string>][] = [
    ['a query', () => ({ 'index.ts': using(`./node_modules/evil/a.json?/../../../${up()}`), ...trick })],
    ['a query in a folder', () => ({ 'index.ts': using(`./lib/b.ts?/../../${up()}`), ...trick })],
    ['a fragment', () => ({ 'index.ts': using(`./lib/c.json#/../../${up()}`), ...trick })],
    ['`..`', () => ({ 'index.ts': using(`./${up()}`) })],
    ['an absolute path', () => ({ 'index.ts': using(secret) })],
    ['an absolute path with a query', () => ({ 'index.ts': using(`${secret}?raw`) })],
    ['a file: URL', () => ({ 'index.ts': using(`file://${secret}`) })],
    ['a data: URL', () => ({ 'index.ts': using(`data:text/javascript,export {default} from "${secret}"`) })],
    [
      'require',
      () => ({
        'index.ts': `exports.handler = () => require(${JSON.stringify(`./lib/b.ts?/../../${up()}`)})`,
        ...trick,
      }),
    ],
    ['a dynamic import', () => ({ 'index.ts': `export const handler = () => import(${JSON.stringify(secret)})` })],
    [
      'the paths of a tsconfig.json',
      () => ({
        'index.ts': using('#secret/key'),
        'tsconfig.json': JSON.stringify({ compilerOptions: { baseUrl: '/', paths: { '#secret/*': [secret, up()] } } }),
      }),
    ],
    [
      'the imports of a package.json',
      () => ({ 'index.ts': using('#secret'), 'package.json': JSON.stringify({ imports: { '#secret': `./${up()}` } }) }),
    ],
    [
      'imports with a query',
      () => ({
        'index.ts': using('#secret'),
        'package.json': JSON.stringify({ imports: { '#secret': `./lib/b.ts?/../../${up()}` } }),
        ...trick,
      }),
    ],
    [
      'main, browser and exports of a folder',
      () => ({
        'index.ts': using('./lib'),
        'lib/package.json': JSON.stringify({ main: `../${up()}`, browser: { './x': secret }, exports: `./../${up()}` }),
      }),
    ],
    [
      'the browser field of the package',
      () => ({
        'index.ts': using('./lib/x.json'),
        'lib/x.json': '{}',
        'package.json': JSON.stringify({ browser: { './lib/x.json': `./${up()}` } }),
      }),
    ],
  ]

  test.for(wayOut)('%s leads to no file of the machine', async ([, code]) => {
    expect(await bundled(code())).not.toContain(SECRET)
  })

  test('no error reveals which files the machine has', async () => {
    for (const there of [
      secret,
      `file://${secret}`,
      `./${up()}`,
      `./lib/b.ts?/../../${up()}`,
      `/proc/self/../1/environ`,
    ]) {
      const absent = there.replace(/\w+(\.json)?$/, 'absent$1')
      const [one, other] = await Promise.all(
        [there, absent].map(async (id) => (await bundled({ 'index.ts': using(id), ...trick })).replaceAll(id, 'it')),
      )
      expect(one).toBe(other)
    }
  })

  test('a link to elsewhere is not followed', async () => {
    const folder = join(packages.folder, 'with-link')
    await mkdir(folder)
    await symlink(dirname(secret), join(folder, 'lib'))
    await writeFile(join(folder, 'index.ts'), using('./lib/sealing-key.json'))
    const bundling = bundler.bundle('a-space', { folder, file: 'index.ts', output: 'index.alcove.mjs' })
    await expect(bundling).rejects.toThrow("index.ts:1:17: Cannot find './lib/sealing-key.json'")
  })

  test('each bundle has a sandbox of its own', async () => {
    const pids = new Set<number | null>()
    const watched: Pick<SandboxDriver, 'start'> = {
      async start(spec) {
        const sandbox = await driver.start(spec)
        const { fill } = sandbox
        sandbox.fill = (contents) => {
          pids.add(sandbox.pid())
          return fill(contents)
        }
        return sandbox
      },
    }
    await using stack = new AsyncDisposableStack()
    const own = open({ driver: watched, ahead: true })
    stack.defer(() => own.close())
    const { path: folder } = await packages.unpacked(await blobs.put(zipOf({ 'index.ts': light })))
    for (const spaceId of ['a', 'a', 'b']) {
      await own.bundle(spaceId, { folder, file: 'index.ts', output: 'index.alcove.mjs' })
    }
    expect(pids.size).toBe(3)
    expect(pids).not.toContain(null)
  })

  test('a sandbox that ends while it waits is replaced', async () => {
    const started: Sandbox[] = []
    const watched: Pick<SandboxDriver, 'start'> = {
      async start(spec) {
        started.push(await driver.start(spec))
        return started.at(-1)!
      },
    }
    await using stack = new AsyncDisposableStack()
    const own = open({ driver: watched, ahead: true })
    stack.defer(() => own.close())
    await expect.poll(() => started[0]?.pid() ?? null).not.toBeNull()
    process.kill(started[0]!.pid()!, 'SIGKILL')
    await started[0]!.exited
    const { path: folder } = await packages.unpacked(await blobs.put(zipOf({ 'index.ts': light })))
    await own.bundle('a-space', { folder, file: 'index.ts', output: 'index.alcove.mjs' })
    expect(started.length).toBeGreaterThan(1)
  })

  test('code that takes too much memory is refused, while another space has its own bundled', async () => {
    const [refused, alsoRefused, done] = await Promise.all([
      bundled({ 'index.ts': heavy }, 'greedy'),
      bundled({ 'index.ts': `${heavy}\n` }, 'greedy'),
      bundled({ 'index.ts': light }, 'modest'),
    ])
    expect(refused).toMatch(/^The code needs more than 256 MB to bundle/)
    expect(alsoRefused).toBe(refused)
    expect(done).toContain('event + 1')
  })

  test('code that takes too long is refused', async () => {
    await using stack = new AsyncDisposableStack()
    const impatient = open({ maxMs: 1 })
    stack.defer(() => impatient.close())
    const { path: folder } = await packages.unpacked(await blobs.put(zipOf({ 'index.ts': heavy })))
    const bundling = impatient.bundle('a-space', { folder, file: 'index.ts', output: 'index.alcove.mjs' })
    await expect(bundling).rejects.toThrow('The code takes more than 0.001 s to bundle')
  })

  test('closing ends running and waiting bundles', async () => {
    const closing = open({ atATime: 1 })
    const { path: folder } = await packages.unpacked(await blobs.put(zipOf({ 'index.ts': heavy })))
    const code = { folder, file: 'index.ts', output: 'index.alcove.mjs' }
    const bundling = ['a', 'b'].map((spaceId) => closing.bundle(spaceId, code).catch((error: Error) => error.message))
    await expect.poll(() => driver.shows(folder)).toBe(true)
    await closing.close()
    expect(await Promise.all(bundling)).toEqual(['Alcove is being stopped', 'Alcove is being stopped'])
    expect(driver.shows(folder)).toBe(false)
  })

  test('code nested deeper than a stack is refused like any other that cannot be bundled', async () => {
    const deep = `export const handler = ${'['.repeat(200_000)}${']'.repeat(200_000)}`
    expect(await bundled({ 'index.ts': deep })).toMatch(/crashed|needs more|Maximum/)
  })
})

test('a call reports why its code cannot be bundled, with file and line', async () => {
  await using fixture = await startEngine({ sandbox: ociRuntimes.length > 0 ? 'oci' : 'process' })
  const { run } = await fixture.deploy({ 'index.ts': `\n${using('./lib/absent')}` })
  expect((await run()).report).toMatchObject({
    status: 'initError',
    error: { name: 'BundleError', message: "index.ts:2:17: Cannot find './lib/absent'" },
  })
  function using(id: string) {
    return `import all from '${id}'\nexport const handler = () => all`
  }
})
