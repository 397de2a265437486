import { readFileSync } from 'node:fs'
import { violationsOf } from './axe.ts'
import { expect, test } from './fixtures.ts'
import { GATEWAY } from './server.ts'

const FILE = `
openapi: 3.1.0
info: { title: Shop, version: '1' }
paths:
  /orders/{number}:
    parameters: [{ name: number, in: path, required: true, schema: { type: string } }]
    get: { operationId: clashing, responses: { '200': { description: Fine } }, x-alcove-function: echo }
  /stock/{sku}:
    parameters: [{ name: sku, in: path, required: true, schema: { type: string } }]
    get: { operationId: readStock, responses: { '200': { description: Fine } }, x-alcove: { function: echo, auth: none } }
`

test('a route is made, tried, answered, exported, and others are imported', async ({ api, space, signedIn: page }) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'echo',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': 'export const handler = async (event) => event.pathParameters' },
  })
  await page.goto(`/s/${space}/gateway`)
  await expect(page.getByText('No routes yet')).toBeVisible()

  await test.step('made', async () => {
    await page.getByRole('button', { name: 'New route' }).click()
    await page.getByLabel('Name', { exact: true }).fill('order')
    await page.getByLabel('Path', { exact: true }).fill('orders')
    await expect(page.getByText('Must start with "/"')).toBeVisible()
    await page.getByRole('button', { name: 'Create route' }).press('Enter')
    await expect(page.getByLabel('Path', { exact: true })).toBeFocused()
    await page.getByLabel('Path', { exact: true }).fill('/orders/{id}')
    await page.getByRole('combobox', { name: 'Function' }).click()
    await page.getByRole('option', { name: 'echo' }).click()
    await page.getByRole('combobox', { name: 'Calls' }).click()
    await page.getByRole('option', { name: 'Draft' }).click()
    await page.getByRole('combobox', { name: 'Who may call' }).click()
    await page.getByRole('option', { name: 'Anyone' }).click()
    await page.getByRole('button', { name: 'Create route' }).dblclick()
    await expect(page.getByText('order is created')).toHaveCount(1)
    await expect(page.getByRole('row', { name: '/orders/{id}' })).toBeFocused()
    const answer = await page.request.get(`${GATEWAY}/gw/${space}/orders/7`)
    expect([answer.status(), await answer.json()]).toEqual([200, { id: '7' }])
  })

  await test.step('tried as edited, while callers get the saved one', async () => {
    await page.getByLabel('Query must match').fill('{ "required": ["page"] }')
    await page.getByLabel('Limit per address').first().fill('500')
    await page.getByRole('radio', { name: 'Try it' }).click()
    await page.getByRole('button', { name: 'Send' }).click()
    await expect(page.getByText('no function was called')).toBeVisible()
    await expect(page.getByText('Callers have 500 / min per address.')).toBeVisible()
    await expect(page.getByRole('cell', { name: 'query.page' })).toBeVisible()
    expect((await page.request.get(`${GATEWAY}/gw/${space}/orders/7`)).status()).toBe(200)
    await page.getByLabel('Path and query').fill('/orders/9?page=1')
    await page.getByLabel('Path and query').press('Control+Enter')
    await expect(page.getByText('echo was called')).toBeVisible()
    await expect(page.getByText('"id":"9"')).toBeVisible()
    await expect(page.locator('pre', { hasText: 'content-type: application/json' })).toBeVisible()
    await page.getByRole('radio', { name: 'Route' }).click()
    await page.getByLabel('Limit per address').first().fill('')
    await page.getByRole('button', { name: 'Save route' }).click()
    await expect(page.getByText('order is saved')).toBeVisible()
    expect((await page.request.get(`${GATEWAY}/gw/${space}/orders/7`)).status()).toBe(400)
  })

  await test.step('saved over what somebody else changed meanwhile, or not', async () => {
    const route = { method: 'GET', path: '/orders/{id}', function: 'echo', auth: 'none' }
    const perAddress = page.getByRole('textbox', { name: 'Limit per address' })
    await perAddress.fill('50')
    await api.must('PUT', `/spaces/${space}/routes/order`, {
      ...route,
      limits: { perAddress: { requests: 7, seconds: 60 } },
    })
    await page.getByRole('button', { name: 'Save route' }).click()
    const dialog = page.getByRole('dialog', { name: 'order has changed since you opened it' })
    await expect(dialog.getByRole('row', { name: 'limits.perAddress.requests – 7 50' })).toBeVisible()
    expect(await violationsOf(page)).toEqual([])
    await dialog.getByRole('button', { name: 'Load theirs' }).click()
    await expect(perAddress).toHaveValue('7')
    await perAddress.fill('60')
    await api.must('PUT', `/spaces/${space}/routes/order`, { ...route, enabled: false })
    await page.getByRole('button', { name: 'Save route' }).click()
    await dialog.getByRole('button', { name: 'Save mine over it' }).click()
    await expect(dialog).toBeHidden()
    await perAddress.fill('70')
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(perAddress).toHaveValue('60')
    expect((await page.request.get(`${GATEWAY}/gw/${space}/orders/7`)).status()).toBe(200)
  })

  await test.step('its next request is captured as a test', async () => {
    await page.getByRole('button', { name: 'Capture next event…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('status')).toHaveText('Waiting for the next event…')
    await page.request.get(`${GATEWAY}/gw/${space}/orders/11`)
    await expect(dialog.getByLabel('Event')).toContainText('"routeKey": "GET /orders/{id}"')
    await dialog.getByRole('button', { name: 'Save with the tests' }).click()
    await expect(page.getByText('The event is saved as order')).toBeVisible()
    const { items } = await api.must('GET', `/spaces/${space}/functions/echo/tests`)
    expect(items).toMatchObject([{ name: 'order', event: { pathParameters: { id: '11' } } }])
  })

  await test.step('another that clashes cannot be saved', async () => {
    await page.getByRole('button', { name: 'New route' }).click()
    await page.getByLabel('Name', { exact: true }).fill('other')
    await page.getByLabel('Path', { exact: true }).fill('/orders/{number}')
    await expect(page.getByText('Same as GET /orders/{id}. Change the path.')).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByRole('complementary', { name: 'Route' }).getByRole('button', { name: 'Close' }).click()
    await page.getByRole('button', { name: 'Discard and leave' }).click()
    await expect(page.getByRole('complementary', { name: 'Route' })).toBeHidden()
    await page.goto(`/s/${space}/gateway?route=gone`)
    await expect(page.getByText('It was deleted, or it is not yours to see.')).toBeVisible()
  })

  await test.step('host names in any script, and their removal undone', async () => {
    const hosts = page.getByRole('region', { name: 'Host names' })
    await page.getByRole('button', { name: 'Add host name' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Host name').fill(`bücher.${space}.example.`)
    await expect(dialog.getByText(`Saved as xn--bcher-kva.${space}.example`)).toBeVisible()
    await dialog.getByRole('button', { name: 'Add host name' }).click()
    const host = hosts.getByText(`xn--bcher-kva.${space}.example`)
    await hosts.getByRole('button', { name: `Check the DNS of xn--bcher-kva.${space}.example` }).click()
    await expect(hosts.getByText(/^DNS (has no address of it|does not answer now)/)).toBeVisible()
    await expect(host).toBeVisible()
    await page.getByRole('button', { name: `Remove xn--bcher-kva.${space}.example` }).click()
    await expect(host).toBeHidden()
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(host).toBeVisible()
  })

  await test.step('imported, after a preview that makes nothing', async () => {
    await page.getByRole('button', { name: 'Import OpenAPI' }).click()
    await page
      .getByRole('dialog')
      .locator('input[type=file]')
      .setInputFiles({ name: 'shop.yaml', mimeType: 'application/yaml', buffer: Buffer.from(FILE) })
    const preview = page.getByRole('list', { name: 'Routes' })
    await expect(preview.getByText('Same as /orders/{id}, which is route order. Left out')).toBeVisible()
    await expect(preview.getByText('Answered by echo:draft, auth none')).toBeVisible()
    expect((await page.request.get(`${GATEWAY}/gw/${space}/stock/a`)).status()).toBe(404)
    await page.getByRole('button', { name: 'Import 1 route' }).click()
    await expect(page.getByText('1 route is imported')).toBeVisible()
    expect((await page.request.get(`${GATEWAY}/gw/${space}/stock/a`)).status()).toBe(200)
  })

  await test.step('exported', async () => {
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'Export' }).click()
    const document = JSON.parse(readFileSync(await (await download).path(), 'utf8'))
    expect(Object.keys(document.paths)).toEqual(['/orders/{id}', '/stock/{sku}'])
    // What was exported changes nothing when it is imported again.
    const again = await api.must('POST', `/spaces/${space}/routes/import?preview=true`, document)
    expect([again.counts.same, again.counts.change ?? 0, again.counts.new ?? 0]).toEqual([2, 0, 0])
  })

  await test.step('a path in the filter finds the route that answers it', async () => {
    await page.getByRole('searchbox').fill('/orders/7?page=2')
    await expect(page.getByText('/orders/7?page=2 is answered by order')).toBeVisible()
    await expect(page.getByRole('row', { name: /stock/ })).toHaveCount(0)
  })

  await test.step('a host name comes and goes', async () => {
    await page.getByRole('button', { name: 'Add host name' }).click()
    await page.getByRole('dialog').getByLabel('Host name').fill(`${space}.example`)
    await page.getByRole('dialog').getByRole('button', { name: 'Add host name' }).click()
    await page.getByRole('button', { name: `Remove ${space}.example` }).click()
    await expect(page.getByText(`${space}.example is free again`)).toBeVisible()
  })
})

for (const [colorScheme, locale, width] of [
  ['light', 'en', 1440],
  ['dark', 'zh-CN', 1440],
  ['light', 'zh-CN', 390],
  ['dark', 'en', 390],
] as const) {
  test.describe(`${colorScheme}, ${locale}, ${width} px`, () => {
    test.use({ colorScheme, locale, viewport: { width, height: 900 } })
    test('the gateway is accessible and fits', async ({ api, space, signedIn: page }, info) => {
      for (let n = 0; n < 12; n += 1) {
        await api.must('PUT', `/spaces/${space}/routes/route-${n}`, {
          method: n % 3 === 0 ? 'POST' : 'GET',
          path: `/v1/part-${n}/{sku}/a-rather-long-name`,
          auth: n % 2 ? 'none' : 'key',
          answer: { status: 200, body: 'ok' },
          limits: { perAddress: { requests: 60, seconds: 60 } },
        })
      }
      await page.request.get(`${GATEWAY}/gw/${space}/v1/part-1/x/a-rather-long-name`)
      const address = `/s/${space}/gateway`
      for (const [name, path] of [
        ['list', address],
        ['editor', `${address}?route=route-1`],
      ] as const) {
        await page.goto(path)
        await expect(page.getByText('a-rather-long-name').filter({ visible: true }).first()).toBeVisible()
        expect(await violationsOf(page)).toEqual([])
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
        await info.attach(name, { body: await page.screenshot(), contentType: 'image/png' })
      }
    })
  })
}
