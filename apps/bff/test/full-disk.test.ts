import type { PlatformHealth } from '@alcove/contract'
import { execFileSync } from 'node:child_process'
import { mkdirSync, statfsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { newFolder, startServer, type RealServer } from './real-server.ts'

const DISK_MB = 3072
const cannot = process.getuid?.() === 0 ? null : 'mounting needs root'

/** A disk of its own, which takes only as much of the real one as is written to it. */
async function newDisk() {
  const folder = await newFolder()
  const [image, disk] = [join(folder, 'image'), join(folder, 'disk')]
  mkdirSync(disk)
  const run = (program: string, ...args: string[]) => execFileSync(program, args, { stdio: 'pipe' })
  run('truncate', '-s', `${DISK_MB}M`, image)
  run('mkfs.ext4', '-q', '-F', '-m', '0', image)
  run('mount', '-o', 'loop', image, disk)
  onTestFinished(() => void run('umount', '--lazy', disk))
  const filler = join(disk, 'filler')
  return {
    home: join(disk, 'home'),
    /** Allocates without writing until this share is used. */
    async fillTo(part: number) {
      await rm(filler, { force: true })
      const { blocks, bfree, bsize } = statfsSync(disk)
      const bytes = Math.floor(blocks * part - (blocks - bfree)) * bsize
      if (bytes > 0) run('fallocate', '-l', String(bytes), filler)
    },
    /** Writes until nothing more fits; `fillTo` makes room again. */
    async fill() {
      await this.fillTo(0.98)
      run('sh', '-c', `! cat /dev/zero >> "$0" 2>/dev/null`, filler)
    },
  }
}

const code = (answer: string) => ({ files: { 'index.mjs': `export const handler = () => '${answer}'` } })
const call = async (server: RealServer) => (await fetch(server.functionUrl('shop', 'hello'))).text()

describe.skipIf(cannot !== null)(`a server whose disk fills${cannot === null ? '' : ` (skipped: ${cannot})`}`, () => {
  test('warns, then takes nothing more in while reads and calls go on, and takes in again once there is room', async () => {
    const disk = await newDisk()
    const server = await startServer({ ALCOVE_HOME: disk.home })
    await server.ready()
    await server.deploy('shop', 'hello', `export const handler = () => 'hello'`)
    expect(await call(server)).toBe('hello')
    expect(await server.readyz()).toEqual({ status: 200, body: { status: 'ok' } })
    const health = async () => JSON.stringify(await server.readyz())
    const save = (answer: string) => server.api('PUT', '/spaces/shop/functions/hello/draft', code(answer))

    await disk.fillTo(0.85)
    await expect.poll(health).toMatch(/200.*degraded.*getting full/)
    expect(server.output()).toMatch(/"level":40[^\n]*getting full/)
    expect((await save('saved while it was getting full')).status).toBe(200)
    expect(await call(server)).toBe('saved while it was getting full')
    const told = async () => (await server.api('GET', '/spaces/shop/events?type=alcove.disk.filling')).json()
    await expect.poll(told).toMatchObject({ items: [{ publisher: 'alcove' }] })

    await disk.fillTo(0.93)
    await expect.poll(health).toMatch(/200.*degraded.*The disk is full/)
    expect(await health()).not.toContain(disk.home)
    await expect.poll(() => server.output()).toMatch(/"level":50[^\n]*[Dd]isk is full/)
    const step = async () => {
      const { servers } = (await (await server.api('GET', '/platform/health')).json()) as PlatformHealth
      return servers[0]!.disk
    }
    await expect.poll(step).toMatchObject({ room: 'full', disks: [{ room: 'full' }] })
    const refused = await save('never saved')
    expect(refused.status).toBe(507)
    expect(await refused.json()).toMatchObject({
      code: 'InsufficientStorage',
      detail: expect.stringContaining('make room'),
    })
    const made = { name: 'other', runtime: 'nodejs24', handler: 'index.handler', ...code('x') }
    expect((await server.api('POST', '/spaces/shop/functions', made)).status).toBe(507)

    expect(await call(server)).toBe('saved while it was getting full')
    expect((await server.api('GET', '/spaces/shop/functions/hello/draft')).status).toBe(200)
    expect((await server.api('POST', '/spaces/shop/functions/hello/versions', {})).status).toBe(201)
    const records = async () => {
      const answer = await server.api('GET', '/spaces/shop/functions/hello/invocations?limit=1')
      const { items } = (await answer.json()) as { items: { id: string }[] }
      return (await server.api('GET', `/spaces/shop/invocations/${items[0]!.id}`)).json()
    }
    await expect.poll(records).toMatchObject({ status: 'success', input: null, output: null })

    await disk.fillTo(0)
    await expect.poll(health).toBe('{"status":200,"body":{"status":"ok"}}')
    expect((await save('saved again')).status).toBe(200)
    expect(await call(server)).toBe('saved again')
  })

  test('keeps answering calls and reads when somebody else takes the last block', async () => {
    const disk = await newDisk()
    const server = await startServer({ ALCOVE_HOME: disk.home })
    await server.ready()
    await server.deploy('shop', 'hello', `export const handler = () => 'hello'`)
    expect(await call(server)).toBe('hello')
    await disk.fill()
    await expect.poll(async () => (await server.readyz()).body.status).toBe('degraded')
    for (let n = 0; n < 300; n++) expect(await call(server)).toBe('hello')
    expect((await server.api('GET', '/spaces/shop/functions/hello/draft')).status).toBe(200)
    expect((await server.api('GET', '/spaces/shop/functions')).status).toBe(200)
    await disk.fillTo(0)
    await expect.poll(async () => (await server.readyz()).body.status).toBe('ok')
    expect(await call(server)).toBe('hello')
    expect(await server.stop()).toBe(0)
  })
})
