import AxeBuilder from '@axe-core/playwright'
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
  await page.getByText('The event has no order').first().click()
  await expect(page.getByRole('listitem')).toHaveCount(3)
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])

  await page.getByRole('button', { name: 'Edit event and run' }).click()
  await page.getByRole('textbox', { name: 'Event' }).fill('{ "order": ')
  await expect(page.getByText('This is not valid JSON').first()).toBeVisible()
  await page.getByRole('textbox', { name: 'Event' }).fill('{ "order": 17 }')
  await page.getByRole('dialog').getByRole('button', { name: 'Run again' }).click()
  await page.getByRole('radio', { name: 'All' }).click()
  await expect(page.getByRole('cell', { name: 'Succeeded' })).toBeVisible()
  await expect(page.getByRole('cell', { name: 'Dead' })).toBeVisible()

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
