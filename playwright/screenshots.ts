/** The pictures of the README: the real product after some minutes of real calls. `npm run screenshots` makes them. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
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

const SHOTS = [
  { name: 'overview', path: '/?range=1h' },
  { name: 'code', path: '/s/storefront/f/checkout/code?file=handler.ts', run: true },
  { name: 'invocations', path: '/s/storefront/f/checkout/invocations?range=1h', row: /Function error/ },
  { name: 'versions', path: '/s/storefront/f/checkout/versions' },
  { name: 'monitoring', path: '/s/storefront/f/checkout/monitoring?range=1h' },
] as const

test('pictures of the product', async ({ api, browser, session }) => {
  test.setTimeout((MINUTES + 5) * 60_000)
  await furnish(api)
  await callFor(MINUTES)
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, colorScheme, locale: 'en' })
    const page = await context.newPage()
    await resume(page, session)
    for (const shot of SHOTS) {
      await page.goto(shot.path)
      await page.getByRole('heading', { level: 1 }).waitFor()
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0)
      if ('run' in shot) {
        await expect(page.locator('.monaco-editor').first()).toBeVisible({ timeout: 30_000 })
        await page.getByRole('button', { name: 'Run', exact: false }).last().click()
        await expect(page.getByText(/^Success|success$/).first()).toBeVisible({ timeout: 30_000 })
      }
      if ('row' in shot) await page.getByRole('row').filter({ hasText: shot.row }).first().click()
      // Monaco colours and charts settle a moment after their data.
      await sleep(2_000)
      await page.screenshot({ path: join(IMAGES, `${shot.name}-${colorScheme}.png`) })
    }
    await context.close()
  }
})
