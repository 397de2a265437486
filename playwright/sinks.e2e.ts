import { violationsOf } from './axe.ts'
import { expect, test } from './fixtures.ts'

test('a sink is tested, catches up, and is paused and deleted', async ({ api, space, signedIn: page }) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'checkout',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': `export const handler = () => { console.log('sold') }` },
  })
  await api.must('PUT', `/spaces/${space}/buckets/archive`, {})
  /** Files are written every half minute; a sink that is resumed looks for records at once. */
  const delivers = (count: number) =>
    expect
      .poll(
        async () => {
          await api.must('POST', `/spaces/${space}/sinks/records/resume`)
          const { cursors } = await api.must('GET', `/spaces/${space}/sinks/records`)
          return cursors.reduce((sum: number, { delivered }: { delivered: number }) => sum + delivered, 0)
        },
        { intervals: [1_000] },
      )
      .toBe(count)
  await page.goto(`/s/${space}/sinks`)
  await expect(page.getByText('No sink yet')).toBeVisible()

  await page.getByRole('button', { name: 'New sink' }).click()
  const sink = page.getByRole('complementary', { name: 'Sink' })
  await sink.getByLabel('Name').fill('records')
  await sink.getByLabel('Deliver to').click()
  await page.getByRole('option', { name: 'MySQL' }).click()
  await sink.getByLabel('Host').fill('reporting.example:3306')
  await expect(sink.getByText('Write a host name or an address, without port')).toBeVisible()
  await sink.getByLabel('Deliver to').click()
  await page.getByRole('option', { name: /^Bucket/ }).click()
  await sink.getByLabel('Bucket').click()
  await page.getByRole('option', { name: 'archive' }).click()
  const create = sink.getByRole('button', { name: 'Create sink' })
  await expect(create).toHaveAttribute('aria-disabled', 'true')
  await sink.getByRole('button', { name: 'Test' }).click()
  await expect(sink.getByText('The test passed')).toBeVisible()
  await create.click()

  const row = page.getByRole('table', { name: 'Sinks' }).getByRole('row', { name: /records/ })
  await expect(row).toBeFocused()
  await expect(row.getByText('delivering')).toBeVisible()
  await api.must('POST', `/spaces/${space}/functions/checkout/invocations`, {})
  // Meanwhile its record becomes old enough to be delivered.
  await test.step('one that waits after a failure can try at once', async () => {
    await api.must('PUT', `/spaces/${space}/sinks/gone`, {
      type: 'http',
      datasets: ['logs'],
      config: { url: 'https://nowhere.invalid/' },
      startAt: new Date(0).toISOString(),
    })
    await page.getByRole('table', { name: 'Sinks' }).getByRole('row', { name: /gone/ }).click()
    await expect(sink.getByText(/Next attempt at/)).toBeVisible()
    await sink.getByRole('button', { name: 'Try now' }).click()
    await expect(page.getByText('gone tries again')).toBeVisible()
    await api.must('DELETE', `/spaces/${space}/sinks/gone`)
    await row.click()
  })

  await delivers(1)
  await expect(sink.getByText(/^1 record, up to/)).toBeVisible()

  await test.step('what waits while it is paused is shown, and delivered once it is resumed', async () => {
    await sink.getByRole('button', { name: 'Pause' }).click()
    await expect(row.getByText('paused')).toBeVisible()
    await api.must('POST', `/spaces/${space}/functions/checkout/invocations`, {})
    expect(await violationsOf(page)).toEqual([])
    await expect(row.getByRole('cell', { name: '1', exact: true })).toBeVisible()
    await expect(row.getByRole('cell', { name: /^[\d.]+ (s|min)$/ })).toBeVisible()
    await sink.getByRole('button', { name: 'Resume' }).click()
    await delivers(2)
    await expect(sink.getByText(/^2 records, up to/)).toBeVisible()
    await expect(row.getByText('delivering')).toBeVisible()
  })

  await sink.getByRole('button', { name: 'Replay' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click()
  await expect(sink.getByRole('progressbar')).toBeVisible()
  await sink.getByRole('button', { name: 'Pause' }).click()
  await expect(row.getByText('paused')).toBeVisible()

  await sink.getByRole('button', { name: 'Delete' }).click()
  const confirm = page.getByRole('dialog', { name: 'Delete the sink records' })
  await confirm.getByRole('textbox').fill('records')
  await confirm.getByRole('button', { name: 'Delete the sink records' }).click()
  await expect(page.getByText('No sink yet')).toBeVisible()
})
