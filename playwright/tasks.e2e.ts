import { violationsOf } from './axe.ts'
import { expect, test } from './fixtures.ts'

test('a dead letter shows why it died, and runs again with another event', async ({ api, space, signedIn: page }) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'orders',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: {
      'index.mjs': `export const handler = async ({ order }) => {
        if (order === undefined) throw new TypeError('The event has no order')
        return { order }
      }`,
    },
  })
  await page.goto(`/s/${space}/tasks`)
  await expect(page.getByText('No asynchronous calls yet')).toBeVisible()

  await api.must('POST', `/spaces/${space}/functions/orders/invocations`, { odrer: 17 }, { Prefer: 'respond-async' })
  await page.getByRole('radio', { name: 'Dead letters' }).click()
  const tasks = page.getByRole('table', { name: 'Tasks' })
  await tasks.getByRole('cell', { name: 'TypeError: The event has no order' }).click()
  await expect(page.getByRole('listitem')).toHaveCount(3)
  expect(await violationsOf(page)).toEqual([])

  await page.getByRole('button', { name: 'Edit event and run' }).click()
  await page.getByRole('textbox', { name: 'Event' }).fill('{ "order": ')
  await expect(page.getByText(/^Line \d+, column \d+: /).first()).toBeVisible()
  await page.getByRole('textbox', { name: 'Event' }).fill('{ "order": 17 }')
  await page.getByRole('dialog').getByRole('button', { name: 'Run again' }).click()
  await page.getByRole('radio', { name: 'All' }).click()
  await expect(tasks.getByRole('cell', { name: 'Succeeded' })).toBeVisible()
  await expect(tasks.getByRole('cell', { name: 'Dead' })).toBeVisible()

  const bar = page.getByRole('combobox', { name: 'Find tasks' })
  await bar.fill('state:dead orders ')
  await bar.press('Enter')
  await expect(tasks.getByRole('cell', { name: 'Dead' })).toBeVisible()
  await expect(tasks.getByRole('cell', { name: 'Succeeded' })).toHaveCount(0)

  await page.goto(`/s/${space}/f/orders/configuration`)
  await expect(page.getByText('A failed task is retried 2 times.')).toBeVisible()
  await page.getByRole('button', { name: 'Change…' }).first().click()
  const dialog = page.getByRole('dialog', { name: 'Asynchronous calls' })
  await dialog.getByLabel('Retries').fill('11')
  await expect(dialog.getByText('A whole number from 0 to 10')).toBeVisible()
  await dialog.getByLabel('Retries').fill('0')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('A failed task is not retried.')).toBeVisible()
})

test('dead letters are listed by error over all spaces, and all of one error run again', async ({
  api,
  space,
  signedIn: page,
}) => {
  const deploy = { name: 'receipts', runtime: 'nodejs24', handler: 'index.handler' }
  await api.must('POST', `/spaces/${space}/functions`, {
    ...deploy,
    files: {
      'index.mjs': `export const handler = async ({ n }) => { throw new RangeError('receipt ' + n + ' is too long') }`,
    },
  })
  await api.must('PUT', `/spaces/${space}/functions/receipts/task-settings`, { retries: 0 })
  for (const n of [1, 2, 3]) {
    await api.must('POST', `/spaces/${space}/functions/receipts/invocations`, { n }, { Prefer: 'respond-async' })
  }
  await page.goto('/tasks')
  const group = page.getByRole('table', { name: 'Dead letters' }).getByRole('row', { name: space })
  await expect(group).toContainText('RangeError: receipt')
  await expect(group.getByRole('cell', { name: '3', exact: true })).toBeVisible()
  expect(await violationsOf(page)).toEqual([])
  await group.click()
  await expect(page).toHaveURL(new RegExp(`/s/${space}/tasks`))

  await api.must('PUT', `/spaces/${space}/functions/receipts/draft`, {
    files: { 'index.mjs': 'export const handler = async () => 1' },
  })
  await api.must('POST', `/spaces/${space}/tasks/redrive`, { filter: {}, perMinute: 1 })
  await expect(page.getByText('Running 3 tasks again')).toBeVisible()
  await expect(page.getByText('1 succeeded')).toBeVisible()
  await page.getByRole('button', { name: 'Stop', exact: true }).click()
  await expect(page.getByText('Stopped: 1 task queued again')).toBeVisible()
  await expect(page.getByText('2 not done')).toBeVisible()
  await page.getByRole('button', { name: 'Run these 2 again…' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Run 2 again' }).click()
  await expect(page.getByText('2 tasks queued again')).toBeVisible()
  await expect(page.getByText('2 succeeded')).toBeVisible()
  await expect(page.getByRole('table', { name: 'Dead letters' })).toHaveCount(0)

  await api.must(
    'POST',
    `/spaces/${space}/functions/receipts/invocations`,
    {},
    {
      Prefer: 'respond-async',
      'X-Alcove-Delay-Seconds': '3600',
    },
  )
  await page.getByRole('radio', { name: 'Waiting' }).click()
  await page.getByRole('button', { name: /^Cancel 1 that waits/ }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox').fill('receipts')
  await dialog.getByRole('button', { name: 'Cancel 1 task' }).click()
  await expect(page.getByText('1 task cancelled')).toBeVisible()
  await page.getByRole('radio', { name: 'Ended' }).click()
  await expect(page.getByRole('cell', { name: 'Cancelled' })).toBeVisible()
})

test('results go to a webhook, whose secret is shown once', async ({ api, space, signedIn: page }) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'orders',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': 'export const handler = async () => 1' },
  })
  await page.goto(`/s/${space}/f/orders/configuration`)
  await page.getByRole('button', { name: 'Where results go…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Where results go' })
  await dialog.getByRole('combobox', { name: 'On success' }).click()
  await page.getByRole('option', { name: 'Webhook' }).click()
  await dialog.getByRole('textbox', { name: 'URL' }).fill('ftp://ops.example')
  await expect(dialog.getByText('Must be an http:// or https:// address')).toBeVisible()
  await dialog.getByRole('textbox', { name: 'URL' }).fill('http://127.0.0.1:9/hook')
  await dialog.getByRole('button', { name: 'Save' }).click()
  const shown = page.getByRole('dialog', { name: 'The secret that your webhook is signed with' })
  await expect(shown.getByRole('textbox')).toHaveValue(/^whsec_/)
  await shown.getByRole('button', { name: 'Close' }).first().click()
  await expect(page.getByText('http://127.0.0.1:9/hook')).toBeVisible()

  await api.must('POST', `/spaces/${space}/functions/orders/invocations`, {}, { Prefer: 'respond-async' })
  await page.goto(`/s/${space}/tasks`)
  await page.getByRole('table', { name: 'Tasks' }).getByText('orders').click()
  await expect(page.getByText('the egress rules of the space do not let it reach 127.0.0.1')).toBeVisible()
})
