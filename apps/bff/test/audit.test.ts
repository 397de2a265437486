import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { rows } from '@alcove/platform/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'
import { TrustedProxies } from '../src/wire/trusted-proxies.ts'
import { newDatabase, newFolder, startServer } from './real-server.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove({ proxies: new TrustedProxies(['127.0.0.1']) })
  for (const name of ['shop', 'vault']) await alcove.api('POST', '/spaces', { name })
})
afterAll(() => alcove[Symbol.asyncDispose]())

const audit = async (query = '') => {
  await alcove.deps.platform.denied.flush()
  return (await alcove.api('GET', `/audit${query}`)).body.items
}

async function keyOf(email: string, spaces: Record<string, string>): Promise<Record<string, string>> {
  const { body } = await alcove.api('POST', '/accounts/invite', { email })
  const token = new URL(body.link).searchParams.get('token')!
  const password = 'a-long-password-of-theirs'
  await alcove.api('POST', `/invitations/${token}`, { password }, { authorization: '' })
  for (const [space, role] of Object.entries(spaces))
    await alcove.api('PUT', `/spaces/${space}/grants/${email}`, { role })
  const cookie = (await alcove.signIn(password, email)).headers.get('set-cookie')!.split(';')[0]!
  return { authorization: '', cookie }
}

test('a change is recorded with the address that a trusted proxy reports, and the session that made it', async () => {
  const session = await keyOf('dev@alcove.test', { shop: 'admin' })
  const headers = {
    ...session,
    'x-forwarded-for': '198.51.100.9',
    'content-type': 'application/json',
    origin: alcove.origin,
  }
  const init = { method: 'PATCH', headers, body: JSON.stringify({ description: 'All of it' }) }
  expect((await fetch(`${alcove.origin}/api/v1/spaces/shop`, init)).status).toBe(200)
  const [entry] = await audit('?action=spaces:update')
  expect(entry).toMatchObject({
    by: 'session',
    actor: 'dev',
    address: '198.51.100.9',
    sessionId: expect.any(String),
    before: { description: '' },
    after: { description: 'All of it' },
  })
})

test('denied attempts are recorded, and distinguished from missing resources', async () => {
  const session = await keyOf('guest@alcove.test', { shop: 'viewer' })
  const denied = async (method: string, path: string) => (await alcove.api(method, path, undefined, session)).status
  expect(await denied('DELETE', '/spaces/shop')).toBe(403)
  expect([await denied('GET', '/spaces/vault'), await denied('GET', '/spaces/absent')]).toEqual([404, 404])
  expect(await denied('GET', '/accounts')).toBe(403)
  expect(await denied('GET', '/spaces/shop/functions/absent')).toBe(404)
  const wrong = { authorization: 'Bearer alc_not-a-key' }
  expect((await alcove.api('GET', '/spaces', undefined, wrong)).status).toBe(401)
  const entries = await audit('?outcome=denied')
  expect(
    entries.map((entry: Record<string, unknown>) => [entry['actor'], entry['action'], entry['target'], entry['space']]),
  ).toEqual([
    ['127.0.0.1', 'keys:use', 'GET /spaces', null],
    ['guest', 'accounts:write', 'GET /accounts', null],
    ['guest', 'spaces:read', 'GET /spaces/vault', 'vault'],
    ['guest', 'spaces:write', 'DELETE /spaces/shop', 'shop'],
  ])
  expect(entries[3].detail).toMatchObject({ code: 'Forbidden', reason: expect.stringContaining('Needs spaces:write') })
  // An admin of the space sees who tried; others see nothing of it.
  const admin = await keyOf('vault-admin@alcove.test', { vault: 'admin' })
  const { items } = (await alcove.api('GET', '/audit?outcome=denied', undefined, admin)).body
  expect(items.map(({ space }: { space: string }) => space)).toEqual(['vault'])
})

test('a flood of denied attempts makes few entries', async () => {
  const before = (await audit('?outcome=denied&limit=200')).length
  const wrong = { authorization: 'Bearer alc_flood' }
  await Promise.all(Array.from({ length: 400 }, (_, n) => alcove.api('GET', `/spaces/s${n % 2}`, undefined, wrong)))
  expect((await audit('?outcome=denied&limit=200')).length).toBe(before + 2)
})

test('signing in and out, and failures, are recorded', async () => {
  await alcove.signIn('wrong password', 'guest@alcove.test')
  const cookie = (await alcove.signIn()).headers.get('set-cookie')!.split(';')[0]!
  await alcove.app.request(`${alcove.origin}/api/auth/sign-out`, {
    method: 'POST',
    headers: { cookie, origin: alcove.origin, 'content-type': 'application/json' },
    body: '{}',
  })
  const entries = (await audit('?action=sessions:*')).slice(0, 3)
  expect(
    entries.map(({ action, outcome, target }: Record<string, string>) => `${action} ${outcome} ${target}`),
  ).toEqual([
    'sessions:delete done account admin@alcove.test',
    'sessions:create done account admin@alcove.test',
    'sessions:create denied account guest@alcove.test',
  ])
})

describe('the export', () => {
  test('has every entry that the list has, as NDJSON', async () => {
    const answer = await alcove.raw('GET', '/audit/export?space=shop')
    expect(answer.headers.get('content-disposition')).toBe('attachment; filename="audit.ndjson"')
    const exported = (await answer.text())
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(exported).toEqual(await audit('?space=shop&limit=200'))
    expect(exported.length).toBeGreaterThan(3)
    expect((await audit('?action=audit:export'))[0]).toMatchObject({ detail: { space: 'shop', format: 'ndjson' } })
  })

  test('goes on beyond one batch, as CSV', async () => {
    await alcove.deps.platform.pool.query(
      `insert into audit_entries (id, at, actor_id, actor, action, target, detail, request_id)
        select gen_random_uuid(), now(), 'account:x', '=cmd', 'bulk:made', 'row ' || n, '{}', 'r' from generate_series(1, 1203) n`,
    )
    const csv = await (await alcove.raw('GET', '/audit/export?format=csv&action=bulk:made')).text()
    const lines = csv.trimEnd().split('\r\n')
    expect(lines).toHaveLength(1204)
    expect(lines[0]).toBe(
      'seq,at,outcome,by,actor,actorId,accountId,sessionId,address,requestId,action,space,target,before,after,detail',
    )
    expect(lines[1]).toMatch(/,done,session,'=cmd,account:x,,,,r,bulk:made,,row \d+,,,\{\}$/)
  })

  test('is for those who may read', async () => {
    const guest = await keyOf('nobody@alcove.test', {})
    expect((await alcove.api('GET', '/audit/export', undefined, guest)).status).toBe(403)
    expect((await alcove.api('GET', '/audit/verification', undefined, guest)).status).toBe(403)
  })
})

test('npm run audit:verify finds an entry that the owner of the database changed', async () => {
  const verify = async (...args: string[]) => {
    const child = spawn(process.execPath, [join(import.meta.dirname, '../../../scripts/audit-verify.ts'), ...args], {
      env: { PATH: process.env['PATH'], ...setting },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [said, complained, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
    return { code: code as number, said, complained }
  }
  const setting = { ALCOVE_HOME: await newFolder(), DATABASE_URL: await newDatabase() }
  const server = await startServer(setting)
  await server.ready()
  for (const name of ['one', 'two']) await server.api('POST', '/spaces', { name })
  const whole = await verify()
  expect(whole).toMatchObject({ code: 0, complained: '' })
  expect(whole.said).toContain('2 entries, none changed, removed or moved\n')
  const end = /elsewhere: (\S+)/.exec(whole.said)![1]!
  await rows(
    setting.DATABASE_URL,
    `alter table audit_entries disable trigger user; update audit_entries set actor = 'mallory' where seq = 1`,
  )
  expect(await server.stop()).toBe(0)
  expect(await verify()).toMatchObject({ code: 1, said: expect.stringContaining('changed #1: The entry of ') })
  expect((await verify(end.replace(/.$/, (last) => (last === '0' ? '1' : '0')))).said).toContain('was cut off')
})
