import { randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { cgroupsOfDriver } from '../../test/cgroups-of.ts'
import { drain, firstChunk } from '../../test/streams.ts'
import { findRuntimes, type InstalledRuntime } from '../runtimes/runtimes.ts'
import { chooseDriver } from './choose-driver.ts'
import { contentsContract } from './contents.contract.ts'
import type { OciRuntime } from './oci/runtimes.ts'
import type { Contents, Sandbox, SandboxDriver } from './sandbox.ts'

/** The contract of every driver. A sandbox runs `node -e <source>`, with `channel` as fd 3. */
export function sandboxContract(options: {
  isolation: 'oci' | 'process'
  ociRuntimes: OciRuntime[]
  /** Why the driver cannot run here. Shown in the skip. */
  unavailable: string | null
}): void {
  const { isolation, ociRuntimes, unavailable } = options
  const name = [isolation, ...ociRuntimes.map(({ version }) => version)].join(' with ')
  const title = unavailable === null ? name : `${name} (skipped: ${unavailable})`
  describe.skipIf(unavailable !== null)(`the driver ${title}`, () => {
    const home = join(tmpdir(), `alcove-sandbox-${randomUUID()}`)
    const task = join(home, 'task')
    let driver: SandboxDriver
    let runtime: InstalledRuntime

    beforeAll(async () => {
      mkdirSync(task, { recursive: true, mode: 0o755 })
      writeFileSync(join(task, 'note.txt'), 'from the package')
      const { installed: runtimes } = await findRuntimes()
      runtime = runtimes[0]!
      const setup = { home, runtimes, ociRuntimes, memoryBudgetMb: 2048, forced: isolation, log() {} }
      driver = (await chooseDriver(setup)).driver
    })
    afterAll(async () => {
      await driver.close()
      rmSync(home, { recursive: true, force: true })
    })

    async function start(
      source: string,
      memoryMb = 128,
      contents: Contents | null = { task, layers: null, storage: null },
    ): Promise<Sandbox> {
      const prelude = `
        const fs = require('node:fs'), cp = require('node:child_process')
        const channel = new (require('node:net').Socket)({ fd: 3, readable: true, writable: true })
        channel.unref()
      `
      return driver.start({
        id: randomUUID(),
        image: runtime.image,
        contents,
        args: () => [`--max-old-space-size=${memoryMb * 4}`, '-e', prelude + source],
        network: null,
        memoryMb,
        tmpMb: 4,
        maxProcesses: 64,
      })
    }

    /** Reads all output, so that `exited` can settle. */
    async function outcome(sandbox: Sandbox) {
      const [stdout, stderr, exit] = await Promise.all([text(sandbox.stdout), text(sandbox.stderr), sandbox.exited])
      return { stdout, stderr, ...exit }
    }

    contentsContract({ isolation, home, task, start })

    test('says which isolation it gives', () => {
      expect(driver.isolation).toBe(isolation)
    })

    test('hands on output and exit code', async () => {
      await using sandbox = await start('console.log("out"); console.error("err"); process.exitCode = 7')
      expect(await outcome(sandbox)).toEqual({
        stdout: 'out\n',
        stderr: 'err\n',
        code: 7,
        signal: null,
        outOfMemory: false,
      })
    })

    test('talks both ways over the channel', async () => {
      await using sandbox = await start(
        'channel.ref(); channel.once("data", (d) => channel.end(d.toString().toUpperCase()))',
      )
      drain(sandbox.stdout, sandbox.stderr)
      sandbox.channel.write('hello')
      expect(await text(sandbox.channel)).toBe('HELLO')
    })

    test('shows the code at the task path and starts there', async () => {
      await using sandbox = await start('console.log(process.cwd(), fs.readFileSync("note.txt", "utf8"))')
      expect((await outcome(sandbox)).stdout).toBe(`${sandbox.inner.task} from the package\n`)
    })

    test('gives a temporary folder of its own, empty and writable', async () => {
      await using first = await start(
        'fs.writeFileSync(process.env.TMPDIR + "/a", "x"); console.log(fs.readdirSync(process.env.TMPDIR))',
      )
      expect((await outcome(first)).stdout).toBe("[ 'a' ]\n")
      await using second = await start('console.log(fs.readdirSync(process.env.TMPDIR))')
      expect((await outcome(second)).stdout).toBe('[]\n')
    })

    test('passes nothing of our environment on', async () => {
      process.env['ALCOVE_SECRET_OF_THE_TEST'] = 'x'
      await using sandbox = await start(
        'console.log(Object.keys(process.env).filter((name) => name !== "ALCOVE_INSTANCE").sort().join())',
      )
      expect((await outcome(sandbox)).stdout).toBe('HOME,LANG,PATH,TMPDIR,TZ\n')
      delete process.env['ALCOVE_SECRET_OF_THE_TEST']
    })

    test('reports memory it could not have, and no other exit, as out of memory', async () => {
      await using sandbox = await start('const all = []; setInterval(() => all.push(Buffer.alloc(16 << 20, 1)), 5)')
      expect((await outcome(sandbox)).outOfMemory).toBe(true)
      await using killed = await start('process.abort()')
      expect(await outcome(killed)).toMatchObject({ outOfMemory: false })
    })

    test('knows the peak of the memory used', async () => {
      await using sandbox = await start(
        'globalThis.all = Buffer.alloc(48 << 20, 1); console.log("full"); setInterval(() => {}, 1000)',
      )
      drain(sandbox.stderr)
      await firstChunk(sandbox.stdout)
      expect(sandbox.peakMemoryMb()).toBeGreaterThan(48)
      sandbox.stdout.resume()
    })

    test('stops while frozen and goes on when thawed', async () => {
      await using sandbox = await start('let n = 0; setInterval(() => channel.write(String(n++) + " "), 1)')
      drain(sandbox.stdout, sandbox.stderr)
      let bytes = 0
      sandbox.channel.on('data', (chunk: Buffer) => (bytes += chunk.length))
      await expect.poll(() => bytes).toBeGreaterThan(0)
      sandbox.freeze()
      sandbox.freeze()
      await sleep(50)
      const frozenAt = bytes
      await sleep(100)
      expect(bytes).toBe(frozenAt)
      sandbox.thaw()
      await expect.poll(() => bytes).toBeGreaterThan(frozenAt)
    })

    test.runIf(isolation === 'oci')('runs only when nobody else wants to while it weighs next to nothing', async () => {
      await using sandbox = await start('setInterval(() => {}, 1000)')
      drain(sandbox.stdout, sandbox.stderr)
      const idle = () =>
        cgroupsOfDriver(home)
          .flatMap((tree) => readdirSync(tree).map((name) => join(tree, name, 'cpu.idle')))
          .filter(existsSync)
          .map((file) => readFileSync(file, 'latin1').trim())
      const before = idle()
      sandbox.setCpuWeight(2)
      expect(idle().filter((mark) => mark === '1')).toHaveLength(before.length > 0 ? 1 : 0)
      sandbox.setCpuWeight(1024)
      expect(idle()).toEqual(before)
    })

    test.for(['running', 'frozen'])('destroys a %s sandbox with everything it started', async (state) => {
      await using sandbox = await start(`
        const child = cp.spawn(process.execPath, ['-e', 'setInterval(() => process.send?.(1), 10)'], { stdio: ['ignore', 'inherit', 'inherit', 3] })
        channel.write('up')
        setInterval(() => {}, 1000)
      `)
      drain(sandbox.stdout, sandbox.stderr)
      await firstChunk(sandbox.channel)
      if (state === 'frozen') sandbox.freeze()
      const hungUp = text(sandbox.channel).catch(() => '')
      await sandbox.destroy()
      // The child holds a copy of the channel, so our end closes only when the child is gone too.
      await hungUp
      expect((await sandbox.exited).code).not.toBe(0)
      await sandbox.destroy()
    })

    test('can be destroyed while it starts', async () => {
      const sandbox = await start('setInterval(() => {}, 1000)')
      drain(sandbox.stdout, sandbox.stderr)
      await expect(sandbox.destroy()).resolves.toBeUndefined()
    })
  })
}
