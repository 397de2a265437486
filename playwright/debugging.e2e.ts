import type { Page } from '@playwright/test'
import { violationsOf } from './axe.ts'
import { writeCode } from './editor.ts'
import { expect, functionUrl, test } from './fixtures.ts'

const FILES = {
  'index.ts': `import { priceOf } from './price.ts'

type Order = { items: { cents: number; count: number }[] }

export const handler = async (order: Order) => {
  let total = 0
  for (const item of order.items) {
    total += priceOf(item.cents, item.count)
  }
  return { total }
}
`,
  'price.ts': `export function priceOf(cents: number, count: number): number {
  const price = cents * count
  if (count < 0) throw new RangeError('negative count')
  return price
}
`,
}

/** Looked at by whoever changes these pages. */
async function shots(page: Page, name: string) {
  const size = page.viewportSize()!
  for (const [width, theme] of [
    [1440, 'light'],
    [1440, 'dark'],
    [390, 'light'],
  ] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: theme })
    await test.info().attach(`${name}-${width}-${theme}`, { body: await page.screenshot(), contentType: 'image/png' })
  }
  await page.setViewportSize(size)
  await page.emulateMedia({ colorScheme: null })
}

test('a function of two TypeScript files and a package is written, debugged, fixed, tested and published', async ({
  signedIn: page,
  api,
  space,
}) => {
  const run = page.getByRole('region', { name: 'Run the draft' })
  const dialog = page.getByRole('dialog')
  const index = `import ms from 'ms'\n${FILES['index.ts'].replace('{ total }', "{ total, hours: ms('2 days') / 3_600_000 }")}`
  const price = FILES['price.ts'].replace('cents * count', 'cents + count')
  await page.goto(`/s/${space}/f/new?start=scratch`)
  await page.getByLabel('Name').fill('order')
  await expect(page.getByRole('radio', { name: 'TypeScript' })).toBeChecked()
  await page.getByRole('button', { name: 'Create function' }).click()
  await expect(page).toHaveURL(`/s/${space}/f/order/code`)
  // It tests the code that the function began with.
  await api.must('DELETE', `/spaces/${space}/functions/order/tests/hello`)
  await writeCode(page, index)
  await page.getByRole('button', { name: 'New file' }).click()
  await page.getByLabel('Path of the file').fill('price.ts')
  await page.getByLabel('Path of the file').press('Enter')
  await expect(page.getByRole('button', { name: 'price.ts', exact: true })).toHaveAttribute('aria-current', 'true')
  await writeCode(page, price)
  await page.getByRole('button', { name: 'Add package' }).click()
  await dialog.getByLabel('Name').fill('ms')
  await dialog.getByLabel('Version').fill('2.1.3')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByRole('button', { name: /^Built/ })).toBeVisible()
  const order = { items: [100, 250].map((cents, at) => ({ cents, count: at * 3 + 1 })) }
  await writeCode(page, JSON.stringify(order), run.locator('.monaco-editor').first())

  const editor = page.locator('.code-editor .monaco-editor').first()
  await editor.locator('.line-numbers', { hasText: /^2$/ }).click({ button: 'right' })
  const bar = page.getByRole('region', { name: 'Breakpoint price.ts:2' })
  await bar.getByLabel('Stops when').fill('count > 2')
  await bar.getByRole('button', { name: 'Close' }).click()
  await expect(editor.locator('.debug-conditional')).toBeVisible()

  await page.keyboard.press('F5')
  const panel = page.getByRole('region', { name: 'Debugger' })
  await expect(panel.getByRole('status')).toHaveText('Paused')
  await expect(panel.getByText('price.ts:2').first()).toBeVisible()
  await expect(editor.locator('.debug-line').first()).toBeVisible()
  await expect(panel).toContainText('count=4')
  await expect(editor.locator('.debug-value').filter({ hasText: 'count: 4' })).toBeVisible()
  await expect(panel.getByRole('list', { name: 'Call stack' })).toContainText('index.ts:9')
  const side = page.getByRole('region', { name: 'Debug session' })
  await expect(side).toContainText(/held at [\d,]+ of 30,000 ms/)
  await expect(side).toContainText(/\d+ \/ 256 MB/)
  await shots(page, 'paused')

  // On an idle machine a step takes 100 ms from the key to the line. The test only waits for it.
  await page.keyboard.press('F10')
  await expect(panel.getByText('price.ts:3').first()).toBeVisible()
  await expect(panel).toContainText('price=254')
  // Changed by a double click, and by the console.
  const variable = panel.getByRole('listitem').filter({ hasText: /^price=/ })
  await variable.getByText('254').dblclick()
  await panel.getByLabel('New value of price').fill('1 + 2')
  await panel.getByLabel('New value of price').press('Enter')
  await expect(variable).toHaveText('price=3')
  await variable.getByText('3').dblclick()
  await panel.getByLabel('New value of price').fill('1 +')
  await panel.getByLabel('New value of price').press('Enter')
  await expect(page.getByRole('log')).toContainText('SyntaxError')
  await page.getByLabel('Evaluate an expression').fill('price = 254')
  await page.getByLabel('Evaluate an expression').press('Enter')
  await expect(variable).toHaveText('price=254')
  await panel.getByLabel('Add an expression').fill('cents + 1')
  await panel.getByLabel('Add an expression').press('Enter')
  await expect(panel).toContainText('cents + 1 = 251')
  const evaluate = page.getByLabel('Evaluate an expression')
  await evaluate.fill('price * 2')
  await evaluate.press('Enter')
  await expect(page.getByRole('log')).toContainText('⤷ 508')
  expect(await violationsOf(page)).toEqual([])

  // The DevTools show the same pause, in the author's lines, and leave it as it was.
  const devTools = page.frameLocator('iframe[title="DevTools"]')
  const closeDevTools = page.getByRole('button', { name: 'Close DevTools' })
  await expect(async () => {
    // Their files may fail to load while the machine's network changes: then they are opened again.
    if (await closeDevTools.isVisible()) await closeDevTools.click()
    await page.getByRole('button', { name: 'Open DevTools' }).click()
    await expect(devTools.getByText('Debugger paused')).toBeVisible()
  }).toPass()
  await expect(devTools.getByText('count = 4')).toBeVisible()
  await closeDevTools.click()
  await expect(panel.getByRole('status')).toHaveText('Paused after a step')
  await expect(side.getByText('1 hit')).toBeVisible()

  // An answer unfolds. One that awaits comes when the code goes on.
  await evaluate.fill('({ cents, count })')
  await evaluate.press('Enter')
  await page
    .getByRole('log')
    .getByRole('button', { name: /^Show what/ })
    .click()
  await expect(page.getByRole('log')).toContainText('cents=250')
  await evaluate.fill('await Promise.resolve(count + 1)')
  await evaluate.press('Enter')
  await expect(page.getByRole('log')).toContainText('answered once the code goes on')

  await page.keyboard.press('F8')
  await expect(page.getByRole('log')).toContainText('{"total":355,"hours":48}')
  await expect(page.getByRole('log')).toContainText('⤷ 5')
  // Another call in the same session.
  await side.getByRole('button', { name: 'Call again' }).click()
  await expect(panel.getByRole('status')).toHaveText('Paused')
  await side.getByRole('button', { name: 'Continue' }).click()
  await expect(panel.getByRole('status')).toHaveText('The call is over')
  await page.keyboard.press('Shift+F5')
  await expect(page.getByText('The session has ended')).toBeVisible()

  await writeCode(page, FILES['price.ts'])
  await page.getByRole('link', { name: /^Tests/ }).click()
  for (const [name, event, ends, field, text] of [
    ['two-lines', order, 'returns exactly this', 'Output', '{"total":1100,"hours":48}'],
    ['no-lines', { items: [] }, 'returns at least this', 'Output', '{"total":0}'],
    ['negative', { items: [{ cents: 1, count: -1 }] }, 'fails', 'Name of the error', 'RangeError'],
  ] as const) {
    await page.getByRole('button', { name: 'New case' }).first().click()
    await dialog.getByLabel('Name', { exact: true }).fill(name)
    await dialog.getByLabel('Event').fill(JSON.stringify(event))
    await dialog.getByRole('combobox').click()
    await page.getByRole('option', { name: ends, exact: true }).click()
    await dialog.getByLabel(field, { exact: true }).fill(text)
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText(`Case ${name} saved`)).toBeVisible()
  }
  await page.getByRole('button', { name: 'Run all' }).click()
  await expect(page.getByText('all passed')).toBeVisible()
  await page.getByRole('link', { name: 'Code', exact: true }).click()
  await page.getByRole('button', { name: 'Publish version' }).click()
  await expect(dialog.getByRole('status')).toHaveText('all passed')
  await dialog.getByRole('button', { name: /^Publish/ }).click()
  await expect(page.getByText('v1 is published, and live points at it')).toBeVisible()
  const answer = await api.must('POST', `/spaces/${space}/functions/order/invocations?qualifier=live`, order)
  expect(answer).toEqual({ total: 1100, hours: 48 })
})

test('a call that failed through the function URL opens in the debugger and pauses on the throwing line of its version', async ({
  signedIn: page,
  api,
  space,
}) => {
  const fn = `/spaces/${space}/functions/order`
  const files = { ...FILES, 'index.ts': FILES['index.ts'].replace('(order: Order)', '({ body }: { body: string })') }
  files['index.ts'] = files['index.ts'].replace('  let total', '  const order = JSON.parse(body) as Order\n  let total')
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'order',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files,
  })
  await api.must('POST', `${fn}/versions`, { description: 'First' })
  await api.must('PUT', `${fn}/aliases/live`, { version: 1 })
  await api.must('PUT', `${fn}/triggers/web`, {
    type: 'http',
    qualifier: 'live',
    enabled: true,
    config: { auth: 'none' },
  })
  await api.must('PUT', `${fn}/draft`, { files: { 'index.mjs': '', 'index.ts': '// begun anew' } })
  const answer = await page.request.post(functionUrl(space, 'order'), {
    data: { items: [{ cents: 100, count: -1 }] },
  })
  expect(answer.status()).toBe(502)

  await page.goto(`/s/${space}/f/order/invocations`)
  await page.getByRole('row').nth(1).click()
  // The stack leads to the line in the version that ran, and on to the draft.
  await page
    .getByRole('link', { name: /price\.ts:3/ })
    .first()
    .click()
  await expect(page.getByText('This is the code of v1, read only')).toBeVisible()
  await expect(page).toHaveURL(/version=1/)
  await page.goBack()
  const debug = page.getByRole('link', { name: 'Open in debugger' })
  await expect(debug).toBeVisible()
  const recorded = page.url()

  await debug.click()
  const panel = page.getByRole('region', { name: 'Debugger' })
  await expect(panel.getByRole('status')).toContainText('RangeError: negative count')
  await expect(panel.getByText('price.ts:3').first()).toBeVisible()
  await expect(panel).toContainText('count=-1')
  await expect(page.locator('.debug-line-thrown').first()).toBeVisible()
  await expect(page.getByText('This is v1, which the invocation ran').first()).toBeVisible()
  await page.keyboard.press('Shift+F5')
  await page.getByRole('button', { name: 'Fix in the draft' }).click()
  await expect(page.getByText('This is v1, which the invocation ran')).toHaveCount(0)
  await expect(page.getByRole('region', { name: 'Run the draft' })).toBeVisible()

  // The call becomes a test, and from then on guards the alias.
  await page.goto(recorded)
  await page.getByRole('link', { name: 'Make it a test' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('negative-count')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('switch', { name: 'Guard live' }).click()
  await expect(page.getByText('Gate saved')).toBeVisible()
  await api.must('POST', `${fn}/versions`, { description: 'Begun anew' })
  const moved = await api.call('PUT', `${fn}/aliases/live`, { version: 2 })
  expect(moved).toMatchObject({ status: 409, body: { detail: expect.stringContaining('v2') } })
})

test('a live version logs a line more for a while; its calls run again on the draft, which shows what differs', async ({
  signedIn: page,
  api,
  space,
}) => {
  const fn = `/spaces/${space}/functions/price`
  const files = (vat: number) => ({
    'index.mjs': `export const handler = async ({ net }) => {
  const total = net * ${vat}
  return { total }
}
`,
  })
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'price',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: files(1.5),
  })
  await api.must('POST', `${fn}/versions`, { description: 'First' })
  await page.goto(`/s/${space}/f/price/code?version=1&file=index.mjs&line=3`)
  await expect(page.locator('.code-editor .monaco-editor').first()).toContainText('return')
  await page.getByRole('button', { name: 'Add a logpoint' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toContainText('Logpoint at index.mjs:3')
  await dialog.getByLabel('Write').fill('total')
  await dialog.getByRole('button', { name: 'Add a logpoint' }).click()
  await expect(page.getByText('Instances get the logpoint now')).toBeVisible()
  const hits = async () => {
    await api.must('POST', `${fn}/invocations?qualifier=1`, { net: 10 })
    const { body } = await api.call('GET', `${fn}/logpoints`)
    return body.items[0].hits as number
  }
  await expect.poll(hits).toBeGreaterThan(0)
  await page.getByRole('link', { name: 'Its lines' }).click()
  await expect(page.getByTitle('Written by a logpoint').first()).toBeVisible()
  await expect(page.getByText('[logpoint index.mjs:3] 15').first()).toBeVisible()
  await page.goBack()
  await page.getByRole('button', { name: 'Remove the logpoint at index.mjs:3' }).click()
  await expect(page.getByText('Logpoint at index.mjs:3 removed')).toBeVisible()

  await api.must('PUT', `${fn}/draft`, { files: files(2) })
  await page.goto(`/s/${space}/f/price/invocations`)
  await page
    .getByRole('checkbox', { name: /Select the call of/ })
    .first()
    .check()
  await page.getByRole('button', { name: 'Replay 1' }).click()
  await dialog.getByRole('button', { name: 'Replay', exact: true }).click()
  await expect(page.getByText('output.total').first()).toBeVisible()
  await expect(page.getByText('Differences by path')).toBeVisible()
})

test('a Python call that failed opens in the debugger, with the variables of then', async ({
  signedIn: page,
  api,
  space,
}) => {
  const main = `from price import price_of


def handler(event, context):
    return {"total": price_of(event["cents"], event["count"])}
`
  const price = `def price_of(cents, count):
    price = cents * count
    if count < 0:
        raise ValueError("negative count")
    return price
`
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'order',
    runtime: 'python3',
    handler: 'main.handler',
    files: { 'main.py': main, 'price.py': price },
  })
  const failed = await api.call('POST', `/spaces/${space}/functions/order/invocations`, { cents: 100, count: -1 })
  expect(failed.status).toBe(502)
  await page.goto(`/s/${space}/f/order/code?event=${failed.body.invocationId}&debug=true`)
  const panel = page.getByRole('region', { name: 'Debugger' })
  await expect(panel.getByRole('status')).toContainText('ValueError: negative count')
  await expect(panel.getByText('price.py:4').first()).toBeVisible()
  await expect(panel).toContainText('count=-1')
  await expect(panel.getByRole('list', { name: 'Call stack' })).toContainText('main.py:5')
  await shots(page, 'python')
  const evaluate = page.getByLabel('Evaluate an expression')
  await evaluate.fill('[each for each in (cents, count)]')
  await evaluate.press('Enter')
  await expect(page.getByRole('log')).toContainText('⤷ [100, -1]')
  await page.keyboard.press('Shift+F5')
})

for (const [runtime, file, code] of [
  ['nodejs24', 'index.mjs', `export const handler = (event) => {\n  const n = 1\n  return n\n}\n`],
  ['python3', 'index.py', `def handler(event, context):\n    n = 1\n    return n\n`],
] as const) {
  test(`the first call of a session stops at a breakpoint in ${file}`, async ({ api, space, signedIn: page }) => {
    await api.must('POST', `/spaces/${space}/functions`, {
      name: 'plain',
      runtime,
      handler: 'index.handler',
      files: { [file]: code },
    })
    await page.goto(`/s/${space}/f/plain/code`)
    const editor = page.locator('.code-editor .monaco-editor').first()
    await editor.locator('.view-line').nth(2).click()
    await page.keyboard.press('F9')
    await page.keyboard.press('F5')
    const panel = page.getByRole('region', { name: 'Debugger' })
    await expect(panel.getByRole('status')).toHaveText('Paused')
    await expect(editor.locator('.debug-line')).toHaveCount(1)
  })
}
