import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { Api, expect, signIn, test } from './fixtures.ts'
import { ADMIN, API_KEY } from './server.ts'

const CODE = 'export const handler = async () => 1\n'
const NEW = { name: 'typed', runtime: 'nodejs24', handler: 'index.handler', files: { 'index.mjs': CODE } }

const savedOf = async (api: Api, space: string) =>
  (await api.must('GET', `/spaces/${space}/functions/typed/draft`)).files['index.mjs']

const refusedSave = (page: Page) =>
  page.waitForEvent('requestfailed', (request) => request.method() === 'PUT' && request.url().endsWith('/draft'))

/** Opens the function's code and goes to the end of it. Resolves with what was typed so far, and a way to type more. */
async function typistOn(page: Page, space: string) {
  await page.goto(`/s/${space}/f/typed/code`)
  await page.locator('.monaco-editor .view-lines').first().click()
  await page.keyboard.press('Control+End')
  let text = CODE
  return {
    text: () => text,
    async type(words: string) {
      await page.keyboard.type(words, { delay: 10 })
      text += words
    },
  }
}

test('what is typed while the browser is offline is saved by itself once it is online again', async ({
  api,
  space,
  signedIn: page,
}) => {
  await api.must('POST', `/spaces/${space}/functions`, NEW)
  const typist = await typistOn(page, space)
  await typist.type('// online')
  await expect.poll(() => savedOf(api, space)).toBe(typist.text())
  await page.context().setOffline(true)
  for (const words of [' offline', ' for some', ' saves']) {
    const refused = refusedSave(page)
    // oxlint-disable-next-line no-await-in-loop -- a person types one after the other
    await typist.type(words)
    // oxlint-disable-next-line no-await-in-loop
    await refused
  }
  await expect(page.getByText(/^Not saved/)).toBeVisible()
  await page.context().setOffline(false)
  await expect.poll(() => savedOf(api, space)).toBe(typist.text())
  await expect(page.getByText(/^Draft saved/)).toBeVisible()
})

test('an offline page keeps what it has and says so; another one waits in the frame and comes by itself', async ({
  api,
  space,
  signedIn: page,
}) => {
  await api.must('POST', `/spaces/${space}/functions`, NEW)
  await page.goto(`/s/${space}`)
  const row = page.getByRole('row', { name: /typed/ })
  await expect(row).toBeVisible()
  await page.context().setOffline(true)
  await expect(page.getByText('This browser is offline.')).toBeVisible()
  await expect(row).toBeVisible()
  const alerts = page.getByRole('group', { name: space }).getByRole('link', { name: 'Alerts', exact: true })
  await alerts.click()
  await expect(page.getByRole('heading', { name: 'Alcove does not answer' })).toBeVisible()
  await expect(alerts).toBeVisible()

  await page.context().setOffline(false)
  await expect(page.getByText('This browser is offline.')).toHaveCount(0)
  await expect(page.getByRole('heading', { name: space, level: 1 })).toBeVisible()
  await expect(page).toHaveURL(`/s/${space}/alerts`)
})

test('what is typed while the server is killed and started again is saved by itself', async ({
  playwright,
  browser,
}) => {
  await using server = await ownServer()
  await server.start()
  const request = await playwright.request.newContext({ baseURL: server.origin })
  const api = new Api(request)
  await api.must('POST', '/spaces', { name: 'shop' })
  await api.must('POST', '/spaces/shop/functions', NEW)
  await signIn(request, ADMIN, server.origin)
  const context = await browser.newContext({ baseURL: server.origin, storageState: await request.storageState() })
  const page = await context.newPage()
  const typist = await typistOn(page, 'shop')

  await typist.type('// before')
  const saving = page.waitForRequest((sent) => sent.method() === 'PUT' && sent.url().endsWith('/draft'))
  // In the midst of a save, whose answer may be lost.
  await Promise.all([saving.then(() => server.kill()), typist.type(', and on')])
  await typist.type(', killed')
  await expect(page.getByText(/^Not saved/)).toBeVisible()
  await Promise.all([server.start(), typist.type(' while it starts again')])
  await expect.poll(() => savedOf(api, 'shop')).toBe(typist.text())
  await expect(page.getByText(/^Draft saved/)).toBeVisible()
  await context.close()
  await request.dispose()
})

/** A server that the test may kill, on a home and ports of its own. */
async function ownServer() {
  const home = await mkdtemp(join(tmpdir(), 'alcove-e2e-'))
  const [port, gatewayPort] = [await freePort(), await freePort()]
  const origin = `http://127.0.0.1:${port}`
  let end: (signal: NodeJS.Signals) => Promise<void> = async () => {}
  return {
    origin,
    async start() {
      const child = spawn(process.execPath, [join(import.meta.dirname, '../apps/bff/src/server.ts')], {
        env: {
          PATH: process.env['PATH'],
          ALCOVE_HOME: home,
          ALCOVE_PORT: String(port),
          ALCOVE_GATEWAY_PORT: String(gatewayPort),
          ALCOVE_ADMIN_EMAIL: ADMIN.email,
          ALCOVE_ADMIN_PASSWORD: ADMIN.password,
          ALCOVE_ADMIN_API_KEY: API_KEY,
          // Only the draft is used.
          ALCOVE_SANDBOX: 'process',
          ALCOVE_PREWARM: '0',
        },
        stdio: 'ignore',
      })
      const exited = once(child, 'exit')
      end = async (signal) => {
        child.kill(signal)
        await exited
      }
      const isReady = () =>
        fetch(`${origin}/readyz`).then(
          ({ ok }) => ok,
          () => false,
        )
      await expect.poll(isReady).toBe(true)
    },
    kill: () => end('SIGKILL'),
    async [Symbol.asyncDispose]() {
      await end('SIGTERM')
      await rm(home, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 })
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}
