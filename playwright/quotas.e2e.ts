import { expect, test } from './fixtures.ts'

test('quotas: set on the page, used up, resumed from the banner; usage and statement of the month', async ({
  api,
  space,
  signedIn: page,
}) => {
  const fn = `/spaces/${space}/functions/rates`
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'rates',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': 'export const handler = async (event) => event\n' },
  })

  await test.step('set a limit in words that say what is wrong', async () => {
    await page.goto(`/s/${space}/f/rates/configuration`)
    const section = page.getByRole('region', { name: 'Quotas' })
    await expect(section.getByText('No limits are set.')).toBeVisible()
    await section.getByRole('button', { name: 'Edit quotas' }).click()
    const dialog = page.getByRole('dialog')
    const field = dialog.getByLabel('Executions per month')
    await field.fill('many')
    await expect(dialog.getByText('Must be a whole number from 1').first()).toBeVisible()
    await field.fill('2')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Quotas are saved')).toBeVisible()
    await expect(section.getByRole('row', { name: /Executions per month/ })).toBeVisible()
  })

  await test.step('the function is suspended when it is used up, and says so on its pages', async () => {
    for (let n = 0; n < 2; n++) await api.must('POST', `${fn}/invocations`, { n })
    expect(await api.call('POST', `${fn}/invocations`, {})).toMatchObject({
      status: 429,
      body: { code: 'QuotaExceeded', resumesAt: expect.any(String) },
    })
    await page.goto(`/s/${space}/f/rates`)
    await expect(page.getByText('rates is suspended.')).toBeVisible()
    await page.goto(`/s/${space}/usage`)
    const notice = page.getByRole('status').filter({ hasText: 'rates is suspended.' })
    await expect(notice).toContainText('1 call was refused since.')
    await notice.getByRole('button', { name: 'Raise quota' }).click()
    await expect(page.getByRole('dialog', { name: 'Quotas of rates' }).getByLabel('Executions per month')).toHaveValue(
      '2',
    )
    await page.keyboard.press('Escape')
    const limit = page.getByRole('table', { name: 'Quotas' }).getByRole('row', { name: /Executions per month ?rates/ })
    await expect(limit).toContainText('suspended')
    await notice.getByRole('button', { name: 'Resume now' }).click()
  })

  await test.step('resume for one more', async () => {
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('More executions').fill('1')
    await dialog.getByRole('button', { name: 'Resume now' }).click()
    await expect(page.getByText('rates runs again')).toBeVisible()
    await expect(page.getByRole('status').filter({ hasText: 'rates is suspended.' })).toBeHidden()
    await expect(page.getByRole('table', { name: 'Suspensions' }).getByRole('row', { name: /rates/ })).toBeVisible()
    await api.must('POST', `${fn}/invocations`, {})
    expect((await api.call('POST', `${fn}/invocations`, {})).status).toBe(429)
  })

  await test.step('prices are set for the whole installation', async () => {
    await page.goto('/settings')
    await page.getByRole('button', { name: 'Set prices' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Per million calls').fill('free')
    await expect(dialog.getByText('Must be a number from 0').first()).toBeVisible()
    await dialog.getByLabel('Per million calls').fill('0.2')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Prices are saved')).toBeVisible()
    await expect(page.getByText(/0\.2 EUR per million calls/)).toBeVisible()
  })

  await test.step('limits of a key, and of all calls', async () => {
    await expect(page.getByRole('region', { name: 'Quotas' }).getByText('No limits are set.')).toBeVisible()
    await api.must('POST', '/keys', { name: 'nightly', spaces: [space], actions: ['functions:invoke'] })
    await page.goto('/keys')
    await page.getByRole('button', { name: 'Limits of key nightly' }).first().click()
    await page.getByRole('button', { name: 'Edit quotas' }).click()
    const dialog = page.getByRole('dialog', { name: 'Quotas of nightly' })
    await dialog.getByLabel('Executions per day').fill('5')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('Quotas are saved')).toBeVisible()
    await expect(
      page.getByRole('table', { name: 'Quotas' }).getByRole('row', { name: /Executions per day/ }),
    ).toBeVisible()
  })

  await test.step('a budget in words that say what is wrong, and what it came to', async () => {
    await page.goto(`/s/${space}/usage`)
    await expect(page.getByRole('table', { name: 'Functions' }).getByRole('row', { name: /rates 3 / })).toBeVisible()
    const section = page.getByRole('region', { name: 'Budget' })
    await expect(section.getByText('No budget is set.')).toBeVisible()
    await section.getByRole('button', { name: 'Set a budget' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('A month, in EUR').fill('24')
    await dialog.getByLabel('Tell at, in percent').fill('50, 50')
    await expect(dialog.getByText('Must be one to ten different whole numbers')).toBeVisible()
    await dialog.getByLabel('Tell at, in percent').fill('50, 90')
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(page.getByText('The budget is saved')).toBeVisible()
    await expect(section.getByText('Told by platform event at 50%, 90%.')).toBeVisible()
  })

  await test.step('another tab saves the budget, then a limit: both are compared before they are replaced', async () => {
    const section = page.getByRole('region', { name: 'Budget' })
    await section.getByRole('button', { name: 'Edit budget' }).click()
    const other = await page.context().newPage()
    await other.goto(`/s/${space}/usage`)
    await other.getByRole('region', { name: 'Budget' }).getByRole('button', { name: 'Edit budget' }).click()
    await other.getByLabel('A month, in EUR').fill('30')
    await other.getByRole('button', { name: 'Save' }).click()
    await expect(other.getByText('The budget is saved')).toBeVisible()

    await page.getByLabel('A month, in EUR').fill('12')
    await page.getByRole('button', { name: 'Save' }).click()
    const changed = page.getByRole('dialog', { name: /has changed since you opened it/ })
    await expect(changed.getByRole('row', { name: 'amount 24 30 12' })).toBeVisible()
    await changed.getByRole('button', { name: 'Keep editing' }).click()
    await expect(page.getByLabel('A month, in EUR')).toHaveValue('12')
    await page.getByRole('button', { name: 'Save' }).click()
    await changed.getByRole('button', { name: 'Load theirs' }).click()
    await expect(page.getByLabel('A month, in EUR')).toHaveValue('30')
    await page.getByLabel('Tell at, in percent').fill('80')
    await api.must('PUT', `/spaces/${space}/budget`, { amount: 40, warnAt: [50, 90], webhook: null })
    await page.getByRole('button', { name: 'Save' }).click()
    await changed.getByRole('button', { name: 'Save mine over it' }).click()
    await expect.poll(() => api.must('GET', `/spaces/${space}/budget`)).toMatchObject({ amount: 30, warnAt: [80] })
    await expect(changed).toBeHidden()

    for (const each of [page, other]) {
      await each.goto(`/s/${space}/f/rates/configuration`)
      await each.getByRole('region', { name: 'Quotas' }).getByRole('button', { name: 'Edit quotas' }).click()
    }
    for (const [each, limit] of [[other, '50'] as const, [page, '60'] as const]) {
      await each.getByRole('textbox', { name: 'Executions per month' }).fill(limit)
      await each.getByRole('button', { name: 'Save' }).click()
    }
    await expect(changed.getByRole('row', { name: 'executionsPerMonth 2 50 60' })).toBeVisible()
    await changed.getByRole('button', { name: 'Load theirs' }).click()
    await expect(page.getByRole('textbox', { name: 'Executions per month' })).toHaveValue('50')
    await other.close()
    await page.goto(`/s/${space}/usage`)
  })

  await test.step('what if it had another size: local until it is set in the draft', async () => {
    const whatIf = page.getByRole('complementary', { name: 'What if' })
    await expect(whatIf.getByText('over 3 recorded calls')).toBeVisible()
    await whatIf.getByRole('radio', { name: /^512/ }).click()
    await whatIf.getByLabel('Quota of calls per day').fill('2')
    await expect(whatIf.getByText('It would have been suspended on 1 day')).toBeVisible()
    await whatIf.getByRole('link', { name: 'Set 512 MB in the draft' }).click()
    await expect(page.getByLabel('Memory (MB)')).toHaveValue('512')
    await expect(page.getByText(/About .* per million calls; .* now/)).toBeVisible()
  })

  await test.step('the statement: by what it is summed up, as CSV, printed, by month', async () => {
    await page.goto(`/s/${space}/usage`)
    await page.getByRole('link', { name: 'Statement' }).click()
    await expect(page.getByRole('heading', { name: `Statement of ${space} for` })).toBeVisible()
    const lines = page.getByRole('table', { name: 'Lines of the statement' })
    await expect(lines.getByRole('rowheader', { name: 'rates' })).toBeVisible()
    await page.getByRole('combobox', { name: 'Sum up by' }).click()
    await page.getByRole('option', { name: 'By version' }).click()
    await expect(lines.getByRole('rowheader', { name: 'rates · draft' })).toBeVisible()
    expect(page.url()).toContain('by=version')
    const download = page.waitForEvent('download')
    await page.getByRole('link', { name: 'CSV (FOCUS)' }).click()
    expect((await download).suggestedFilename()).toMatch(new RegExp(`^${space}-\\d{4}-\\d{2}\\.csv$`))
    await page.emulateMedia({ media: 'print' })
    await expect(page.getByRole('button', { name: 'Print' })).toBeHidden()
    await expect(page.getByRole('navigation').first()).toBeHidden()
    // As wide as a sheet of A4 between its margins.
    const { width, height } = page.viewportSize()!
    await page.setViewportSize({ width: 718, height })
    await expect(lines.getByRole('columnheader', { name: 'Unit price' })).toBeVisible()
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ media: null })
    await page.getByRole('button', { name: 'Month before' }).click()
    await expect(page.getByText('Nothing was used in this time').first()).toBeVisible()
  })

  await test.step('a function says that its whole space is suspended, and resumes it', async () => {
    await api.must('PUT', `${fn}/quota`, { executionsPerMonth: 1000 })
    await api.must('PUT', `/spaces/${space}/quota`, { executionsPerDay: 3 })
    await expect.poll(async () => (await api.call('POST', `${fn}/invocations`, {})).status).toBe(429)
    for (const tab of ['', '/configuration']) {
      await page.goto(`/s/${space}/f/rates${tab}`)
      await expect(page.getByRole('status').filter({ hasText: `${space} is suspended.` })).toContainText(
        'Executions per day: 3 were used up',
      )
    }
    await page.getByRole('button', { name: 'Resume now' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Resume now' }).click()
    await expect(page.getByText(`${space} runs again`)).toBeVisible()
    await expect(page.getByText(`${space} is suspended.`)).toBeHidden()
  })
})
