import { readFile } from 'node:fs/promises'
import { violationsOf } from './axe.ts'
import { expect, test } from './fixtures.ts'

const CHECKOUT = `import { alcove } from 'alcove'
export const handler = async ({ n }) => {
  const order = 'o-' + n
  console.log(JSON.stringify({ message: 'checkout started', order, ms: n * 10 }))
  await alcove.invoke('cards', { n })
  if (n === 3) console.error('no balance, 订单已取消')
}`

test('the logs of a space are found by a query, seen in context, saved, exported and followed', async ({
  api,
  space,
  signedIn: page,
}) => {
  const deploy = { runtime: 'nodejs24', handler: 'index.handler' }
  for (const [name, code] of [
    ['cards', `export const handler = async ({ n }) => { console.warn('retry of card ' + n) }`],
    ['checkout', CHECKOUT],
  ] as const) {
    await api.must('POST', `/spaces/${space}/functions`, { ...deploy, name, files: { 'index.mjs': code } })
  }
  for (const n of [1, 2, 3]) await api.must('POST', `/spaces/${space}/functions/checkout/invocations`, { n })

  await page.goto(`/s/${space}/logs`)
  const lines = page.getByRole('log', { name: 'Log lines' }).getByRole('button')
  const query = page.getByRole('combobox', { name: 'Query' })
  await expect(lines).toHaveCount(7)

  // An error is shown at its position.
  await query.fill('level:loud x')
  await expect(page.getByText('Levels are trace, debug, info, warn and error.')).toBeVisible()
  // A field is offered, taken with Tab, and completed with its values.
  await query.fill('or')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Tab')
  await expect(query).toHaveValue('order:')
  await page.getByRole('option', { name: 'order:o-2' }).click()
  await page.keyboard.press('Enter')
  await expect(lines).toHaveCount(1)
  await query.fill('"订单已取消" or ms>25')
  await page.keyboard.press('Enter')
  await expect(lines).toHaveCount(2)

  await query.fill('')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /^error/ }).click()
  await expect(query).toHaveValue('level:error')
  await expect(lines).toHaveCount(1)
  await lines.first().click()
  await expect(page.getByText('3 lines of 2 functions, in order')).toBeVisible()
  await expect(page.getByText('retry of card 3')).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await page.reload()
  await expect(page.getByText('retry of card 3')).toBeVisible()

  await page.getByRole('button', { name: 'Save query' }).click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Broken checkouts')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'All lines' }).click()
  await expect(lines).toHaveCount(7)
  await page.getByRole('button', { name: 'Broken checkouts' }).click()
  await expect(lines).toHaveCount(1)

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Export' }).click()
  await page.getByRole('menuitem', { name: '1 line as NDJSON' }).click()
  const text = await readFile(await (await download).path(), 'utf8')
  expect(JSON.parse(text)).toMatchObject({ level: 'error', function: 'checkout', message: 'no balance, 订单已取消' })

  await page.getByRole('button', { name: 'All lines' }).click()
  await page.getByRole('button', { name: 'Follow' }).click()
  await expect(page.getByText('Following live')).toBeVisible()
  await api.must('POST', `/spaces/${space}/functions/cards/invocations`, { n: 4 })
  await expect(lines.first()).toContainText('retry of card 4')
  await page.getByRole('button', { name: 'Pause' }).click()
  await expect(page.getByText('Following live')).toBeHidden()
  // The search has it too: what was followed stays.
  await expect(lines.first()).toContainText('retry of card 4')

  // Text that one selects does not run away; the end is a click away.
  await page.goto(`/s/${space}/f/cards/logs?follow=true`)
  const stream = page.getByRole('log')
  await stream.getByText('retry of card 4').click({ button: 'middle' })
  await api.must('POST', `/spaces/${space}/functions/cards/invocations`, { n: 5 })
  await page.getByRole('button', { name: /new line/ }).click()
  await expect(page.getByRole('button', { name: /new line/ })).toHaveCount(0)
  await expect(stream.getByText('retry of card 5')).toBeInViewport()
})

test('the histogram of a function counts all lines of the range, and chooses a stretch of it', async ({
  api,
  space,
  signedIn: page,
}) => {
  const code = `export const handler = async ({ n }) => { for (let i = 0; i < n; i++) console.log('line ' + i) }`
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'talks',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': code },
  })
  await api.must('POST', `/spaces/${space}/functions/talks/invocations`, { n: 450 })
  await page.goto(`/s/${space}/f/talks/logs?range=1h`)
  // More than a page of the list.
  const histogram = page.getByRole('img', { name: /450 lines/ })
  await expect(histogram).toBeVisible()
  const { x, y, width } = (await histogram.boundingBox())!
  await page.mouse.move(x + width * 0.1, y + 20)
  await page.mouse.down()
  await page.mouse.move(x + width * 0.3, y + 20, { steps: 4 })
  await page.mouse.up()
  await expect(page).toHaveURL(/range=[^&]*\.\.[^&]*/)
  await expect(page.getByText('No lines in this range')).toBeVisible()
})

test('what was cut of a line, an input and an output says so, and shows what was kept', async ({
  api,
  space,
  signedIn: page,
}) => {
  const code = `export const handler = ({ text }) => { console.log('begin ' + '\\u202e' + text); return text }`
  const name = 'long'
  const files = { 'index.mjs': code }
  await api.must('POST', `/spaces/${space}/functions`, {
    name,
    runtime: 'nodejs24',
    handler: 'index.handler',
    files,
  })
  await api.must('POST', `/spaces/${space}/functions/${name}/invocations`, { text: 'x'.repeat(100 * 1024) })

  await page.goto(`/s/${space}/logs`)
  const line = page.getByRole('log', { name: 'Log lines' }).getByRole('button')
  await expect(line).toContainText('begin \\u202exxx')
  await expect(line).toContainText('truncated, 68 KB more')
  await line.click()
  const note = page.getByText('These are the first 32 KB. 68 KB more were written, but of a line 32 KB are kept.')
  await expect(note).toBeVisible()
  await page.getByRole('link', { name: 'Invocation', exact: true }).click()
  await expect(note).toBeVisible()
  const payload = page.getByText('The first 64 KB of 100 KB: a record keeps no more of an input or output.')
  await expect(payload).toHaveCount(2)
})
