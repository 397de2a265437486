import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openStage } from './stage.ts'

const FIRST_ID = 2 ** 30
const unavailable = process.getuid?.() !== 0

async function open(onLost = () => {}) {
  const home = mkdtempSync(join(tmpdir(), 'alcove-stage-'))
  const [build, rootfs, shown] = ['build', 'rootfs', 'shown'].map((name) => join(home, name)) as [
    string,
    string,
    string,
  ]
  for (const folder of [build, rootfs, shown]) mkdirSync(folder)
  writeFileSync(join(shown, 'file'), 'x')
  const stage = await openStage(build, { rootfs, folders: [home], images: [], onLost })
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
    expect(readdirSync(stage.fromOutside(slot))).toEqual(['file'])
    expect(() => writeFileSync(stage.fromOutside(`${slot}/new`), '')).toThrow('EROFS')
    expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(slot)
    await stage.clear(FIRST_ID, [slot])
    expect(readdirSync(stage.fromOutside(stage.slots))).toEqual([])
  })

  test('says what it cannot do, and goes on', async () => {
    const { stage, shown } = await open()
    await expect(stage.show([{ from: `${shown}/absent`, to: stage.slots, as: 'code' }])).rejects.toThrow('No such file')
    await expect(stage.show([{ from: '/etc', to: stage.slots, as: 'code' }])).rejects.toThrow('it is not on the stage')
    await expect(stage.run(['false'])).rejects.toThrow("'false' failed")
    await expect(stage.prepare(FIRST_ID, ['/mnt/a "quoted" name'])).rejects.toThrow('Cannot tell the stage')
    expect(await stage.run(['pwd'])).toBe(`${process.cwd()}\n`)
  })

  test('that is killed is missed by whoever waits for it', async () => {
    const onLost = vi.fn<() => void>()
    const { stage } = await open(onLost)
    const launch = await stage.launch([])
    process.kill(Number(/^\/proc\/(\d+)\//.exec(stage.fromOutside('/'))![1]), 'SIGKILL')
    expect(await launch.ended).toEqual({ code: null, signal: null })
    for (const stream of [launch.channel, launch.stdout, launch.stderr]) stream.destroy()
    await expect(stage.launch([])).rejects.toThrow('The stage is gone')
    expect(onLost).toHaveBeenCalledOnce()
    expect(stage.lost).toBe(true)
  })
})
