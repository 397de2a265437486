import type { ReplayCall } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const FN = '/spaces/shop/functions/price'
const code = (total: string) => `import { alcove } from 'alcove'
let calls = 0
export const handler = async ({ net, tax, pad }) => {
  calls += 1
  console.log('priced', net)
  if (net === undefined) throw new RangeError('no net')
  if (tax) await alcove.invoke('tax', {})
  return { total: ${total}, at: Date.now(), calls }
}`

async function ended(id: string) {
  for (;;) {
    // oxlint-disable-next-line no-await-in-loop -- until it has ended
    const { body } = await alcove.api('GET', `${FN}/replays/${id}`)
    if (body.state !== 'running') return body
  }
}

test('recorded calls run again apart from callers, and what differs is shown without what is ignored', async () => {
  await alcove.deploy('shop', 'tax', 'export const handler = () => 1')
  await alcove.deploy('shop', 'price', code('net * 2'))
  const call = async (event: object) =>
    (await alcove.api('POST', `${FN}/invocations`, event)).headers.get('x-alcove-invocation-id')!
  const same = await call({ net: 1 })
  const differs = await call({ net: 100 })
  const fails = await call({})
  const taxed = await call({ net: 1, tax: true })
  const cut = await call({ net: 1, pad: 'x'.repeat(70_000) })
  await alcove.api('PUT', `${FN}/draft`, { files: { 'index.mjs': code('net > 10 ? net * 3 : net * 2') } })

  const refused = await alcove.api('POST', `${FN}/replays`, { qualifier: 'draft' })
  expect(refused.body.errors[0]).toMatchObject({ path: 'invocations' })
  const invocations = [same, differs, fails, taxed, cut]
  const started = await alcove.api('POST', `${FN}/replays`, { invocations, ignore: ['output.at', 'output.calls'] })
  expect(started.status).toBe(202)
  expect(started.body).toMatchObject({ total: 4, qualifier: 'draft', version: null, outgoing: 'blocked' })

  const replay = await ended(started.body.id)
  expect(replay).toMatchObject({
    state: 'done',
    counts: { same: 1, differs: 1, stillFails: 1, notComparable: 1, skipped: 1 },
  })
  const of = (id: string) => replay.calls.find((each: ReplayCall) => each.recorded.invocation === id)
  expect(of(differs).diffs).toEqual([
    { path: 'output.total', message: 'Another value', expected: '200', actual: '300' },
  ])
  expect(of(fails)).toMatchObject({ verdict: 'stillFails', diffs: [] })
  expect(of(taxed).reason).toContain('calls the function tax')
  expect(of(cut).reason).toContain('cut at 64 KB')
  const again = await alcove.api('GET', `/spaces/shop/invocations/${of(same).replayed.invocation}`)
  expect(again.body).toMatchObject({ status: 'success', triggerName: `replay ${replay.id.slice(-8)}` })
  // No instance of callers has seen any of them.
  expect((await alcove.api('POST', `${FN}/invocations`, { net: 1 })).body.calls).toBe(1)

  // Five calls, the one of before and no replay.
  const { body: metrics } = await alcove.api('GET', `${FN}/metrics`)
  expect(metrics.total).toMatchObject({ invocations: 6, errors: 1 })

  const patched = await alcove.api('PATCH', `${FN}/replays/${replay.id}`, { ignore: ['output', 'logs'] })
  expect(patched.body.counts).toMatchObject({ same: 2, differs: 0 })
  const list = await alcove.api('GET', `${FN}/replays`)
  expect(list.body.items).toEqual([{ ...patched.body, calls: undefined }])

  const allowed = await alcove.api('POST', `${FN}/replays`, {
    filter: { q: taxed },
    outgoing: 'allowed',
    ignore: ['output'],
  })
  expect(await ended(allowed.body.id)).toMatchObject({ state: 'done', total: 1, counts: { same: 1 } })

  // What a filter finds are calls of callers: the six of above, without the replays.
  const all = await alcove.api('POST', `${FN}/replays`, { filter: {} })
  expect((await ended(all.body.id)).calls).toHaveLength(6)
  const replays = await alcove.api('POST', `${FN}/replays`, {
    filter: { triggerName: `replay ${replay.id.slice(-8)}` },
  })
  expect((await ended(replays.body.id)).calls).toHaveLength(4)
})
