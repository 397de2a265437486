import { randomUUID } from 'node:crypto'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { announce, listen, type Announcement } from '../src/kernel/notifications.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await openTestPlatform()
})
afterAll(() => platform.close())

test('a change of a thousand functions arrives complete, although it exceeds a single notification', async () => {
  const received: Announcement[] = []
  const listener = await listen({
    databaseUrl: platform.databaseUrl,
    onAnnouncement: (announcement) => received.push(announcement),
    onConnect: async () => {},
    onDisconnect: () => {},
  })
  onTestFinished(() => listener.close())
  const functions = Array.from({ length: 1_000 }, () => randomUUID())
  const rest = { spaces: [], access: true, gateways: [], builds: ['b'.repeat(64)], jobs: ['build'] }
  await platform.db.transaction((tx) => announce(tx, { functions, ...rest }))
  await expect.poll(() => received.flatMap((each) => each.functions)).toEqual(functions)

  received.length = 0
  await platform.db.transaction((tx) => announce(tx, { functions: [], ...rest }))
  await expect.poll(() => received).toEqual([{ functions: [], ...rest }])
})

/**
 * A network to the database that can stop carrying data without closing connections. The one that is opened next then
 * never gets its first answer to a statement.
 */
async function network(databaseUrl: string) {
  // The host parameter names the socket. The URL class refuses a URL without a host.
  const { pathname, searchParams } = new URL(databaseUrl.replace('///', '//localhost/'))
  const { rows } = await platform.pool.query("select current_setting('port') as port")
  const open = new Set<Socket>()
  let silent = false
  const server = createServer((near) => {
    const far = connect(`${searchParams.get('host')}/.s.PGSQL.${rows[0].port}`)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(from)
      if (silent && from === near) from.on('data', (chunk) => chunk.includes('listen ') || to.write(chunk))
      else from.pipe(to)
      from.on('error', () => {})
      from.on('close', () => to.destroy())
    }
    silent = false
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    for (const each of open) each.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return {
    url: `postgresql://${searchParams.get('user')}@127.0.0.1:${port}${pathname}`,
    drop() {
      for (const each of open) each.unpipe()
      open.clear()
      silent = true
    },
  }
}

test('a connection that died silently is noticed and replaced, and so is one that never answers', async () => {
  const { url, drop } = await network(platform.databaseUrl)
  const events: string[] = []
  const listener = await listen({
    databaseUrl: url,
    onAnnouncement: () => {},
    onConnect: async () => void events.push('connected'),
    onDisconnect: () => void events.push('disconnected'),
  })
  onTestFinished(() => listener.close())
  drop()
  await expect.poll(() => events).toEqual(['connected', 'disconnected', 'connected'])
})
