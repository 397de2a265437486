import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openAlcove, type Alcove } from './alcove.ts'
import { codeFor } from './totp.ts'

let alcove: Alcove
beforeAll(async () => {
  alcove = await openAlcove()
})
afterAll(() => alcove[Symbol.asyncDispose]())

const PASSWORD = 'a-long-password-of-theirs'
type Cookies = Record<string, string>

/** A browser: it keeps cookies and sends them. */
class Browser {
  readonly cookies: Cookies = {}

  async auth(method: string, path: string, body?: unknown) {
    const answer = await alcove.app.request(`${alcove.origin}/api/auth${path}`, {
      method,
      headers: { origin: alcove.origin, 'content-type': 'application/json', cookie: this.header() },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    for (const cookie of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie)!
      // Cookies that another page might have set.
      if (/domain=/i.test(cookie) || !/path=\/(;|$)/i.test(cookie)) continue
      if (/max-age=0/i.test(cookie)) delete this.cookies[name]
      else this.cookies[name] = value
    }
    // oxlint-disable-next-line typescript/no-explicit-any -- tests look into whatever came back
    return { status: answer.status, headers: answer.headers, body: (await answer.json().catch(() => null)) as any }
  }

  api(method: string, path: string, body?: unknown) {
    return alcove.api(method, path, body, { authorization: '', cookie: this.header() })
  }

  signIn(email: string, password = PASSWORD) {
    return this.auth('POST', '/sign-in/email', { email, password })
  }

  header = () =>
    Object.entries(this.cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join('; ')
}

const tokenIn = (link: string) => new URL(link).searchParams.get('token')!
const open = (link: string, body: object) =>
  alcove.api('POST', `/invitations/${tokenIn(link)}`, body, { authorization: '' })

async function person(name: string): Promise<{ id: string; email: string; browser: Browser }> {
  const email = `${name}@alcove.test`
  const { body } = await alcove.api('POST', '/accounts/invite', { email })
  await open(body.link, { password: PASSWORD, name })
  const browser = new Browser()
  expect((await browser.signIn(email)).status).toBe(200)
  return { id: body.account.id, email, browser }
}

const audited = async (query: string) => {
  await alcove.deps.platform.denied.flush()
  return (await alcove.api('GET', `/audit?${query}`)).body.items.map(({ action }: { action: string }) => action)
}

test('an invitation that got lost is renewed, and the old link stops', async () => {
  const { body } = await alcove.api('POST', '/accounts/invite', { email: 'late@alcove.test' })
  const again = await alcove.api('POST', `/accounts/${body.account.id}/invitation`)
  expect(again.body).toMatchObject({ account: { state: 'invited', invitationEndsAt: expect.any(String) } })
  expect((await open(body.link, { password: PASSWORD })).status).toBe(404)
  expect((await open(again.body.link, { password: PASSWORD })).status).toBe(204)
  expect((await alcove.api('POST', `/accounts/${body.account.id}/invitation`)).status).toBe(409)
})

test('a link sets a new password, and ends every session', async () => {
  const { id, email, browser } = await person('forgetful')
  const { status, body } = await alcove.api('POST', `/accounts/${id}/password-reset`)
  expect([status, (await browser.api('GET', '/me')).status]).toEqual([200, 401])
  expect((await alcove.api('GET', `/invitations/${tokenIn(body.link)}`)).body).toEqual({
    kind: 'reset',
    email,
    name: 'forgetful',
  })
  expect((await open(body.link, { password: 'short' })).status).toBe(400)
  expect((await open(body.link, { password: 'another-long-password' })).status).toBe(204)
  expect((await open(body.link, { password: 'another-long-password' })).status).toBe(404)
  expect((await browser.signIn(email)).status).toBe(401)
  expect((await browser.signIn(email, 'another-long-password')).status).toBe(200)
  expect(await audited(`account=${id}`)).toContain('sessions:create')
  // A key that may not administer cannot get into an account this way.
  const bounded = await alcove.api('POST', '/keys', { name: 'x', spaces: ['*'], actions: ['accounts:write'] })
  const headers = { authorization: `Bearer ${bounded.body.key}` }
  expect((await alcove.api('POST', `/accounts/${id}/password-reset`, undefined, headers)).status).toBe(403)
})

describe('sessions', () => {
  test('are listed and ended by their owner', async () => {
    const { email, browser } = await person('mobile')
    const phone = new Browser()
    await phone.signIn(email)
    const { items } = (await browser.api('GET', '/me/sessions')).body
    expect(items).toMatchObject([
      { current: false, method: 'password' },
      { current: true, method: 'password' },
    ])
    expect((await browser.api('DELETE', `/me/sessions/${items[0].id}`)).status).toBe(204)
    expect([(await phone.api('GET', '/me')).status, (await browser.api('GET', '/me')).status]).toEqual([401, 200])
    await phone.signIn(email)
    expect((await phone.api('DELETE', '/me/sessions')).status).toBe(204)
    expect([(await phone.api('GET', '/me')).status, (await browser.api('GET', '/me')).status]).toEqual([200, 401])
  })

  test('are ended by an administrator, and by nobody else', async () => {
    const [victim, other] = [await person('victim'), await person('other')]
    const path = `/accounts/${victim.id}/sessions`
    const { items } = (await alcove.api('GET', path)).body
    expect((await other.browser.api('GET', path)).status).toBe(403)
    expect((await other.browser.api('DELETE', `/me/sessions/${items[0].id}`)).status).toBe(404)
    expect((await alcove.api('DELETE', `${path}/${items[0].id}`)).status).toBe(204)
    expect((await victim.browser.api('GET', '/me')).status).toBe(401)
  })
})

test('a profile has a name, a language, a theme and a time zone; an API key does not change it', async () => {
  const { browser } = await person('traveller')
  const wish = { name: 'Far Away', language: 'zh-CN', theme: 'dark', timeZone: 'Asia/Shanghai' }
  expect((await browser.api('PATCH', '/me', wish)).body).toMatchObject(wish)
  expect((await browser.api('GET', '/me')).body).toMatchObject(wish)
  expect((await browser.api('PATCH', '/me', { timeZone: 'Mars/Base' })).status).toBe(400)
  const { body } = await browser.api('POST', '/keys', { name: 'k', spaces: ['*'], actions: ['*'] })
  const headers = { authorization: `Bearer ${body.key}` }
  for (const [method, path] of [
    ['PATCH', '/me'],
    ['GET', '/me/sessions'],
    ['POST', '/me/password'],
  ] as const) {
    const sent = method === 'GET' ? undefined : {}
    expect([path, (await alcove.api(method, path, sent, headers)).status]).toEqual([path, 403])
  }
})

test('whoever knows the old password can change it, and other sessions end', async () => {
  const { id, email, browser } = await person('careful')
  const { link } = (await alcove.api('POST', `/accounts/${id}/password-reset`)).body
  await browser.signIn(email)
  const elsewhere = new Browser()
  await elsewhere.signIn(email)
  const change = (current: string, password: string) => browser.api('POST', '/me/password', { current, password })
  expect((await change('wrong', 'another-long-password')).body.errors).toEqual([
    { path: 'current', message: 'This is not your password' },
  ])
  expect((await change(PASSWORD, 'careful@alcove')).status).toBe(400)
  expect((await change(PASSWORD, 'another-long-password')).status).toBe(204)
  expect([(await elsewhere.api('GET', '/me')).status, (await browser.api('GET', '/me')).status]).toEqual([401, 200])
  expect((await new Browser().signIn(email, 'another-long-password')).status).toBe(200)
  expect((await open(link, { password: 'yet-another-long-password' })).status).toBe(404)
  // Guesses are limited here as at the sign-in.
  const guesses = await Promise.all(Array.from({ length: 30 }, (_, n) => change(`guess ${n}`, 'another-long-password')))
  expect(guesses.filter(({ status }) => status === 400).length).toBeLessThanOrEqual(10)
  expect(guesses.find(({ status }) => status === 429)!.headers.get('retry-after')).toMatch(/^\d+$/)
  for (const path of ['enable', 'disable', 'generate-backup-codes']) {
    const guess = await browser.auth('POST', `/two-factor/${path}`, { password: 'one more guess' })
    expect([path, guess.status]).toEqual([path, 429])
  }
})

test('200 parallel sign-ins get no more guesses than the limit, and are told when to try again', async () => {
  const { email } = await person('target')
  const answers = await Promise.all(Array.from({ length: 200 }, (_, n) => new Browser().signIn(email, `guess ${n}`)))
  const statuses = answers.map(({ status }) => status)
  expect(statuses.filter((status) => status === 401)).toHaveLength(10)
  expect(statuses.filter((status) => status === 429)).toHaveLength(190)
  const refused = answers.find(({ status }) => status === 429)!
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect(refused.body.detail).toMatch(/Try again in \d+ seconds/)
})

describe('a second factor', () => {
  let otpauth: string
  let codes: string[]
  let owner: Awaited<ReturnType<typeof person>>

  beforeAll(async () => {
    owner = await person('secure')
    const enabled = await owner.browser.auth('POST', '/two-factor/enable', { password: PASSWORD })
    otpauth = enabled.body.totpURI
    codes = enabled.body.backupCodes
    await owner.browser.auth('POST', '/two-factor/verify-totp', { code: codeFor(otpauth) })
  })

  test('is asked for after the password: there is no session before', async () => {
    const browser = new Browser()
    expect((await browser.signIn(owner.email)).body).toMatchObject({ twoFactorRedirect: true })
    expect((await browser.api('GET', '/me')).status).toBe(401)
    expect((await browser.auth('POST', '/two-factor/verify-totp', { code: '000000' })).status).toBe(401)
    const enter = (where: Browser, code: string, more = {}) =>
      where.auth('POST', '/two-factor/verify-totp', { code, ...more })
    const [code, next] = [codeFor(otpauth), codeFor(otpauth, Date.now() + 30_000)]
    expect((await enter(browser, code, { trustDevice: true })).status).toBe(400)
    expect((await enter(browser, code)).status).toBe(200)
    // Somebody saw the code, and knows the password.
    const watcher = new Browser()
    await watcher.signIn(owner.email)
    expect((await enter(watcher, code)).body.detail).toBe('This code was used already: wait for the next one')
    expect((await enter(watcher, next)).status).toBe(200)
    expect((await browser.api('GET', '/me/sessions')).body.items[1]).toMatchObject({ method: 'totp', current: true })
    expect((await browser.api('GET', '/me/sign-in-methods')).body).toMatchObject({ totp: true, recoveryCodes: 10 })
    expect((await alcove.api('GET', '/accounts?limit=200')).body.items).toContainEqual(
      expect.objectContaining({ email: owner.email, secondFactors: ['totp'] }),
    )
    expect((await audited(`account=${owner.id}&outcome=done`)).slice(0, 3)).toEqual([
      'sessions:create',
      'sessions:create',
      'accounts:add-totp',
    ])
  })

  test('may be a recovery code, once', async () => {
    const use = async (code: string) => {
      const browser = new Browser()
      await browser.signIn(owner.email)
      return (await browser.auth('POST', '/two-factor/verify-backup-code', { code })).status
    }
    expect([await use(codes[0]!), await use(codes[0]!)]).toEqual([200, 401])
    expect((await owner.browser.api('GET', '/me/sign-in-methods')).status).toBe(200)
  })

  test('that was lost can be removed by an administrator', async () => {
    expect((await alcove.api('DELETE', `/accounts/${owner.id}/two-factor`)).status).toBe(204)
    const browser = new Browser()
    expect((await browser.signIn(owner.email)).body.twoFactorRedirect).toBeUndefined()
    expect((await browser.api('GET', '/me')).status).toBe(200)
  })

  test('allows at most five wrong codes in a row, however many arrive at once', async () => {
    const { email, browser } = await person('guarded')
    const { body } = await browser.auth('POST', '/two-factor/enable', { password: PASSWORD })
    await browser.auth('POST', '/two-factor/verify-totp', { code: codeFor(body.totpURI) })
    const doors = await Promise.all(
      Array.from({ length: 8 }, async () => {
        const door = new Browser()
        await door.signIn(email)
        return door
      }),
    )
    const guesses = doors.flatMap((door) =>
      Array.from({ length: 6 }, () => door.auth('POST', '/two-factor/verify-totp', { code: '000000' })),
    )
    const statuses = (await Promise.all(guesses)).map(({ status }) => status)
    expect(statuses).not.toContain(200)
    const late = new Browser()
    await late.signIn(email)
    const right = await late.auth('POST', '/two-factor/verify-totp', { code: codeFor(body.totpURI) })
    expect(right.status).toBe(429)
  })

  test('can be required: without one, only setting one up is allowed', async () => {
    const { browser } = await person('unready')
    expect((await alcove.api('PATCH', '/settings', { twoFactorFrom: '2020-01-01T00:00:00Z' })).status).toBe(200)
    expect((await browser.api('GET', '/me')).body).toMatchObject({ mustEnroll: true })
    const refused = await browser.api('GET', '/spaces')
    expect([refused.status, refused.body.detail]).toEqual([403, expect.stringContaining('A second factor is required')])
    const { body } = await browser.auth('POST', '/two-factor/enable', { password: PASSWORD })
    await browser.auth('POST', '/two-factor/verify-totp', { code: codeFor(body.totpURI) })
    expect([(await browser.api('GET', '/spaces')).status, (await browser.api('GET', '/me')).body.mustEnroll]).toEqual([
      200,
      false,
    ])
    // A session that began with a passkey is worth no more than a password once the passkey is gone.
    const { id, browser: bold } = await person('bold')
    const { pool } = alcove.deps.platform
    await pool.query(
      `insert into passkeys (id, account_id, public_key, credential_id, counter, device_type, backed_up)
        values ('bold', $1, '', 'bold', 0, 'singleDevice', false)`,
      [id],
    )
    await pool.query(`update sessions set method = 'passkey' where account_id = $1`, [id])
    expect((await bold.api('GET', '/spaces')).status).toBe(200)
    expect((await bold.auth('POST', '/passkey/delete-passkey', { id: 'bold' })).status).toBe(200)
    expect((await bold.api('GET', '/spaces')).status).toBe(403)
    await alcove.api('PATCH', '/settings', { twoFactorFrom: null })
    expect((await (await person('relieved')).browser.api('GET', '/spaces')).status).toBe(200)
  })
})

test('endpoints of better-auth that we do not need are not there', async () => {
  const { browser } = await person('curious')
  for (const [method, path] of [
    ['POST', '/sign-up/email'],
    ['GET', '/list-sessions'],
    ['POST', '/change-email'],
    ['POST', '/update-user'],
    ['POST', '/two-factor/send-otp'],
    ['GET', '/passkey/list-user-passkeys'],
  ] as const) {
    expect([path, (await browser.auth(method, path, method === 'POST' ? {} : undefined)).status]).toEqual([path, 404])
  }
})
