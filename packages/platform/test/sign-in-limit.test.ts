import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { networkOf, signInLimit } from '../src/identity/accounts/sign-in-limit.ts'
import { CLIENT_ADDRESS_HEADER } from '../src/index.ts'
import { openTestPlatform, type TestPlatform } from '../src/testing/index.ts'
import { person } from './scene.ts'

const ORIGIN = 'http://127.0.0.1:4400'
const RIGHT = 'correct horse'
let now = Date.now()
/** Two servers with one database. */
let platform: TestPlatform
let neighbour: TestPlatform
beforeAll(async () => {
  const clock = { now: () => now }
  platform = await openTestPlatform({ clock })
  neighbour = await openTestPlatform({ databaseUrl: platform.databaseUrl, clock })
  for (const name of ['ada', 'bob']) await person(platform, name)
})
afterAll(async () => {
  await neighbour.close()
  await platform.close()
})
beforeEach(() => platform.pool.query('truncate sign_in_attempts'))

function signIn(email: string, password: string, address: string, where = platform): Promise<Response> {
  return where.auth.handler(
    new Request(`${ORIGIN}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: ORIGIN, [CLIENT_ADDRESS_HEADER]: address },
      body: JSON.stringify({ email, password }),
    }),
  )
}
const statusOf = async (...request: Parameters<typeof signIn>) => (await signIn(...request)).status
const admitted = async (guesses: Promise<number | null>[]) =>
  (await Promise.all(guesses)).filter((seconds) => seconds === null).length
const count = (statuses: number[], status: number) => statuses.filter((each) => each === status).length

test('guesses at one account from one address stop after ten, in parallel and on two servers, and the answer says for how long', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, guess) =>
      signIn('ada@alcove.test', `wrong guess ${guess}`, '10.0.0.1', guess % 2 ? platform : neighbour),
    ),
  )
  const statuses = answers.map(({ status }) => status)
  expect([count(statuses, 401), count(statuses, 429)]).toEqual([10, 10])
  const refused = answers.find(({ status }) => status === 429)!
  expect(Number(refused.headers.get('retry-after'))).toBe(300)
  expect(await refused.json()).toMatchObject({ message: 'Too many wrong passwords. Try again in 300 seconds' })
  // The right one neither.
  expect(await statusOf('ADA@alcove.test', RIGHT, '10.0.0.1')).toBe(429)
  now += 301_000
  expect(await statusOf('ada@alcove.test', RIGHT, '10.0.0.1')).toBe(200)
})

test('they block neither another account behind that address nor the account elsewhere', async () => {
  const limit = signInLimit(platform)
  const guesses = Array.from({ length: 200 }, () => limit.admit({ email: 'ada@alcove.test', address: '10.0.0.2' }))
  expect(await admitted(guesses)).toBe(10)
  expect(await statusOf('bob@alcove.test', RIGHT, '10.0.0.2')).toBe(200)
  expect(await statusOf('ada@alcove.test', RIGHT, '10.0.0.3')).toBe(200)
})

test('guesses at one account from many addresses stop after fifty; where it has signed in before it still can', async () => {
  expect(await statusOf('ada@alcove.test', RIGHT, '10.9.9.9')).toBe(200)
  const limits = [signInLimit(platform), signInLimit(neighbour)]
  const guesses = Array.from({ length: 200 }, (_, n) =>
    limits[n % 2]!.admit({ email: 'ada@alcove.test', address: `10.1.0.${n}` }),
  )
  expect(await admitted(guesses)).toBe(50)
  expect(await statusOf('ada@alcove.test', RIGHT, '10.1.1.1')).toBe(429)
  expect(await statusOf('ada@alcove.test', RIGHT, '10.9.9.9')).toBe(200)
  expect(await statusOf('bob@alcove.test', RIGHT, '10.1.1.1')).toBe(200)
  now += 301_000
  expect(await statusOf('ada@alcove.test', RIGHT, '10.1.1.1')).toBe(200)
})

test('guesses at many accounts from one address stop after a hundred, even for accounts that do not exist', async () => {
  expect(await statusOf('bob@alcove.test', RIGHT, '10.2.0.1')).toBe(200)
  await platform.pool.query('delete from sessions')
  const limit = signInLimit(platform)
  const guesses = Array.from({ length: 200 }, (_, n) =>
    limit.admit({ email: `nobody-${n}@alcove.test`, address: '10.2.0.1' }),
  )
  expect(await admitted(guesses)).toBe(100)
  // Behind the same proxy, where he has signed in before, and out.
  expect(await statusOf('bob@alcove.test', RIGHT, '10.2.0.1')).toBe(200)
  expect(await statusOf('nobody@alcove.test', 'wrong guess', '10.2.0.1')).toBe(429)
  expect(await statusOf('bob@alcove.test', RIGHT, '10.2.0.2')).toBe(200)
})

test('right passwords cost nothing', async () => {
  for (let n = 0; n < 11; n += 1) expect(await statusOf('bob@alcove.test', RIGHT, '10.3.0.1')).toBe(200)
  const { rows } = await platform.pool.query('select sum(attempts)::int as attempts from sign_in_attempts')
  expect(rows).toEqual([{ attempts: 0 }])
})

test('the stored counts do not reveal which accounts were attacked', async () => {
  await signIn('ada@alcove.test', 'wrong guess', '10.4.0.1')
  const { rows } = await platform.pool.query<{ key: string }>('select key from sign_in_attempts')
  expect(rows).toHaveLength(3)
  for (const { key } of rows) expect(key).toMatch(/^[\w-]{43}$/)
})

test('counting and giving back in opposite order do not deadlock', async () => {
  const limit = signInLimit(platform)
  const attempts = Array.from({ length: 200 }, (_, n) => ({ email: `x${n % 3}@a.test`, address: `10.5.0.${n % 3}` }))
  const both = async (attempt: (typeof attempts)[number]) => {
    await limit.admit(attempt)
    await limit.forgive(attempt)
  }
  expect(await Promise.all(attempts.map(both))).toHaveLength(200)
})

test.each([
  ['10.0.0.1', '10.0.0.1'],
  ['::ffff:10.0.0.1', '10.0.0.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:0DB8:0001:0002::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('the address %s counts as %s', (address, network) => expect(networkOf(address)).toBe(network))
