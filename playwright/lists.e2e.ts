import { expect, test } from './fixtures.ts'

/** More than the server gives in one page. */
const COUNT = 205
const name = (index: number) => `n-${String(index).padStart(3, '0')}`

test('a list longer than a page reaches its end, with only the rows in sight in the document', async ({
  api,
  space,
  signedIn: page,
}) => {
  const fn = `/spaces/${space}/functions/listed`
  const files = { 'index.mjs': 'export const handler = async () => 1\n' }
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'listed',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files,
  })
  await api.must('POST', `${fn}/versions`, { description: 'First' })
  for (let index = 0; index < COUNT; index++) {
    await api.must('PUT', `${fn}/aliases/${name(index)}`, { version: 1 })
    await api.must('PUT', `${fn}/triggers/${name(index)}`, {
      type: 'http',
      qualifier: 'draft',
      enabled: true,
      config: { auth: 'none' },
    })
  }

  await test.step('arrows, Home and End move through every row', async () => {
    await page.goto(`/s/${space}/f/listed/triggers`)
    const rows = page.getByRole('table', { name: 'Triggers' }).getByRole('row')
    const row = (index: number) => rows.filter({ hasText: name(index) })
    await expect(page.getByRole('table', { name: 'Triggers' })).toHaveAttribute('aria-rowcount', String(COUNT + 1))
    await row(0).focus()
    await page.keyboard.press('End')
    await expect(row(COUNT - 1)).toBeFocused()
    await expect(row(COUNT - 1)).toBeInViewport()
    expect(await rows.count()).toBeLessThan(COUNT / 2)
    await page.keyboard.press('ArrowUp')
    await expect(row(COUNT - 2)).toBeFocused()
    await page.keyboard.press('Home')
    await expect(row(0)).toBeFocused()
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await expect(page).toHaveURL(new RegExp(`trigger=${name(1)}`))
  })

  await test.step('a link opens a row of a later page', async () => {
    await page.goto(`/s/${space}/f/listed/triggers?trigger=${name(COUNT - 1)}`)
    await expect(page.getByRole('complementary', { name: name(COUNT - 1) })).toBeVisible()
  })

  await test.step('a header sorts every row, by keyboard too, and the address keeps the order', async () => {
    await page.goto(`/s/${space}/f/listed/triggers`)
    const table = page.getByRole('table', { name: 'Triggers' })
    const header = table.getByRole('columnheader', { name: 'Trigger', exact: true })
    await header.getByRole('button').press('Enter')
    await expect(header).toHaveAttribute('aria-sort', 'ascending')
    await header.getByRole('button').press('Enter')
    await expect(header).toHaveAttribute('aria-sort', 'descending')
    await expect(table.getByRole('row').nth(1)).toContainText(name(COUNT - 1))
    await page.reload()
    await expect(header).toHaveAttribute('aria-sort', 'descending')
    await expect(table.getByRole('row').nth(1)).toContainText(name(COUNT - 1))
  })

  await test.step('a range goes from one moment to another, and the address keeps it', async () => {
    await page.goto(`/s/${space}/f/listed/monitoring`)
    await page.getByRole('button', { name: 'Range: 24 h' }).click()
    const range = page.getByRole('group', { name: 'Range' })
    await range.getByLabel('From').fill('2026-11-21T21:00')
    await range.getByLabel('To').fill('2026-11-21T19:30')
    await range.getByRole('button', { name: 'Apply' }).click()
    await expect(range.getByText('The end must lie after the start')).toBeVisible()
    await range.getByLabel('From').fill('2026-11-21T18:00')
    await range.getByRole('button', { name: 'Apply' }).click()
    await expect(page.getByRole('button', { name: /Range: .*18:00 to 19:30/ })).toBeVisible()
    await page.reload()
    await expect(page.getByRole('button', { name: /Range: .*18:00 to 19:30/ })).toBeVisible()
  })

  await test.step('what is no table is whole too', async () => {
    await page.goto(`/s/${space}/f/listed/versions`)
    await expect(page.getByRole('region', { name: name(COUNT - 1), exact: true })).toHaveCount(1)
  })
})
