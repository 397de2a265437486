import { test as base, expect, type APIRequestContext, type Page } from '@playwright/test'
import { randomBytes } from 'node:crypto'
import { ADMIN, API_KEY, GATEWAY, ORIGIN } from './server.ts'

/** Seeds through the public API, as a script would. */
export class Api {
  readonly request: APIRequestContext
  constructor(request: APIRequestContext) {
    this.request = request
  }

  async call(method: string, path: string, data?: unknown, headers: Record<string, string> = {}) {
    const response = await this.request.fetch(`/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${API_KEY}`, ...headers },
      ...(data === undefined ? {} : { data }),
    })
    return {
      status: response.status(),
      headers: response.headers(),
      body: response.headers()['content-type']?.includes('json') ? await response.json() : await response.text(),
    }
  }

  /** A zip. */
  async upload(path: string, data: Buffer) {
    const headers = { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/zip' }
    const response = await this.request.fetch(`/api/v1${path}`, { method: 'POST', headers, data })
    expect(response.status(), await response.text()).toBeLessThan(300)
  }

  /** Like `call`, for the steps that must succeed before a test means anything. */
  async must(method: string, path: string, data?: unknown, headers?: Record<string, string>) {
    const answer = await this.call(method, path, data, headers)
    expect(answer.status, `${method} ${path}: ${JSON.stringify(answer.body)}`).toBeLessThan(300)
    return answer.body
  }
}

interface Fixtures {
  api: Api
  /** The name of a fresh private space. */
  space: string
  /** A page of the signed-in administrator. */
  signedIn: Page
}

export const test = base.extend<Fixtures, { session: string }>({
  // Signed in once: sign-in is rate limited, and has a test of its own.
  session: [
    async ({ playwright }, use) => {
      const request = await playwright.request.newContext({ baseURL: ORIGIN })
      await signIn(request)
      await use((await request.storageState()).cookies.map(({ name, value }) => `${name}=${value}`).join('; '))
      await request.dispose()
    },
    { scope: 'worker' },
  ],
  api: async ({ request }, use) => use(new Api(request)),
  space: async ({ api }, use) => {
    const name = `space-${randomBytes(4).toString('hex')}`
    await api.must('POST', '/spaces', { name, visibility: 'private' })
    await use(name)
  },
  signedIn: async ({ page, session }, use) => {
    await resume(page, session)
    await use(page)
  },
})

/** Signs in through the API: the sign-in page has a test of its own. */
export async function signIn(
  request: APIRequestContext,
  account: { email: string; password: string } = ADMIN,
  origin = ORIGIN,
) {
  const answer = await request.post('/api/auth/sign-in/email', {
    data: { email: account.email, password: account.password },
    headers: { origin },
  })
  expect(answer.status(), await answer.text()).toBe(200)
}

/** Gives the page's browser the administrator's session. */
export async function resume(page: Page, session: string) {
  const cookies = session.split('; ').map((cookie) => {
    const at = cookie.indexOf('=')
    return { name: cookie.slice(0, at), value: cookie.slice(at + 1), url: ORIGIN }
  })
  await page.context().addCookies(cookies)
}

export const functionUrl = (space: string, fn: string, path = '') => `${GATEWAY}/fn/${space}/${fn}${path}`
export { expect }
