import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdir, rm, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { newFolder, startServer } from './real-server.ts'

async function check(home: string) {
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../../scripts/check.ts')], {
    env: { PATH: process.env['PATH'], ALCOVE_HOME: home },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { code: code as number, said, complained }
}

test('stored code is checked with and without a running server, and damage is reported with its users', async () => {
  const home = await newFolder()
  const blobs = join(home, 'blobs')
  const server = await startServer({ ALCOVE_HOME: home })
  await server.ready()
  await server.deploy('shop', 'orders', `export const handler = () => 'orders'`)
  expect((await server.api('POST', '/spaces/shop/functions/orders/versions', {})).status).toBe(201)
  await server.deploy('shop', 'lost', `export const handler = () => 'lost'`)
  const well = {
    code: 0,
    said: '2 blobs are used, all are whole; 0 stray files\nSealed values: none\n',
    complained: '',
  }
  expect(await check(home)).toEqual(well)

  const hashOf = async (fn: string) =>
    ((await (await server.api('GET', `/spaces/shop/functions/${fn}/draft`)).json()) as { codeHash: string }).codeHash
  const [damaged, missing] = [await hashOf('orders'), await hashOf('lost')]
  const pathOf = (hash: string) => join(blobs, hash.slice(0, 2), hash)
  await writeFile(pathOf(damaged), 'no zip')
  await unlink(pathOf(missing))
  await writeFile(join(blobs, 'notes.txt'), 'x')
  const { code, said, complained } = await check(home)
  expect({ code, complained }).toEqual({ code: 1, complained: '' })
  expect(said).toMatch(new RegExp(`damaged ${damaged}\n +used by shop/orders draft\n +shop/orders version 1\n`))
  expect(said).toMatch(new RegExp(`missing ${missing}\n +used by shop/lost draft\n`))
  expect(said).toContain(`stray ${join(blobs, 'notes.txt')}\n`)
  expect(said).toContain('2 blobs are used, 2 are not whole; 1 stray files')
  expect(await server.stop()).toBe(0)
  expect((await check(home)).said).toBe(said)
  await unlink(join(blobs, 'notes.txt'))
  await rm(join(home, 'engine/packages'), { recursive: true })
  const again = await startServer({ ALCOVE_HOME: home })
  await again.ready()
  // Nothing unpacked is left, so its call needs the blob.
  const called = await again.api('POST', '/spaces/shop/functions/lost/invocations', {})
  expect(called.status).toBe(500)
  expect(await called.text()).toContain('is missing: save it again')
  for (const fn of ['orders', 'lost']) {
    const files = { 'index.mjs': `export const handler = () => '${fn}'` }
    expect((await again.api('PUT', `/spaces/shop/functions/${fn}/draft`, { files })).status).toBe(200)
    expect(await (await fetch(again.functionUrl('shop', fn))).text()).toBe(fn)
  }
  expect(await check(home)).toEqual(well)
})

test('a folder that is not a home is reported and left alone', async () => {
  const home = await newFolder()
  const { code, complained } = await check(home)
  expect(code).toBe(1)
  expect(complained).toContain(`There is no folder ${join(home, 'blobs')}`)
  expect(await readdir(home)).toEqual([])
})
