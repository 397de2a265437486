import { randomUUID } from 'node:crypto'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { stagehandOf } from '../../test/stagehand-of.ts'
import { findRuntimes, type InstalledRuntime } from '../runtimes/runtimes.ts'
import { chooseDriver } from './choose-driver.ts'
import type { OciRuntime } from './oci/runtimes.ts'
import type { Contents, Sandbox, SandboxDriver } from './sandbox.ts'

/** What every driver promises. A sandbox runs `node -e <source>`; `channel` is fd 3 in it. */
export function sandboxContract(options: {
  isolation: 'oci' | 'process'
  ociRuntimes: OciRuntime[]
  /** Why it cannot run here, for the report of the skip. */
  unavailable: string | null
}): void {
  const { isolation, ociRuntimes, unavailable } = options
  const name = [isolation, ...ociRuntimes.map(({ version }) => version)].join(' with ')
  const title = unavailable === null ? name : `${name} (skipped: ${unavailable})`
  describe.skipIf(unavailable !== null)(`the driver ${title}`, () => {
    const home = mkdtempSync(join(tmpdir(), 'alcove-sandbox-'))
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

    test('stands still while frozen and goes on when thawed', async () => {
      await using sandbox = await start('let n = 0; setInterval(() => channel.write(String(n++) + " "), 1)')
      drain(sandbox.stdout, sandbox.stderr)
      let bytes = 0
      sandbox.channel.on('data', (chunk: Buffer) => (bytes += chunk.length))
      await vi.waitFor(() => expect(bytes).toBeGreaterThan(0))
      sandbox.freeze()
      sandbox.freeze()
      await sleep(50)
      const frozenAt = bytes
      await sleep(100)
      expect(bytes).toBe(frozenAt)
      sandbox.thaw()
      await vi.waitFor(() => expect(bytes).toBeGreaterThan(frozenAt))
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
      // The child held a copy of the channel: only when it is gone too does ours end.
      await hungUp
      expect((await sandbox.exited).code).not.toBe(0)
      await sandbox.destroy()
    })

    /** Evaluates what arrives and answers with the value, or with the code of the error. */
    const ASK = `
      channel.ref()
      channel.on('data', (source) => {
        let answer
        try { answer = eval(source.toString()) } catch (error) { answer = error.code ?? error.message }
        channel.write(JSON.stringify(answer ?? null))
      })
    `

    async function ask(sandbox: Sandbox, source: string): Promise<unknown> {
      const answer = firstChunk(sandbox.channel)
      sandbox.channel.write(source)
      return JSON.parse(String(await answer))
    }

    function folderWith(name: string, files: Record<string, string>): string {
      const folder = join(home, name)
      mkdirSync(folder, { recursive: true, mode: 0o755 })
      for (const [file, content] of Object.entries(files)) writeFileSync(join(folder, file), content)
      return folder
    }

    async function startAsking(contents: Contents | null): Promise<Sandbox> {
      const sandbox = await start(ASK, 128, contents)
      drain(sandbox.stdout, sandbox.stderr)
      return sandbox
    }

    test('started ahead shows nothing, and once filled what it was filled with', async () => {
      await using sandbox = await startAsking(null)
      const list = (path: string) => `fs.existsSync('${path}') ? fs.readdirSync('${path}') : []`
      for (const path of [sandbox.inner.task, sandbox.inner.layers, sandbox.inner.storage]) {
        expect(await ask(sandbox, list(path))).toEqual([])
        expect(await ask(sandbox, `fs.writeFileSync('${path}/early', '')`)).toMatch(/EROFS|EACCES|ENOENT/)
      }
      await sandbox.fill({
        task: folderWith('late-task', { 'late.txt': 'late' }),
        layers: folderWith('late-layers', { 'layer.txt': 'layer' }),
        storage: folderWith('late-storage', { 'stored.txt': 'stored' }),
      })
      expect(await ask(sandbox, list(sandbox.inner.task))).toEqual(['late.txt'])
      expect(await ask(sandbox, list(sandbox.inner.layers))).toEqual(['layer.txt'])
      expect(await ask(sandbox, list(sandbox.inner.storage))).toEqual(['stored.txt'])
    })

    test('takes contents once', async () => {
      await using ahead = await startAsking(null)
      await ask(ahead, '1')
      const contents = { task, layers: null, storage: null }
      await ahead.fill(contents)
      await expect(ahead.fill(contents)).rejects.toThrow('it has contents')
      await using sandbox = await startAsking(contents)
      await expect(sandbox.fill(contents)).rejects.toThrow('it has contents')
    })

    test('tells apart what two sandboxes are shown, those started ahead too', async () => {
      const of = (name: string) => ({ task: folderWith(name, { name }), layers: null, storage: null })
      await using first = await startAsking(null)
      await using second = await startAsking(null)
      await using third = await startAsking(of('third'))
      // As the pool does it: only what has said its first word is given contents.
      await Promise.all([ask(first, '1'), ask(second, '1')])
      await Promise.all([first.fill(of('first')), second.fill(of('second'))])
      const [a, b, c] = await Promise.all(
        [first, second, third].map((sandbox) => ask(sandbox, `fs.readFileSync('${sandbox.inner.task}/name', 'utf8')`)),
      )
      expect([a, b, c]).toEqual(['first', 'second', 'third'])
    })

    test.runIf(isolation === 'oci').for(['at its start', 'later'])(
      'lets nobody write to code and layers given %s, nor run what it stored',
      async (when) => {
        const contents = {
          task: folderWith('ro-task', { file: 'x' }),
          layers: folderWith('ro-layers', { file: 'x' }),
          storage: folderWith('ro-storage', {}),
        }
        await using sandbox = await startAsking(when === 'later' ? null : contents)
        if (when === 'later') await sandbox.fill(contents)
        expect(await ask(sandbox, `fs.writeFileSync('/var/task/new', '')`)).toBe('EROFS')
        expect(await ask(sandbox, `fs.unlinkSync('/opt/file')`)).toBe('EROFS')
        expect(await ask(sandbox, `fs.chmodSync('/opt/file', 0o777)`)).toBe('EROFS')
        const options = mountOptions(String(await ask(sandbox, `fs.readFileSync('/proc/self/mountinfo', 'utf8')`)))
        expect(options('/var/task')).toEqual(expect.arrayContaining(['ro', 'nosuid', 'nodev']))
        expect(options('/opt')).toEqual(expect.arrayContaining(['ro', 'nosuid', 'nodev']))
        expect(options('/mnt/space')).toEqual(expect.arrayContaining(['rw', 'nosuid', 'nodev', 'noexec']))
      },
    )

    test.runIf(isolation === 'oci')('resolves links in code and layers inside, never on the host', async () => {
      writeFileSync(join(home, 'secret'), 'of the host')
      const late = folderWith('links', {})
      for (const [name, target] of Object.entries({
        absolute: join(home, 'secret'),
        climbing: '../../../../../../../../../../etc/passwd',
        stage: '/mnt/slots',
      }))
        symlinkSync(target, join(late, name))
      await using sandbox = await startAsking(null)
      await sandbox.fill({ task: late, layers: null, storage: null })
      expect(await ask(sandbox, `fs.readFileSync('/var/task/absolute', 'utf8')`)).toBe('ENOENT')
      expect(await ask(sandbox, `fs.readdirSync('/var/task/stage')`)).toBe('ENOENT')
      expect(await ask(sandbox, `fs.readFileSync('/var/task/climbing', 'utf8')`)).toContain('function:x:1000')
    })

    test.runIf(isolation === 'oci')('leaves no mount behind, on the stage or on the host', async () => {
      const contents = { task, layers: task, storage: folderWith('mounted', {}) }
      await using bystander = await startAsking(contents)
      const onHost = () => mountsOf('self').filter((line) => line.includes(home))
      const onStage = () => mountsOf(stagehandOf(home)!).length
      const before = onStage()
      const started = await Promise.all([startAsking(contents), startAsking(null), startAsking(null)])
      await Promise.all(started.slice(0, 2).map((sandbox, index) => (index === 0 ? null : sandbox.fill(contents))))
      expect(onStage()).toBeGreaterThan(before)
      expect(onHost()).toEqual([])
      await Promise.all(started.map((sandbox) => sandbox.destroy()))
      expect(onStage()).toBe(before)
      expect(await ask(bystander, '1 + 1')).toBe(2)
    })

    test('can be destroyed while it starts', async () => {
      const sandbox = await start('setInterval(() => {}, 1000)')
      drain(sandbox.stdout, sandbox.stderr)
      await expect(sandbox.destroy()).resolves.toBeUndefined()
    })
  })
}

function mountOptions(mountinfo: string): (path: string) => string[] {
  return (path) =>
    mountinfo
      .split('\n')
      .map((line) => line.split(' '))
      .filter((fields) => fields[4] === path)
      .at(-1)![5]!
      .split(',')
}

function mountsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/mountinfo`, 'utf8').trim().split('\n')
  } catch {
    return []
  }
}

function drain(...streams: Readable[]): void {
  for (const stream of streams) stream.resume()
}

function firstChunk(stream: Readable): Promise<unknown> {
  return new Promise((resolve) => stream.once('data', resolve))
}
