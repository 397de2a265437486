import { expect, test } from './fixtures.ts'

const fn = (name: string, code: string) => ({
  name,
  runtime: 'nodejs24',
  handler: 'index.handler',
  files: { 'index.mjs': code },
})

test('an event trigger: tried in the form, started by an event that is published on the page', async ({
  api,
  space,
  signedIn: page,
}) => {
  await api.must('POST', `/spaces/${space}/functions`, fn('mailer', 'export const handler = (event) => event.data\n'))

  await test.step('the form tells whether an event matches, while one types', async () => {
    await page.goto(`/s/${space}/f/mailer/triggers?form=new.event`)
    const form = page.getByRole('region', { name: 'New trigger' })
    await form.getByLabel('Name').fill('orders')
    await form.getByLabel('Pattern', { exact: true }).fill('{ "type": "shop" }')
    await expect(form.getByText(/type: Must be a list of values/).first()).toBeVisible()
    await form.getByLabel('Pattern', { exact: true }).fill('{ "type": [{ "prefix": "shop." }] }')
    const sample = form.getByRole('textbox', { name: 'Event', exact: true })
    await sample.fill('{ "type": "shop.order.created" }')
    await expect(form.getByText('Matches: this event would start the function')).toBeVisible()
    await sample.fill('{ "type": "bank.order.created" }')
    await expect(form.getByText('Does not match')).toBeVisible()
    await form.getByRole('button', { name: 'Create trigger' }).click()
    await expect(page.getByText('orders is created')).toBeVisible()
  })

  /** The dialog, once the event has come. */
  const capture = async (id: string) => {
    await page.getByRole('button', { name: 'Capture next event…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('status')).toHaveText('Waiting for the next event…')
    await api.must(
      'POST',
      `/spaces/${space}/events`,
      { specversion: '1.0', id, source: '/e2e', type: 'shop.caught' },
      { 'content-type': 'application/cloudevents+json' },
    )
    await expect(dialog.getByLabel('Event')).toContainText('"shop.caught"')
    return dialog
  }

  await test.step('capture the next event that comes, and save it with the tests', async () => {
    const dialog = await capture('caught')
    await dialog.getByRole('button', { name: 'Save with the tests' }).click()
    await expect(page.getByText('The event is saved as orders')).toBeVisible()
    const { items } = await api.must('GET', `/spaces/${space}/functions/mailer/tests`)
    expect(items).toMatchObject([{ name: 'orders', event: { id: 'caught' } }])
  })

  await test.step('a second capture keeps the first one', async () => {
    const dialog = await capture('again')
    await expect(dialog.getByLabel('Name')).toHaveValue('orders-2')
    await dialog.getByLabel('Name').fill('orders')
    await expect(dialog.getByText('There is a case of this name')).toBeVisible()
    await dialog.getByLabel('Name').fill('orders-again')
    await dialog.getByRole('button', { name: 'Save with the tests' }).click()
    await expect(page.getByText('The event is saved as orders-again')).toBeVisible()
    const { items } = await api.must('GET', `/spaces/${space}/functions/mailer/tests`)
    expect(items).toMatchObject([
      { name: 'orders', event: { id: 'caught' } },
      { name: 'orders-again', event: { id: 'again' } },
    ])
  })

  await test.step('publish an event, and see what it started', async () => {
    await page.goto(`/s/${space}/events`)
    await page.getByRole('button', { name: 'Publish event…' }).click()
    const dialog = page.getByRole('dialog')
    const text = dialog.getByLabel('Event', { exact: true })
    await text.fill('{ "specversion": "1.0", "id": "1", "source": "/e2e", "type": "" }')
    await expect(dialog.getByText(/type: Must not be empty/)).toBeVisible()
    await text.fill('{ "specversion": "1.0", "id": "1", "source": "/e2e", "type": "shop.order.created", "data": 17 }')
    await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
    await expect(page.getByText('The event is published')).toBeVisible()
    await page.getByRole('row', { name: /shop\.order\.created/ }).click()
    const started = page.getByRole('list', { name: 'What it started' })
    await expect(started.getByText('mailer · orders')).toBeVisible()
    await expect(started.getByText('Succeeded')).toBeVisible()
    await started.getByRole('link', { name: 'mailer · orders' }).click()
    await expect(page.getByRole('list', { name: 'Firings' }).getByText('shop.order.created')).toBeVisible()
  })
})

test('a log trigger: made in the form, started by lines of another function', async ({
  api,
  space,
  signedIn: page,
}) => {
  const functions = `/spaces/${space}/functions`
  await api.must('POST', functions, fn('noisy', 'export const handler = (event) => console.error(event.say)\n'))
  await api.must('POST', functions, fn('alarm', 'export const handler = (event) => event.logs.length\n'))
  await api.must('POST', `${functions}/noisy/invocations`, { say: 'sold out before' })
  await page.goto(`/s/${space}/f/alarm/triggers?form=new.log`)
  const form = page.getByRole('region', { name: 'New trigger' })
  await form.getByLabel('Name').fill('sold-out')
  await expect(form.getByText('Choose a function').first()).toBeVisible()
  await form.getByRole('combobox', { name: 'Lines of' }).click()
  await page.getByRole('option', { name: 'noisy' }).click()
  await form.getByLabel('Matches the expression').fill('sold (')
  await expect(form.getByText(/Cannot be used/).first()).toBeVisible()
  await form.getByLabel('Matches the expression').fill('sold out')
  await expect(
    page.getByRole('complementary', { name: 'Last lines that match' }).getByText('sold out before'),
  ).toBeVisible()
  await form.getByRole('button', { name: 'Create trigger' }).click()
  await expect(page.getByText('sold-out is created')).toBeVisible()
  await api.must('POST', `${functions}/noisy/invocations`, { say: 'sold out now' })
  const ledger = page.getByRole('list', { name: 'Firings' })
  await expect(ledger.getByText('1 line')).toBeVisible()
  await expect(ledger.getByText('Success')).toBeVisible()
})
