import { expect, test } from './fixtures.ts'

test('a timer: made in the form, its ledger shows what it skipped, backfill and test-fire', async ({
  api,
  space,
  signedIn: page,
}) => {
  const functions = `/spaces/${space}/functions`
  await api.must('POST', functions, {
    name: 'slow',
    runtime: 'nodejs24',
    handler: 'index.handler',
    timeoutSeconds: 60,
    files: {
      'index.mjs': 'export const handler = async () => new Promise((done) => setTimeout(() => done(1), 25_000))\n',
    },
  })
  const ledger = page.getByRole('list', { name: 'Firings' })

  await test.step('the form says what is wrong, and what the pattern means', async () => {
    await page.goto(`/s/${space}/f/slow/triggers`)
    await page.getByRole('button', { name: 'New trigger' }).first().click()
    const form = page.getByRole('region', { name: 'New trigger' })
    await form.getByRole('radio', { name: 'Timer' }).click()
    await expect(page).toHaveURL(/form=new\.timer/)
    await form.getByLabel('Name').fill('often')
    await form.getByLabel('Cron pattern').fill('99 * * * *')
    await expect(form.getByText(/is not a cron pattern/).first()).toBeVisible()
    await form.getByLabel('Cron pattern').fill('0 30 2 * * SUN#L')
    await form.getByLabel('Time zone').fill('Europe/Berlin')
    await expect(form.getByText(/last Sunday of the month/)).toBeVisible()
    await form.getByLabel('Cron pattern').press('Home')
    await expect(form.locator('[data-lit]')).toHaveText('0second')
    await form.getByLabel('Cron pattern').press('End')
    await expect(form.locator('[data-lit]')).toHaveText('SUN#Lweekday')
    await expect(form.getByRole('radiogroup', { name: 'A time that does not exist' })).toBeVisible()
    await form.getByLabel('Time zone').fill('Mars/Olympus')
    await expect(form.getByText(/no time zone "Mars\/Olympus"/).first()).toBeVisible()
    await form.getByLabel('Time zone').fill('UTC')
    await form.getByRole('textbox', { name: 'Payload' }).fill('{ "mode": ')
    await expect(form.getByText(/^Line \d+, column \d+: /).first()).toBeVisible()
    await form.getByRole('textbox', { name: 'Payload' }).fill('{ "mode": "full" }')
    await form.getByLabel('Cron pattern').fill('*/2 * * * * *')
    await expect(form.getByRole('complementary', { name: 'Next ten' }).getByRole('listitem')).toHaveCount(10)
    await form.getByRole('button', { name: 'Create trigger' }).click()
    await expect(page.getByText('often is created')).toBeVisible()
  })

  await test.step('ticks that a slow function leaves no room for are skipped, with the reason', async () => {
    await expect(page.getByRole('complementary', { name: 'often' })).toBeVisible()
    await expect(ledger.getByText('Overlap. The run before had not ended.').first()).toBeVisible()
  })

  await test.step('pause it, and run the ticks that it skipped', async () => {
    await page.getByRole('button', { name: 'Pause', exact: true }).click()
    await expect(page.getByText('often is paused. Its ticks are listed as skipped.')).toBeVisible()
    await page.getByRole('button', { name: 'Backfill…' }).click()
    const dialog = page.getByRole('dialog')
    const run = dialog.getByRole('button', { name: /^Run \d+ ticks?$/ })
    await dialog.getByLabel('From').fill('2020-01-01T00:00')
    await dialog.getByLabel('To').fill('2020-01-01T00:01')
    await expect(run).toBeVisible()
    await run.click()
    await expect(page.getByText(/goes on in the background/)).toBeVisible()
    await expect(page.getByRole('progressbar')).toHaveAttribute('aria-valuenow', '31')
    await expect(ledger.getByText(/^Backfill/).first()).toBeVisible()
  })

  await test.step('fire it by hand with an event of one’s own', async () => {
    await page.getByRole('button', { name: 'Test-fire…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByLabel('Event')).toHaveValue(/"mode": "full"/)
    await dialog.getByLabel('Event').fill('{ "mine": true ')
    await expect(dialog.getByText(/^Line \d+, column \d+: /)).toBeVisible()
    await dialog.getByLabel('Event').fill('{ "mine": true }')
    await dialog.getByRole('button', { name: 'Fire' }).click()
    await expect(page.getByText('often is fired')).toBeVisible()
    await expect(ledger.getByText(/^By hand/).first()).toBeVisible()
  })
})
