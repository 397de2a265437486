import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { InnerAnswer } from '@alcove/contract'
import { expect, onTestFinished, test } from 'vitest'
import { cgroupsOf } from './cgroups-of.ts'
import { startEngine } from './engine-fixture.ts'
import { sandboxHelperOf } from './sandbox-helper-of.ts'

const FILES = `import { readFileSync, writeFileSync } from 'node:fs'; export const handler = async () =>`
const SCRIPT = fileURLToPath(new URL('./run-and-wait.ts', import.meta.url))

test.for(['oci', 'process'] as const)(
  'what a killed engine left is gone after the next start (%s)',
  async (sandbox) => {
    await using bystander = await startEngine({ sandbox })
    const other = await bystander.deploy({ 'index.mjs': 'export const handler = async () => 1' })
    const { instanceId } = (await other.run()).report

    const { home, ids, kill } = await runAndWait(sandbox)
    expect(ids.length).toBe(2)
    for (const left of [mountsAndDevicesOf(home), cgroupsOf(home)]) expect(left.length > 0).toBe(sandbox === 'oci')
    await kill()
    // Its mounts vanish without help, so the spaces' files are free for the next engine.
    await expect.poll(() => mountsAndDevicesOf(home)).toEqual([])

    const found: { instances?: string[] }[] = []
    {
      await using next = await startEngine({ sandbox, home, log: (entry) => void found.push(entry) })
      const reported = found.flatMap((entry) => entry.instances ?? [])
      expect(ids.every((id) => reported.includes(id))).toBe(true)
      expect(readdirSync(join(home, 'engine/run')).filter((name) => ids.includes(name))).toEqual([])
      expect(processesOf(ids)).toEqual([])
      const fn = await next.deploy({ 'index.mjs': 'export const handler = async () => 2' })
      expect((await fn.run()).value).toBe(2)
    }
    expect(cgroupsOf(home)).toEqual([])
    // The other engine on this machine is untouched.
    expect((await other.run()).report).toMatchObject({ status: 'success', start: 'warm', instanceId })
  },
)

test('containers that outlive their engine and its helper are gone after the next start, even with plain processes', async () => {
  const { home, ids, kill } = await runAndWait('oci')
  process.kill(Number(sandboxHelperOf(home)), 'SIGKILL')
  await kill()
  expect(processesOf(ids).length).toBeGreaterThan(0)
  await using _next = await startEngine({ sandbox: 'process', home })
  expect(processesOf(ids)).toEqual([])
  expect(cgroupsOf(home)).toEqual([])
  await expect.poll(() => mountsAndDevicesOf(home)).toEqual([])
})

test('when the sandbox helper is killed, calls go on and functions start', async () => {
  const log: object[] = []
  await using fixture = await startEngine({ sandbox: 'oci', log: (line) => void log.push(line) })
  const spaceId = randomUUID()
  const keep = await fixture.deploy({ 'index.mjs': `${FILES} writeFileSync('/mnt/space/kept', 'kept')` }, { spaceId })
  const { instanceId } = (await keep.run()).report
  const gate = Promise.withResolvers<InnerAnswer>()
  const called = Promise.withResolvers<void>()
  const waits = await fixture.deploy({
    'index.mjs': `import { alcove } from 'alcove'; export const handler = () => alcove.invoke('gate')`,
  })
  const underWay = waits.run({}, { onInvoke: () => (called.resolve(), gate.promise) })
  await called.promise

  const killed = sandboxHelperOf(fixture.home)!
  process.kill(Number(killed), 'SIGKILL')
  await expect.poll(() => JSON.stringify(log)).toContain('The sandbox helper was killed')
  await expect.poll(() => fixture.engine.info().ready).toBe(true)
  expect(sandboxHelperOf(fixture.home)).not.toBe(killed)

  gate.resolve({ ok: true, invocationId: randomUUID(), payload: Buffer.from('"open"') })
  expect((await underWay).value).toBe('open')
  expect((await keep.run()).report).toMatchObject({ status: 'success', start: 'warm', instanceId })
  const read = await fixture.deploy({ 'index.mjs': `${FILES} readFileSync('/mnt/space/kept', 'utf8')` }, { spaceId })
  expect(await read.run()).toMatchObject({ report: { status: 'success', start: 'cold' }, value: 'kept' })
  await fixture.engine.close()
  expect(readdirSync(join(fixture.home, 'engine/run'))).toEqual([])
  expect(cgroupsOf(fixture.home)).toEqual([])
  await expect.poll(() => mountsAndDevicesOf(fixture.home)).toEqual([])
})

test('an engine that closes leaves no cgroup, process or folder behind', async () => {
  const fixture = await startEngine()
  const fn = await fixture.deploy({ 'index.mjs': 'export const handler = async () => 1' })
  const { instanceId } = (await fn.run()).report
  expect(processesOf([instanceId!]).length).toBeGreaterThan(0)
  expect(cgroupsOf(fixture.home).length).toBeGreaterThan(0)
  await fixture.engine.close()
  expect(processesOf([instanceId!])).toEqual([])
  expect(readdirSync(join(fixture.home, 'engine/run'))).toEqual([])
  expect(cgroupsOf(fixture.home)).toEqual([])
  await expect.poll(() => mountsAndDevicesOf(fixture.home)).toEqual([])
  await fixture[Symbol.asyncDispose]()
})

/** An engine with instances, in a process of its own. */
async function runAndWait(sandbox: 'oci' | 'process') {
  const home = await mkdtemp(join(tmpdir(), 'alcove-reconcile-'))
  onTestFinished(() => rm(home, { recursive: true, force: true }))
  const child = spawn(process.execPath, [SCRIPT, home, sandbox], { stdio: ['ignore', 'pipe', 'inherit'] })
  const exited = once(child, 'exit')
  const [line] = (await Promise.race([
    once(createInterface(child.stdout), 'line'),
    exited.then(() => Promise.reject(new Error('The engine to be killed ended by itself'))),
  ])) as [string]
  const kill = async () => {
    child.kill('SIGKILL')
    await exited
  }
  return { home, ids: JSON.parse(line) as string[], kill }
}

/** Live processes whose command line or environment names an instance. */
function processesOf(ids: string[]): string[] {
  return readdirSync('/proc').filter((pid) => {
    if (!/^\d+$/.test(pid)) return false
    const text = read(`/proc/${pid}/cmdline`) + read(`/proc/${pid}/environ`) + read(`/proc/${pid}/cgroup`)
    return ids.some((id) => text.includes(id)) && !read(`/proc/${pid}/stat`).includes(') Z ')
  })
}

/** Mounts in any mount namespace, and loop devices. */
function mountsAndDevicesOf(home: string): string[] {
  const mounts = readdirSync('/proc').flatMap((pid) =>
    /^\d+$/.test(pid) ? read(`/proc/${pid}/mountinfo`).split('\n') : [],
  )
  const images = list(join(home, 'spaces')).filter((name) => name.endsWith('.ext4'))
  const devices = images.map((name) =>
    execFileSync('losetup', ['--associated', join(home, 'spaces', name)], { encoding: 'utf8' }),
  )
  return [...mounts.filter((line) => line.includes(home)), ...devices.filter((line) => line !== '')]
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

function read(path: string): string {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}
