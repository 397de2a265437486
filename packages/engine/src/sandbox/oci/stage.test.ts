import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openStage, type Stage } from './stage.ts'

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
  const stage = await openStage(build, { rootfs, folders: [home], images: [], cgroups: [], log() {} })
  onTestFinished(async () => {
    await stage[Symbol.asyncDispose]()
    rmSync(home, { recursive: true, force: true })
  })
  return { stage, shown }
}

describe.skipIf(unavailable)(`the stage${unavailable ? ' (skipped: it needs root)' : ''}`, () => {
  test('starts what a waiting process is told to become, with three sockets', async () => {
    const { stage } = await open()
    const launch = await stage.launch([])
    launch.run(['echo', 'out'])
    const [stdout, stderr, end] = await Promise.all([text(launch.stdout), text(launch.stderr), launch.ended])
    expect({ stdout, stderr, end }).toEqual({ stdout: 'out\n', stderr: '', end: { code: 0, signal: null } })
    launch.channel.destroy()
  })

  test('shows folders read-only where only it has them, and hides them again', async () => {
    const { stage, shown } = await open()
    const slot = `${stage.slots}/slot`
    await stage.prepare(FIRST_ID, [slot])
    await stage.show([{ from: shown, to: slot, as: 'code' }])
    expect(readdirSync(stage.hostPath(slot))).toEqual(['file'])
    expect(() => writeFileSync(stage.hostPath(`${slot}/new`), '')).toThrow('EROFS')
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(slot)
    await stage.clear(FIRST_ID, [slot])
    expect(readdirSync(stage.hostPath(stage.slots))).toEqual([])
  })

  test('is found by processes that stand in the folder it covers, and leaves nothing of that behind', async () => {
    const { stage, shown } = await open()
    const slot = `${stage.slots}/slot`
    await stage.prepare(FIRST_ID, [slot])
    const launch = await stage.launch([])
    let said = ''
    launch.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    const look = 'open(F,q(file));print(scalar(readline(F))//q(absent),q(,))'
    launch.run(['perl', '-e', `chdir(q(${slot}));$|=1;${look};open(C,q(<&=3));readline(C);${look}`])
    await vi.waitFor(() => expect(said).toBe('absent,'))
    await stage.show([{ from: shown, to: slot, as: { linkedAs: slot } }])
    launch.channel.end('\n')
    await launch.ended
    await vi.waitFor(() => expect(said).toBe('absent,x,'))
    await stage.clear(FIRST_ID, [slot])
    expect(readdirSync(stage.hostPath(stage.slots))).toEqual([])
    launch.channel.destroy()
  })

  test('says what it cannot do, and goes on', async () => {
    const { stage, shown } = await open()
    await expect(stage.show([{ from: `${shown}/absent`, to: stage.slots, as: 'code' }])).rejects.toThrow('No such file')
    await expect(stage.show([{ from: '/etc', to: stage.slots, as: 'code' }])).rejects.toThrow('it is not on the stage')
    await expect(stage.run(['false'])).rejects.toThrow("'false' failed")
    await expect(stage.prepare(FIRST_ID, ['/mnt/a "quoted" name'])).rejects.toThrow('Cannot tell the stage')
    expect(await stage.run(['pwd'])).toBe(`${process.cwd()}\n`)
  })

  test('has another process take over from one that is killed: what runs goes on, what is shown stays', async () => {
    const { stage, shown } = await open()
    const slot = `${stage.slots}/slot`
    await stage.prepare(FIRST_ID, [slot])
    await stage.show([{ from: shown, to: slot, as: 'code' }])
    const [launch, waiting] = [await stage.launch([]), await stage.launch([])]
    let said = ''
    launch.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
    launch.run(['perl', '-e', '$|=1;print(q(up,));open(C,q(<&=3));print(scalar(readline(C)))'])
    await vi.waitFor(() => expect(said).toBe('up,'))
    const killed = pidOf(stage)
    process.kill(killed, 'SIGKILL')
    await vi.waitFor(() => expect(stage.lost).toBe(true))
    await expect.poll(() => pidOf(stage), { timeout: 5000 }).not.toBe(killed)

    expect(stage.lost).toBe(false)
    launch.channel.write('still here')
    launch.channel.end()
    const [stderr, end] = await Promise.all([text(launch.stderr), launch.ended])
    expect({ said, stderr, end }).toEqual({ said: 'up,still here', stderr: '', end: { code: null, signal: null } })
    expect(waiting.orphaned).toBe(true)
    await Promise.all([text(waiting.stdout), text(waiting.stderr), waiting.ended])

    expect(readdirSync(stage.hostPath(slot))).toEqual(['file'])
    expect(await stage.run(['echo', 'new'])).toBe('new\n')
    await stage.clear(FIRST_ID, [slot])
    expect(readdirSync(stage.hostPath(stage.slots))).toEqual([])
  })
})

function pidOf(stage: Stage): number {
  return Number(/^\/proc\/(\d+)\//.exec(stage.hostPath('/'))![1])
}
