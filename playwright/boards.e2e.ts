import { violationsOf } from './axe.ts'
import { expect, test } from './fixtures.ts'

test('a board is made, arranged by keyboard and pointer, and shared', async ({ api, space, signedIn: page }) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'checkout',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': `export const handler = () => 'sold'` },
  })
  await api.must('POST', `/spaces/${space}/functions/checkout/invocations`, {})
  await page.goto(`/s/${space}/boards`)
  await expect(page.getByText('No board yet')).toBeVisible()
  await page.getByRole('button', { name: 'New board' }).click()
  await page.getByLabel('Name').fill('shop-health')
  await page.getByRole('button', { name: 'Create board' }).click()
  const titles = page.getByRole('region').getByRole('heading', { level: 2 })
  await expect(titles).toHaveText(['Invocations', 'Errors', 'Duration'])

  await page.getByRole('button', { name: 'Edit board' }).click()
  await page.getByRole('button', { name: 'Add a chart' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add a chart' })
  await dialog.getByLabel('Metric').click()
  await page.getByRole('option', { name: 'Memory' }).click()
  await dialog.getByLabel('Function').click()
  await page.getByRole('option', { name: 'checkout' }).click()
  await dialog.getByLabel('Title').fill('Memory of the checkout')
  await dialog.getByRole('button', { name: 'Add chart' }).click()
  await expect(titles).toHaveText(['Invocations', 'Errors', 'Duration', 'Memory of the checkout'])

  // It gives the focus back when it is gone.
  await expect(dialog).toBeHidden()
  const handle = (title: string) => page.getByRole('button', { name: `Move ${title}, place` })
  await handle('Memory of the checkout').focus()
  await page.keyboard.press('Home')
  await expect(titles).toHaveText(['Memory of the checkout', 'Invocations', 'Errors', 'Duration'])
  await expect(handle('Memory of the checkout')).toBeFocused()
  await handle('Duration').dragTo(page.getByRole('region', { name: 'Invocations' }))
  await expect(titles).toHaveText(['Memory of the checkout', 'Duration', 'Invocations', 'Errors'])
  await page.getByRole('button', { name: 'Remove Errors' }).click()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('button', { name: 'Edit board' })).toBeVisible()

  await page.reload()
  await expect(titles).toHaveText(['Memory of the checkout', 'Duration', 'Invocations'])
  expect(await violationsOf(page)).toEqual([])

  // Somebody else is faster.
  await page.getByRole('button', { name: 'Edit board' }).click()
  await page.getByRole('button', { name: 'Remove Duration' }).click()
  await api.must('PUT', `/spaces/${space}/boards/shop-health`, { charts: [{ metric: 'cost' }] })
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Load theirs' }).click()
  await expect(titles).toHaveText(['Cost'])
})
