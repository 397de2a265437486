import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { announce, listen, type Announcement } from '../src/notifications.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'

let platform: TestPlatform
beforeAll(async () => {
  platform = await openTestPlatform()
})
afterAll(() => platform.close())

test('a change of a thousand functions is heard of whole, though no notification can hold it', async () => {
  const heard: Announcement[] = []
  const listener = await listen({
    databaseUrl: platform.databaseUrl,
    onAnnouncement: (announcement) => heard.push(announcement),
    onConnect: async () => {},
    onDisconnect: () => {},
  })
  onTestFinished(() => listener.close())
  const functions = Array.from({ length: 1_000 }, () => randomUUID())
  const rest = { spaces: [], access: true, builds: ['b'.repeat(64)], jobs: ['build'] }
  await platform.db.transaction((tx) => announce(tx, { functions, ...rest }))
  await expect.poll(() => heard.flatMap((each) => each.functions)).toEqual(functions)

  heard.length = 0
  await platform.db.transaction((tx) => announce(tx, { functions: [], ...rest }))
  await expect.poll(() => heard).toEqual([{ functions: [], ...rest }])
})
