import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { sandboxHelperOf } from '../../test/sandbox-helper-of.ts'
import { drain, firstChunk } from '../../test/streams.ts'
import type { Contents, Sandbox } from './sandbox.ts'

/** The contract of every driver for the code, layers and files that it shows. */
export function contentsContract({
  isolation,
  home,
  task,
  start,
}: {
  isolation: 'oci' | 'process'
  /** Host folders: the driver's own, and one inside with code. */
  home: string
  task: string
  start(source: string, memoryMb: number, contents: Contents | null): Promise<Sandbox>
}): void {
  /** Evaluates each message and answers with the value, or with the error code. */
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
    // As in the pool: fill a sandbox only after its first output.
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

  test.runIf(isolation === 'oci').for(['at its start', 'later'])(
    'tells nobody where on the host lies what it is given %s',
    async (when) => {
      const contents = { task, layers: folderWith('hidden-layers', { 'layer.txt': 'x' }), storage: null }
      await using sandbox = await startAsking(when === 'later' ? null : contents)
      if (when === 'later') {
        await ask(sandbox, '1')
        await sandbox.fill(contents)
      }
      const told = await ask(
        sandbox,
        `['mountinfo', 'mounts', 'mountstats'].map((name) => fs.readFileSync('/proc/self/' + name, 'utf8')).join('')`,
      )
      const install = join(import.meta.dirname, '../../../..')
      const secret = [home, basename(home), install, process.execPath, dirname(process.execPath)]
      // Paths below /usr are the same on every machine of a distribution: no secret.
      expect(secret.filter((path) => !path.startsWith('/usr/') && String(told).includes(path))).toEqual([])
      expect(told).toContain(' /var/task ')
      expect(await ask(sandbox, `fs.readdirSync('/opt')`)).toEqual(['layer.txt'])
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
    await ask(sandbox, '1')
    await sandbox.fill({ task: late, layers: null, storage: null })
    expect(await ask(sandbox, `fs.readFileSync('/var/task/absolute', 'utf8')`)).toBe('ENOENT')
    expect(await ask(sandbox, `fs.readdirSync('/var/task/stage')`)).toBe('ENOENT')
    expect(await ask(sandbox, `fs.readFileSync('/var/task/climbing', 'utf8')`)).toContain('function:x:1000')
  })

  test.runIf(isolation === 'oci')('leaves no mount behind, in the mount namespace or on the host', async () => {
    const contents = { task, layers: task, storage: folderWith('mounted', {}) }
    await using bystander = await startAsking(contents)
    const onHost = () => mountsOf('self').filter((line) => line.includes(home))
    // The OCI runtime has a mount of its own while it starts a container, which may end after the first answer.
    const inNamespace = () => mountsOf(sandboxHelperOf(home)!).filter((line) => !line.includes(' /mnt/crun.'))
    const before = inNamespace()
    const started = await Promise.all([startAsking(contents), startAsking(null), startAsking(null)])
    await Promise.all(started.slice(0, 2).map((sandbox, index) => (index === 0 ? null : sandbox.fill(contents))))
    expect(inNamespace().length).toBeGreaterThan(before.length)
    expect(onHost()).toEqual([])
    await Promise.all(started.map((sandbox) => sandbox.destroy()))
    expect(inNamespace()).toEqual(before)
    expect(await ask(bystander, '1 + 1')).toBe(2)
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
