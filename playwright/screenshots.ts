/** The pictures of the README: the real product after some minutes of real calls. `npm run screenshots` makes them. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '@playwright/test'
import { type Api, expect, functionUrl, resume, test } from './fixtures.ts'
import { STORE } from './storefront.ts'

const IMAGES = join(import.meta.dirname, '../docs/images')
const MINUTES = Number(process.env['SCREENSHOT_MINUTES'] ?? 6)

async function furnish(api: Api) {
  for (const { space, visibility, description } of STORE.spaces) {
    await api.must('POST', '/spaces', { name: space, visibility, description })
  }
  for (const { space, versions, alias, ...fn } of STORE.functions) {
    const base = `/spaces/${space}/functions`
    const [first, ...later] = versions
    await api.must('POST', base, { ...fn, files: first!.files })
    await api.must('POST', `${base}/${fn.name}/versions`, { description: first!.note })
    for (const { note, files } of later) {
      await api.must('PUT', `${base}/${fn.name}/draft`, { files })
      if (note) await api.must('POST', `${base}/${fn.name}/versions`, { description: note })
    }
    await api.must('PUT', `${base}/${fn.name}/aliases/live`, alias)
    const config = { auth: 'none' }
    await api.must('PUT', `${base}/${fn.name}/triggers/web`, { type: 'http', qualifier: 'live', enabled: true, config })
  }
}

async function callFor(minutes: number) {
  const until = Date.now() + minutes * 60_000
  for (let round = 1; Date.now() < until; round++) {
    await Promise.all(
      STORE.calls
        .filter(({ every }) => round % every === 0)
        .map(({ space, fn, path, body }) =>
          fetch(functionUrl(space, fn, path), {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify(body(round)),
          }).then((answer) => answer.text()),
        ),
    )
    await sleep(80 + 220 * Math.abs(Math.sin(round / 40)))
  }
}

interface Shot {
  name: string
  colorScheme: 'light' | 'dark'
  path: string
  /** Runs on the page before the picture is taken. */
  act?(page: Page): Promise<void>
}

const shots = (invocation: string): Shot[] => [
  { name: 'overview-light', colorScheme: 'light', path: '/?range=1h' },
  {
    name: 'code-dark',
    colorScheme: 'dark',
    path: `/s/storefront/f/checkout/code?file=handler.ts&event=${invocation}`,
    async act(page) {
      await expect(page.locator('.view-lines').first()).toContainText('giftCard', { timeout: 30_000 })
      await page.keyboard.press('Control+Enter')
      await expect(page.getByText('"confirmed"')).toBeVisible({ timeout: 30_000 })
    },
  },
  {
    name: 'invocations-light',
    colorScheme: 'light',
    path: '/s/storefront/f/checkout/invocations?range=1h',
    act: (page) =>
      page
        .getByRole('row')
        .filter({ hasText: /Function error/ })
        .first()
        .click(),
  },
  { name: 'versions-light', colorScheme: 'light', path: '/s/storefront/f/checkout/versions' },
  { name: 'monitoring-dark', colorScheme: 'dark', path: '/s/storefront/f/checkout/monitoring?range=1h' },
]

test('pictures of the product', async ({ api, browser, session }) => {
  test.setTimeout((MINUTES + 5) * 60_000)
  await furnish(api)
  await callFor(MINUTES)
  const { items } = await api.must('GET', '/spaces/storefront/functions/checkout/invocations?status=success&limit=1')
  for (const { name, colorScheme, path, act } of shots(items[0].id)) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme, locale: 'en' })
    const page = await context.newPage()
    await resume(page, session)
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
    await act?.(page)
    // Monaco colours and charts settle a moment after their data.
    await sleep(2_000)
    await page.screenshot({ path: join(IMAGES, `${name}.png`) })
    await context.close()
  }
})
