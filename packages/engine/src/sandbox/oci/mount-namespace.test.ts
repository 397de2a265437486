import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openMountNamespace, type MountNamespace } from './mount-namespace.ts'

const FIRST_ID = 2 ** 30
const unavailable = process.getuid?.() !== 0

async function open() {
  const home = mkdtempSync(join(tmpdir(), 'alcove-stage-'))
  const [build, rootfs, shown] = ['build', 'rootfs', 'shown'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [build, rootfs, shown]) mkdirSync(folder)
  writeFileSync(join(shown, 'file'), 'x')
  const mountNs = await openMountNamespace(build, { rootfs, folders: [home], images: [], cgroups: [], log() {} })
  onTestFinished(async () => {
    await mountNs[Symbol.asyncDispose]()
    rmSync(home, { recursive: true, force: true })
  })
  return { mountNs, shown }
}

describe.skipIf(unavailable)(
  `the mount namespace of containers${unavailable ? ' (skipped: it needs root)' : ''}`,
  () => {
    test('starts what a waiting process is told to become, with three sockets', async () => {
      const { mountNs } = await open()
      const launch = await mountNs.launch([])
      launch.run(['echo', 'out'])
      const [stdout, stderr, end] = await Promise.all([text(launch.stdout), text(launch.stderr), launch.ended])
      expect({ stdout, stderr, end }).toEqual({ stdout: 'out\n', stderr: '', end: { code: 0, signal: null } })
      launch.channel.destroy()
    })

    test('no end can come before the helper waits for it, and what it starts has no signal blocked', async () => {
      const { mountNs } = await open()
      const blocked = (status: string) => BigInt(`0x${/^SigBlk:\s*(\w+)$/m.exec(status)![1]}`)
      const SIGCHLD = 1n << 16n
      expect(blocked(readFileSync(`/proc/${pidOf(mountNs)}/status`, 'utf8')) & SIGCHLD).toBe(SIGCHLD)
      expect(blocked(await mountNs.run(['cat', '/proc/self/status']))).toBe(0n)
    })

    test('shows folders read-only where only it has them, and hides them again', async () => {
      const { mountNs, shown } = await open()
      const slot = `${mountNs.slots}/slot`
      await mountNs.prepare(FIRST_ID, [slot])
      await mountNs.show([{ from: shown, to: slot, as: 'code' }])
      expect(readdirSync(mountNs.hostPath(slot))).toEqual(['file'])
      expect(() => writeFileSync(mountNs.hostPath(`${slot}/new`), '')).toThrow('EROFS')
      expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(slot)
      await mountNs.clear(FIRST_ID, [slot])
      expect(readdirSync(mountNs.hostPath(mountNs.slots))).toEqual([])
    })

    test('links reach processes whose working folder is covered, and are removed', async () => {
      const { mountNs, shown } = await open()
      const slot = `${mountNs.slots}/slot`
      await mountNs.prepare(FIRST_ID, [slot])
      const launch = await mountNs.launch([])
      let said = ''
      launch.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
      const look = 'open(F,q(file));print(scalar(readline(F))//q(absent),q(,))'
      launch.run(['perl', '-e', `chdir(q(${slot}));$|=1;${look};open(C,q(<&=3));readline(C);${look}`])
      await expect.poll(() => said).toBe('absent,')
      await mountNs.show([{ from: shown, to: slot, as: { linkedAs: slot } }])
      launch.channel.end('\n')
      await launch.ended
      await expect.poll(() => said).toBe('absent,x,')
      await mountNs.clear(FIRST_ID, [slot])
      expect(readdirSync(mountNs.hostPath(mountNs.slots))).toEqual([])
      launch.channel.destroy()
    })

    test('reports a failed command, and goes on', async () => {
      const { mountNs, shown } = await open()
      await expect(mountNs.show([{ from: `${shown}/absent`, to: mountNs.slots, as: 'code' }])).rejects.toThrow(
        'No such file',
      )
      await expect(mountNs.show([{ from: '/etc', to: mountNs.slots, as: 'code' }])).rejects.toThrow(
        'is not visible to containers',
      )
      await expect(mountNs.run(['false'])).rejects.toThrow("'false' failed")
      await expect(mountNs.prepare(FIRST_ID, ['/mnt/a "quoted" name'])).rejects.toThrow('Cannot send')
      expect(await mountNs.run(['pwd'])).toBe(`${process.cwd()}\n`)
    })

    test('replaces a helper that is killed: processes go on, mounts stay', async () => {
      const { mountNs, shown } = await open()
      const slot = `${mountNs.slots}/slot`
      await mountNs.prepare(FIRST_ID, [slot])
      await mountNs.show([{ from: shown, to: slot, as: 'code' }])
      const [launch, waiting] = [await mountNs.launch([]), await mountNs.launch([])]
      let said = ''
      launch.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
      launch.run(['perl', '-e', '$|=1;print(q(up,));open(C,q(<&=3));print(scalar(readline(C)))'])
      await expect.poll(() => said).toBe('up,')
      const killed = pidOf(mountNs)
      process.kill(killed, 'SIGKILL')
      await expect.poll(() => mountNs.lost).toBe(true)
      await expect.poll(() => pidOf(mountNs)).not.toBe(killed)

      expect(mountNs.lost).toBe(false)
      launch.channel.write('still here')
      launch.channel.end()
      const [stderr, end] = await Promise.all([text(launch.stderr), launch.ended])
      expect({ said, stderr, end }).toEqual({ said: 'up,still here', stderr: '', end: { code: null, signal: null } })
      expect(waiting.orphaned).toBe(true)
      await Promise.all([text(waiting.stdout), text(waiting.stderr), waiting.ended])

      expect(readdirSync(mountNs.hostPath(slot))).toEqual(['file'])
      expect(await mountNs.run(['echo', 'new'])).toBe('new\n')
      await mountNs.clear(FIRST_ID, [slot])
      expect(readdirSync(mountNs.hostPath(mountNs.slots))).toEqual([])
    })
  },
)

function pidOf(mountNs: MountNamespace): number {
  return Number(/^\/proc\/(\d+)\//.exec(mountNs.hostPath('/'))![1])
}
