import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { findRuntimes } from '../runtimes/runtimes.ts'
import { chooseDriver } from '../sandbox/choose-driver.ts'
import { findOciRuntimes } from '../sandbox/oci/runtimes.ts'
import type { Sandbox } from '../sandbox/sandbox.ts'
import { SpaceStorage } from './space-storage.ts'

const { installed } = await findRuntimes()
const ociRuntimes = await findOciRuntimes()
const runtime = installed.find(({ name }) => name === 'nodejs24')!
const unavailable = ociRuntimes.length === 0 || process.getuid?.() !== 0

const SPACE = 'a-space'

interface Opened {
  storage: SpaceStorage
  close(): Promise<void>
  /** Starts a sandbox of the space. The result evaluates JavaScript inside. */
  start(spaceId: string, quotaMb?: number, ahead?: boolean): Promise<(source: string) => Promise<unknown>>
}

async function open(options: { home?: string; isolation?: 'oci' | 'process'; idleMs?: number; log?: object[] } = {}) {
  const home = options.home ?? newHome()
  const spaces = join(home, 'spaces')
  const task = join(home, 'task')
  for (const folder of [spaces, task]) mkdirSync(folder, { recursive: true })
  const isolation = options.isolation ?? 'oci'
  const { driver, mountNs } = await chooseDriver({
    home,
    runtimes: [runtime],
    ociRuntimes: ociRuntimes.slice(0, 1),
    folders: [spaces],
    memoryBudgetMb: 2048,
    forced: isolation,
    log() {},
  })
  const storage = await SpaceStorage.open({
    folder: spaces,
    mountNs,
    inUse: driver.shows,
    log: (line) => void options.log?.push(line),
    ...(options.idleMs === undefined ? {} : { idleMs: options.idleMs }),
  })
  const running = new Set<Sandbox>()
  const opened: Opened & { end(): Promise<void> } = {
    storage,
    async start(spaceId, quotaMb = 16, ahead = false) {
      const contents = { task, layers: null, storage: await storage.folder(spaceId, quotaMb) }
      const sandbox = await driver.start({
        id: randomUUID(),
        image: runtime.image,
        contents: ahead ? null : contents,
        args: () => ['-e', EVALUATE],
        network: null,
        memoryMb: 256,
        tmpMb: 4,
        maxProcesses: 64,
      })
      running.add(sandbox)
      sandbox.stdout.resume()
      sandbox.stderr.resume()
      if (ahead) await sandbox.fill(contents)
      return async (source) => {
        const answer = new Promise((resolve) => sandbox.channel.once('data', resolve))
        sandbox.channel.write(`const space = ${JSON.stringify(sandbox.inner.storage)}; ${source}`)
        return JSON.parse(String(await answer))
      }
    },
    async end() {
      await Promise.all([...running].map((sandbox) => sandbox.destroy()))
      running.clear()
    },
    async close() {
      await opened.end()
      await storage.close()
      await driver.close()
    },
  }
  onTestFinished(() => opened.close())
  return opened
}

function newHome(): string {
  const home = mkdtempSync(join(tmpdir(), 'alcove-storage-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return home
}

const EVALUATE = `
  const fs = require('node:fs')
  const channel = new (require('node:net').Socket)({ fd: 3, readable: true, writable: true })
  channel.on('data', (source) => {
    let answer
    try { answer = (0, eval)('(fs, process) => { ' + source + ' }')(fs, process) } catch (error) { answer = error.code ?? error.message }
    channel.write(JSON.stringify(answer ?? null))
  })
`
const FILL = `
  const file = fs.openSync(space + '/big', 'w'), block = Buffer.alloc(1 << 20, 1)
  try { for (let n = 0; n < 100; n++) fs.writeSync(file, block) } finally { fs.closeSync(file) }
`
/** Loop devices of a space's image. Matched by inode, because paths are those of the containers' mount namespace. */
const loopDevices = (home: string) =>
  execFileSync('losetup', ['--associated', join(home, `spaces/${SPACE}.ext4`)], { encoding: 'utf8' })

describe.skipIf(unavailable)(`in containers${unavailable ? ' (skipped: they need root and crun or runc)' : ''}`, () => {
  test('instances of a space share files, each as if they were its own', async () => {
    const { start } = await open()
    const [first, second] = [await start(SPACE), await start(SPACE, 16, true)]
    await first(
      `fs.mkdirSync(space + '/folder', { mode: 0o700 }); fs.writeFileSync(space + '/folder/private', 'one', { mode: 0o600 })`,
    )
    expect(await second(`fs.appendFileSync(space + '/folder/private', ' two')`)).toBe(null)
    expect(
      await second(
        `fs.chmodSync(space + '/folder/private', 0o644); return process.getuid() === fs.statSync(space + '/folder').uid`,
      ),
    ).toBe(true)
    expect(await first(`return fs.readFileSync(space + '/folder/private', 'utf8')`)).toBe('one two')
    expect(await first(`fs.renameSync(space + '/folder/private', space + '/moved')`)).toBe(null)
    expect(await second(`fs.rmdirSync(space + '/folder'); return fs.readdirSync(space)`)).toEqual(['moved'])
  })

  test('a full space gets ENOSPC, and no other space loses room', async () => {
    const { start, storage } = await open()
    const [full, other] = [await start(SPACE), await start('another')]
    expect(await full(FILL)).toBe('ENOSPC')
    expect(await other(`fs.writeFileSync(space + '/a', Buffer.alloc(8 << 20)); return fs.readdirSync(space)`)).toEqual([
      'a',
    ])
    expect(await full(`fs.unlinkSync(space + '/big'); fs.writeFileSync(space + '/a', Buffer.alloc(8 << 20))`)).toBe(
      null,
    )
    expect(storage.reason).toBe(null)
  })

  test('the number of files is bounded as well', async () => {
    const { start } = await open()
    const instance = await start(SPACE)
    expect(await instance(`for (let n = 0; n < 100_000; n++) fs.writeFileSync(space + '/' + n, '')`)).toBe('ENOSPC')
  })

  test('files outlive the engine, and take only their size on the disk', async () => {
    const home = newHome()
    const before = await open({ home })
    const instance = await before.start(SPACE, 1024)
    await instance(`fs.writeFileSync(space + '/kept', Buffer.alloc(3 << 20, 1))`)
    await before.close()
    const { blocks, size } = statSync(join(home, `spaces/${SPACE}.ext4`))
    expect(size).toBeGreaterThan(1024 * 1024 * 1024)
    expect(blocks * 512).toBeLessThan(16 * 1024 * 1024)
    expect(loopDevices(home)).toBe('')

    const after = await open({ home })
    await vi.waitFor(
      () => {
        expect(after.storage.usedMb(SPACE)).toBeGreaterThan(2.9)
        expect(after.storage.usedMb(SPACE)).toBeLessThan(4)
      },
      { timeout: 60_000 },
    )
    const next = await after.start(SPACE, 1024)
    expect(await next(`return fs.statSync(space + '/kept').size`)).toBe(3 << 20)
  })

  test('a raised quota applies once nobody uses the files, a lowered one if they fit', async () => {
    const home = newHome()
    const totalMb = `const { blocks, bsize } = fs.statfsSync(space); return blocks * bsize >> 20`
    let opened = await open({ home })
    expect(await (await opened.start(SPACE, 16))(totalMb)).toBeLessThan(20)
    await opened.close()
    opened = await open({ home })
    const larger = await opened.start(SPACE, 64)
    expect(await larger(totalMb)).toBeGreaterThanOrEqual(62)
    await larger(`fs.writeFileSync(space + '/held', Buffer.alloc(40 << 20, 1))`)
    await opened.close()
    const log: object[] = []
    opened = await open({ home, log })
    const held = await opened.start(SPACE, 16)
    expect(await held(`return fs.statSync(space + '/held').size`)).toBe(40 << 20)
    expect(JSON.stringify(log)).toContain('keeps its old size')
    await held(`fs.unlinkSync(space + '/held')`)
    await opened.close()
    opened = await open({ home })
    expect(await (await opened.start(SPACE, 16))(totalMb)).toBeLessThan(20)
  })

  test('no other space and no other user of the host sees the files, and none can be executed', async () => {
    const home = newHome()
    const { start } = await open({ home })
    const [mine, yours] = [await start('mine'), await start('yours')]
    await mine(`fs.writeFileSync(space + '/secret', '#!/usr/bin/runtime', { mode: 0o755 })`)
    expect(await yours(`return fs.readdirSync(space)`)).toEqual([])
    expect(await yours(`return fs.readdirSync('/mnt')`)).toEqual(['space'])
    expect(
      await mine(
        `return require('node:child_process').spawnSync(space + '/secret').error?.code`.replace(
          'require',
          `process.getBuiltinModule`,
        ),
      ),
    ).toBe('EACCES')
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(home)
    const told = String(await mine(`return fs.readFileSync('/proc/self/mountinfo', 'utf8')`))
    expect(told).toContain(' /mnt/space ')
    expect(told).not.toContain(home)
  })

  test('unused storage is unmounted, used storage is not, and both keep their files', async () => {
    const home = newHome()
    const { start, storage, end } = await open({ home, idleMs: 200 })
    const instance = await start(SPACE)
    await instance(`fs.writeFileSync(space + '/file', 'x')`)
    await new Promise((resolve) => setTimeout(resolve, 600))
    expect(await (await start(SPACE))(`return fs.readdirSync(space)`)).toEqual(['file'])
    expect(loopDevices(home)).toContain('/dev/loop')
    await end()
    await expect.poll(() => loopDevices(home)).toBe('')
    expect(await (await start(SPACE))(`return fs.readdirSync(space)`)).toEqual(['file'])
    await end()
    await storage.remove(SPACE)
    expect(await (await start(SPACE))(`return fs.readdirSync(space)`)).toEqual([])
  })
})

test('plain processes share a folder whose quota is measured but not enforced', async () => {
  const log: object[] = []
  const { start, storage } = await open({ isolation: 'process', idleMs: 50, log })
  const [first, second] = [await start(SPACE), await start(SPACE, 16, true)]
  expect(
    await first(`fs.writeFileSync(space + '/big', Buffer.alloc(20 << 20, 1)); return fs.readdirSync(space)`),
  ).toEqual(['big'])
  expect(await second(`return fs.readdirSync(space)`)).toEqual(['big'])
  await expect.poll(() => storage.usedMb(SPACE)).toBeGreaterThan(19)
  await expect.poll(() => JSON.stringify(log)).toContain('more files than its quota allows')
  expect(storage.reason).toContain('plain processes')
})
