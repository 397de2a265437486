import { newId } from '@alcove/platform'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'

/**
 * Who may call a function URL: every kind of space × every kind of auth × every kind of key. `key` needs a key that
 * names the space, `space` any key whose owner may invoke in it.
 */
let alcove: Alcove
const keys = new Map<string, Record<string, string>>([['no key', {}]])

beforeAll(async () => {
  alcove = await openAlcove()
  for (const visibility of ['private', 'public']) {
    await alcove.api('POST', '/spaces', { name: visibility, visibility })
    for (const auth of ['none', 'key', 'space']) {
      await alcove.deploy(visibility, auth, 'export const handler = async () => "in"')
      await alcove.api('PUT', `/spaces/${visibility}/functions/${auth}/triggers/web`, {
        type: 'http',
        config: { auth },
      })
    }
    await alcove.deploy(visibility, 'both', 'export const handler = async () => "in"')
    for (const [name, auth, method] of [
      ['a', 'key', 'GET'],
      ['b', 'space', 'PUT'],
      ['c', 'key', 'POST'],
    ]) {
      const config = { auth, methods: [method] }
      await alcove.api('PUT', `/spaces/${visibility}/functions/both/triggers/${name}`, { type: 'http', config })
    }
  }
  await alcove.api('POST', '/spaces', { name: 'other', visibility: 'public' })
  const member = await person()
  for (const space of ['private', 'public']) {
    await alcove.api('PUT', `/spaces/${space}/grants/${member.id}`, { role: 'invoker' })
  }
  const outsider = await person()
  await key('member, names it', member.cookie, ['private', 'public'])
  await key('member, every space', member.cookie, ['*'])
  await key('member, names another', member.cookie, ['other'])
  await key('member, names it, may not invoke', member.cookie, ['private', 'public'], ['functions:read'])
  await key('outsider, names it', outsider.cookie, ['public'])
  await key('outsider, every space', outsider.cookie, ['*'])
  await key('installation, names it', null, ['private', 'public'])
  await key('installation, every space', null, ['*'])
  keys.set('unknown', { authorization: 'Bearer alc_unknown' })
})
afterAll(() => alcove[Symbol.asyncDispose]())

async function person(): Promise<{ id: string; cookie: string }> {
  const email = `${newId()}@alcove.test`
  const password = 'a-long-password-of-theirs'
  const { body } = await alcove.api('POST', '/accounts/invite', { email })
  const token = new URL(body.link).searchParams.get('token')!
  await alcove.api('POST', `/invitations/${token}`, { password }, { authorization: '' })
  const cookie = (await alcove.signIn(password, email)).headers.get('set-cookie')!.split(';')[0]!
  return { id: body.account.id, cookie }
}

async function key(name: string, cookie: string | null, spaces: string[], actions = ['functions:invoke']) {
  const made = await alcove.api('POST', '/keys', { name, spaces, actions }, cookie ? { authorization: '', cookie } : {})
  expect([name, made.status]).toEqual([name, 201])
  keys.set(name, { authorization: `Bearer ${made.body.key}` })
}

const call = async (path: string, who: string, method = 'GET') => {
  const answer = await fetch(`${alcove.gatewayOrigin}/fn/${path}`, { method, headers: keys.get(who)! })
  return [answer.status, await answer.text()] as const
}
const statusOf = async (...request: Parameters<typeof call>) => (await call(...request))[0]

/** The statuses for auth `key` and `space`, in a private and in a public space. */
const TABLE: Record<string, { private: [key: number, space: number]; public: [key: number, space: number] }> = {
  'no key': { private: [401, 401], public: [401, 401] },
  unknown: { private: [401, 401], public: [401, 401] },
  'member, names it': { private: [200, 200], public: [200, 200] },
  'member, every space': { private: [403, 200], public: [403, 200] },
  'member, names another': { private: [404, 404], public: [404, 404] },
  'member, names it, may not invoke': { private: [403, 403], public: [403, 403] },
  'outsider, names it': { private: [404, 404], public: [200, 200] },
  'outsider, every space': { private: [404, 404], public: [403, 200] },
  'installation, names it': { private: [200, 200], public: [200, 200] },
  'installation, every space': { private: [403, 200], public: [403, 200] },
}

describe.each(['private', 'public'] as const)('in a %s space', (visibility) => {
  test.each(Object.entries(TABLE))('the key "%s" is admitted where its scope allows', async (who, expected) => {
    const statuses = [await statusOf(`${visibility}/key`, who), await statusOf(`${visibility}/space`, who)]
    expect(statuses).toEqual(expected[visibility])
    expect(await call(`${visibility}/none`, who)).toEqual([200, 'in'])
  })

  test('a key for every space learns what is missing', async () => {
    const [, text] = await call(`${visibility}/key`, 'member, every space')
    expect(JSON.parse(text)).toMatchObject({
      code: 'Forbidden',
      detail: `Needs an API key that names the space ${visibility}`,
    })
  })

  test('of several triggers, the one that admits the key is used', async () => {
    const path = `${visibility}/both`
    expect(await statusOf(path, 'member, names it')).toBe(200)
    expect(await statusOf(path, 'member, every space')).toBe(403)
    expect(await statusOf(path, 'member, every space', 'PUT')).toBe(200)
    expect(await statusOf(path, 'member, names it', 'POST')).toBe(200)
    expect(await statusOf(path, 'member, every space', 'POST')).toBe(403)
    expect(await statusOf(path, 'member, every space', 'DELETE')).toBe(405)
  })
})
