import { LIMITS } from '@alcove/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

let alcove: Alcove
/** For an account that is admin of the space `files` but not an administrator of Alcove. */
let admin: Record<string, string>
const { ceiling, min } = LIMITS.storageMb

beforeAll(async () => {
  alcove = await openAlcove()
  await alcove.api('POST', '/spaces', { name: 'files' })
  const invited = await alcove.api('POST', '/accounts/invite', { email: 'admin@files.test' })
  const token = new URL(invited.body.link, alcove.origin).searchParams.get('token')!
  await alcove.api('POST', `/invitations/${token}`, { password: 'a-long-password' }, { authorization: '' })
  await alcove.api('PUT', `/spaces/files/grants/${invited.body.account.id}`, { role: 'admin' })
  const cookie = (await alcove.signIn('a-long-password', 'admin@files.test')).headers.get('set-cookie')!
  admin = { authorization: '', cookie: cookie.split(';')[0]! }
})
afterAll(() => alcove[Symbol.asyncDispose]())

const diskMb = () => alcove.deps.engine.storageDiskMb
/** As the space's own admin. */
const give = (storageMb: number) => alcove.api('PATCH', '/spaces/files', { storageMb }, admin)
const allow = (spaceStorageMaxMb: number) => alcove.api('PATCH', '/settings', { spaceStorageMaxMb })

test('admins of a space may give it storage up to the ceiling, which has a moderate default', async () => {
  expect(await alcove.api('GET', '/settings')).toMatchObject({
    status: 200,
    body: { spaceStorageMaxMb: ceiling, storageDiskMb: diskMb() },
  })
  const most = Math.min(ceiling, diskMb())
  expect(await give(most)).toMatchObject({ status: 200, body: { storage: { quotaMb: most }, storageMaxMb: most } })
  await allow(200)
  expect(await give(200)).toMatchObject({ status: 200, body: { storageMaxMb: 200 } })
  const message = 'Only an administrator of Alcove may give a space more than 200 MiB of storage'
  expect(await give(201)).toMatchObject({
    status: 403,
    body: { code: 'Forbidden', detail: message, errors: [{ path: 'storageMb', message }] },
  })
})

test('an administrator may give one space more, which its own admins then keep and cannot raise', async () => {
  await allow(100)
  expect(await alcove.api('PATCH', '/spaces/files', { storageMb: 300 })).toMatchObject({ status: 200 })
  expect(await give(300)).toMatchObject({ status: 200 })
  expect(await give(301)).toMatchObject({ status: 403 })
  expect(await give(250)).toMatchObject({ status: 200 })
  expect(await give(300)).toMatchObject({ status: 403 })
})

test('nobody can set a quota larger than the disk', async () => {
  const beyond = diskMb() + 1
  const detail = expect.stringContaining(`has ${diskMb()} MiB`)
  for (const answer of [
    await alcove.api('PATCH', '/spaces/files', { storageMb: beyond }),
    await alcove.api('POST', '/spaces', { name: 'huge', storageMb: beyond }),
    await allow(beyond),
  ]) {
    expect(answer).toMatchObject({ status: 400, body: { code: 'ValidationFailed', detail } })
  }
  expect((await alcove.api('GET', '/spaces/files')).body.storageMaxMb).toBe(Math.min(diskMb(), LIMITS.storageMb.max))
})

test('only administrators read and set the ceiling, within bounds, and the change is audited', async () => {
  expect(await alcove.api('GET', '/settings', undefined, admin)).toMatchObject({ status: 403 })
  expect(await alcove.api('PATCH', '/settings', { spaceStorageMaxMb: 1024 }, admin)).toMatchObject({ status: 403 })
  for (const wrong of [min - 1, 0, -1, 1.5, '1024', LIMITS.storageMb.max + 1, null]) {
    expect((await alcove.api('PATCH', '/settings', { spaceStorageMaxMb: wrong })).status).toBe(400)
  }
  expect((await alcove.api('PATCH', '/settings', { unknown: 1 })).status).toBe(400)
  expect(await allow(2048)).toMatchObject({ status: 200, body: { spaceStorageMaxMb: 2048 } })
  const { body } = await alcove.api('GET', '/audit?limit=1')
  expect(body.items).toMatchObject([{ action: 'settings:update', after: { spaceStorageMaxMb: 2048 } }])
})

test('a key that may only create spaces is bound by the ceiling too', async () => {
  await allow(1024)
  const key = await alcove.api('POST', '/keys', { name: 'maker', spaces: ['*'], actions: ['spaces:write'] })
  const headers = { authorization: `Bearer ${key.body.key}` }
  const make = (name: string, storageMb: number) => alcove.api('POST', '/spaces', { name, storageMb }, headers)
  expect(await make('too-large', 1025)).toMatchObject({ status: 403 })
  expect(await make('fits', 1024)).toMatchObject({ status: 201, body: { storage: { quotaMb: 1024 } } })
})
