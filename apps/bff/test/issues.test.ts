import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
const FN = '/spaces/shop/functions/checkout'
beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'shop' })
  await alcove.deploy(
    'shop',
    'checkout',
    `export const handler = async ({ order }) => {
       if (order) throw new RangeError('order ' + order + ' has no price')
     }`,
  )
})
afterAll(() => alcove[Symbol.asyncDispose]())

const fail = (event: object, qualifier = 'draft') =>
  alcove.api('POST', `${FN}/invocations?qualifier=${qualifier}`, event)
const issues = async (status = 'open') => (await alcove.api('GET', `/spaces/shop/issues?status=${status}`)).body.items
const change = (id: string, body: object) => alcove.api('PATCH', `/spaces/shop/issues/${id}`, body)

test('failures that differ only in numbers are one issue, with its versions, alias moves and calls', async () => {
  await alcove.api('POST', `${FN}/versions`, {})
  await alcove.api('PUT', `${FN}/aliases/live`, { version: 1 })
  for (const order of ['88214', '88215', '7']) await fail({ order }, 'live')
  await fail({})
  const [issue, ...others] = await issues()
  expect(others).toEqual([])
  expect(issue).toMatchObject({
    function: 'checkout',
    status: 'open',
    type: 'RangeError',
    message: 'order 7 has no price',
    count: 3,
    callers: 1,
    versions: [1],
    triggers: ['api'],
    attention: 'new',
  })
  expect(issue.hours.at(-1) + issue.hours.at(-2)).toBe(3)
  const { body } = await alcove.api('GET', `/spaces/shop/issues/${issue.id}`)
  expect(body.startedAfter).toMatchObject({ kind: 'released', alias: 'live', version: 1 })
  expect(body.occurrences.map(({ status }: { status: string }) => status)).toEqual(Array(3).fill('functionError'))
  expect(body.frames[0]).toContain('handler')
})

test('a resolved issue stays resolved in older versions and reopens in the version that fixed it', async () => {
  const [{ id }] = await issues()
  expect(await change(id, { status: 'resolved', resolvedIn: 2 })).toMatchObject({
    status: 200,
    body: { status: 'resolved', resolvedIn: 2, reopenedAt: null },
  })
  await fail({ order: '9' }, 'live')
  expect(await issues('resolved')).toMatchObject([{ id, count: 4 }])
  await alcove.api('PATCH', FN, { description: 'Second' })
  await alcove.api('POST', `${FN}/versions`, { description: 'v2' })
  await alcove.api('PUT', `${FN}/aliases/live`, { version: 2 })
  await fail({ order: '10' }, 'live')
  expect(await issues()).toMatchObject([{ id, count: 5, reopenedAt: expect.any(String), versions: [2, 1] }])
})

test('an ignored issue is still counted, and only accounts can be assigned', async () => {
  const [{ id }] = await issues()
  await change(id, { status: 'ignored' })
  await fail({ order: '11' })
  expect(await issues()).toEqual([])
  expect(await issues('ignored')).toMatchObject([{ id, count: 6 }])
  expect(await change(id, { assignee: 'nobody@example.com' })).toMatchObject({ status: 400 })
  expect(await change(id, { assignee: alcove.admin.email })).toMatchObject({ status: 200 })
  const of = async (assignee: string) =>
    (await alcove.api('GET', `/spaces/shop/issues?status=ignored&assignee=${assignee}`)).body.items.length
  expect([await of(alcove.admin.email.toUpperCase()), await of('nobody@example.com')]).toEqual([1, 0])
  expect(await change('019a0000-aaaa-7bbb-8ccc-0123456789ab', { status: 'open' })).toMatchObject({ status: 404 })
})

test('an issue ignored for some more failures opens again with the last of them, and says so on the bus', async () => {
  const [{ id }] = await issues('ignored')
  expect(await change(id, { status: 'ignored', ignoredCalls: 2 })).toMatchObject({
    status: 200,
    body: { ignoredCalls: 2, ignoredUntil: null },
  })
  await fail({ order: '12' })
  expect(await issues('ignored')).toMatchObject([{ id, ignoredCalls: 1 }])
  await fail({ order: '13' })
  const [issue] = await issues()
  expect(issue).toMatchObject({ id, ignoredCalls: null, reopenedAt: issue.lastSeen })
  await expect
    .poll(async () => {
      const { body } = await alcove.api('GET', '/spaces/shop/events?type=alcove.issue.reopened')
      return body.items.map(({ subject }: { subject: string }) => subject)
    })
    .toEqual([id, id])
})

test('an issue ignored until a moment opens again with the first failure after it', async () => {
  const [{ id }] = await issues()
  await change(id, { status: 'ignored', ignoredUntil: new Date(Date.now() + 86_400_000).toISOString() })
  await fail({ order: '14' })
  expect(await issues()).toEqual([])
  await change(id, { status: 'ignored', ignoredUntil: new Date(Date.now() - 1).toISOString() })
  expect(await issues()).toEqual([])
  await fail({ order: '15' })
  expect(await issues()).toMatchObject([{ id, status: 'open', ignoredUntil: null }])
})

test('several issues change together, each by its own versions, or none of them', async () => {
  await alcove.deploy('shop', 'stock', `export const handler = async ({ kind }) => { throw new Error(kind) }`)
  for (const kind of ['empty', 'lost']) await alcove.api('POST', '/spaces/shop/functions/stock/invocations', { kind })
  const ids = (await issues()).map(({ id }: { id: string }) => id)
  expect(ids).toHaveLength(3)
  const patch = (body: object) => alcove.api('PATCH', '/spaces/shop/issues', body)

  const absent = '019a0000-aaaa-7bbb-8ccc-0123456789ab'
  expect(await patch({ issues: [...ids, absent], status: 'ignored' })).toMatchObject({ status: 404 })
  expect(await issues()).toHaveLength(3)
  expect(await patch({ issues: [], status: 'ignored' })).toMatchObject({ status: 400 })

  const { status, body } = await patch({ issues: ids, status: 'resolved', resolvedIn: 'next' })
  expect(status).toBe(200)
  expect(
    body.items.map((issue: { function: string; resolvedIn: number }) => [issue.function, issue.resolvedIn]),
  ).toEqual(
    expect.arrayContaining([
      ['checkout', 3],
      ['stock', null],
      ['stock', null],
    ]),
  )
  expect(await issues()).toEqual([])
  const { body: audit } = await alcove.api('GET', '/audit?action=issues:change&limit=3')
  expect(audit.items.map(({ target }: { target: string }) => target).toSorted()).toEqual(
    ids.map((id: string) => `issue ${id}`).toSorted(),
  )
})

test('an issue names the last change before it: of a quota, of the configuration of the draft', async () => {
  const fn = '/spaces/shop/functions/late'
  await alcove.deploy('shop', 'late', `export const handler = async ({ kind }) => { throw new Error(kind) }`)
  await alcove.api('POST', `${fn}/versions`, {})
  let kinds = 0
  const startedAfter = async (qualifier = '1') => {
    const kind = `kind ${'abcdefgh'[(kinds += 1)]}`
    await alcove.api('POST', `${fn}/invocations?qualifier=${qualifier}`, { kind })
    const issue = (await issues()).find(({ message }: { message: string }) => message === kind)
    return (await alcove.api('GET', `/spaces/shop/issues/${issue.id}`)).body.startedAfter
  }
  expect(await startedAfter()).toBeNull()
  await alcove.api('PUT', `${fn}/aliases/live`, { version: 1 })
  expect(await startedAfter()).toMatchObject({ kind: 'released', version: 1 })
  expect(await startedAfter('draft')).toBeNull()

  expect(await alcove.api('PUT', '/spaces/shop/quota', { executionsPerDay: 1_000 })).toMatchObject({ status: 200 })
  expect(await startedAfter()).toMatchObject({ kind: 'quota' })
  await alcove.api('PATCH', fn, { memoryMb: 192 })
  expect(await startedAfter()).toMatchObject({ kind: 'quota' })
  expect(await startedAfter('draft')).toMatchObject({ kind: 'configured' })
})

test('an issue names the suspension that began or ended before it, of its function alone', async () => {
  const fn = '/spaces/shop/functions/held'
  const code = `export const handler = async ({ kind }) => { throw new Error(kind) }`
  await alcove.deploy('shop', 'held', code)
  await alcove.deploy('shop', 'doors', code)
  const web = '/spaces/shop/functions/doors/triggers/web'
  await alcove.api('PUT', web, { type: 'http', config: { auth: 'none' } })
  await alcove.api('PUT', `${web}/quota`, { executionsPerDay: 1 })
  await fetch(`${alcove.gatewayOrigin}/fn/shop/doors`)
  expect((await fetch(`${alcove.gatewayOrigin}/fn/shop/doors`)).status).toBe(429)
  const kindBefore = async (kind: string) => {
    await alcove.api('POST', `${fn}/invocations`, { kind })
    const { id } = (await issues()).find(({ message }: { message: string }) => message === kind)
    return (await alcove.api('GET', `/spaces/shop/issues/${id}`)).body.startedAfter?.kind
  }
  expect(await kindBefore('trigger')).not.toBe('suspended')

  expect(await alcove.api('PUT', `${fn}/quota`, { executionsPerDay: 1 })).toMatchObject({ status: 200 })
  // The call that uses up the quota suspends the function before it runs.
  expect(await kindBefore('last')).toBe('suspended')
  await alcove.api('POST', `${fn}/resume`, { more: 3 })
  expect(await kindBefore('more')).toBe('resumed')
})
