import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { rowsOf } from '../src/database/connect.ts'
import { newId, runDeliveries } from '../src/index.ts'
import { claimDeliveries } from '../src/jobs/deliveries/claim-deliveries.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { fn, space } from './scene.ts'

let platform: TestPlatform
let functions: { hanging: string; healthy: string; other: string }
let spaceOf: Record<keyof typeof functions, string>
/** A receiver that takes connections and never answers on them. */
const receiver = createServer(({ url }, response) => void (url === '/healthy' && response.end()))
beforeAll(async () => {
  receiver.listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  platform = await openTestPlatform({ permittedAddresses: (_, __, addresses) => [...addresses] })
  const [shop, media] = [await space(platform, 'shop'), await space(platform, 'media')]
  const [hanging, healthy] = [await fn(shop, 'hanging'), await fn(shop, 'healthy')]
  functions = { hanging: hanging.id, healthy: healthy.id, other: (await fn(media, 'other')).id }
  spaceOf = { hanging: shop.space.id, healthy: shop.space.id, other: media.space.id }
})
afterAll(async () => {
  await platform.close()
  receiver.closeAllConnections()
  receiver.close()
})

/** Results that wait, the first one longest. */
async function queue(from: keyof typeof functions, count: number): Promise<void> {
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/${from}`
  const destination = JSON.stringify({ type: 'webhook', url, sealed: platform.sealer.seal('whsec_AAAA') })
  const ids = Array.from({ length: count }, () => newId())
  await platform.db.execute(sql`
    insert into task_deliveries (id, space_id, function_id, task_id, "on", destination, body, trace_id, hops, run_at)
    select id, ${spaceOf[from]}, ${functions[from]}, id, 'success', ${destination}::jsonb, '{}', '', 0,
      now() - make_interval(secs => ${from === 'hanging' ? 3600 : 1})
    from unnest(${sql.param(ids)}::uuid[]) as id`)
  onTestFinished(async () => void (await platform.db.execute(sql`delete from task_deliveries`)))
}

const states = async (from: keyof typeof functions) =>
  (
    await rowsOf<{ state: string }>(
      platform.db,
      sql`select distinct state from task_deliveries where function_id = ${functions[from]}`,
    )
  ).map(({ state }) => state)

test('functions of a space take turns, and so do spaces', async () => {
  await queue('hanging', 100)
  await queue('healthy', 2)
  await queue('other', 20)
  const claim = async (busy: string[] = []) => {
    const claimed = await claimDeliveries(platform.db, { busy, atATime: 8, leaseMs: 60_000 })
    return Object.entries(Object.groupBy(claimed, ({ function: name }) => name))
      .map(([name, of]) => `${name} ${of!.length}`)
      .toSorted()
  }
  expect(await claim()).toEqual(['hanging 6', 'healthy 2', 'other 8'])
  expect(await claim([spaceOf.hanging])).toEqual(['other 8'])
  expect(await claim()).toEqual(['hanging 8', 'other 4'])
})

test('a receiver that hangs does not hold up the results of another function', async () => {
  await queue('hanging', 100)
  await queue('healthy', 1)
  const runner = runDeliveries(platform, () => Promise.reject(new Error('no bucket')))
  onTestFinished(async () => {
    const closed = runner.close()
    receiver.closeAllConnections()
    await closed
  })
  await expect.poll(() => states('healthy'), { timeout: 60_000 }).toEqual(['delivered'])
  expect(await states('hanging')).toEqual(['waiting'])
})
