import { expect, test } from './fixtures.ts'
import { zipOf } from './zip.ts'

test('a function is made from a template, from a zip, then duplicated and renamed', async ({
  space,
  signedIn: page,
  api,
}) => {
  const name = page.getByLabel('Name', { exact: true })
  const create = page.getByRole('button', { name: 'Create function' })

  await test.step('a template brings its trigger, turned off, its tests and its secret', async () => {
    await page.goto(`/s/${space}/f/new`)
    await page.getByRole('radio', { name: /^Webhook/ }).click()
    await expect(name).toHaveValue('signed-webhook')
    const made = page.getByRole('complementary', { name: 'What will be made' })
    await expect(made).toContainText('parcel-delivered')
    await expect(page.getByLabel('WEBHOOK_SECRET')).toHaveValue(/^whsec_/)
    await create.click()
    await expect(page).toHaveURL(`/s/${space}/f/signed-webhook/code`)
    const { items } = await api.must('GET', `/spaces/${space}/functions/signed-webhook/triggers`)
    expect(items).toMatchObject([{ name: 'hook', type: 'http', enabled: false }])
    // Its own event is chosen, so that the first run succeeds.
    const run = page.getByRole('region', { name: 'Run the draft' })
    await expect(run.getByRole('button', { name: 'parcel-delivered' })).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(run.getByText('"done": "delivered"')).toBeVisible()
  })

  await test.step('a zip is read in the browser, and what was detected is used', async () => {
    await page.goto(`/s/${space}/f/new?start=archive`)
    const archive = zipOf({
      'returns-main/package.json': '{"engines":{"node":">=22"}}',
      'returns-main/src/lambda.mjs': 'export const handler = async (event) => ({ got: event, mode: process.env.MODE })',
      'returns-main/.env': 'TOKEN=secret',
    })
    const file = { name: 'returns-main.zip', mimeType: 'application/zip', buffer: Buffer.from(archive) }
    await page.getByLabel('Choose zip').setInputFiles(file)
    await expect(page.getByLabel('Handler')).toHaveValue('src/lambda.handler')
    await expect(page.getByText('Node.js 22, Node.js 26')).toBeVisible()
    await page.getByLabel('MODE').fill('test')
    await expect(name).toHaveValue('returns')
    await create.click()
    await expect(page).toHaveURL(`/s/${space}/f/returns/code`)
    const answer = await api.must('POST', `/spaces/${space}/functions/returns/invocations`, { a: 1 })
    expect(answer).toEqual({ got: { a: 1 }, mode: 'test' })
    const { files } = await api.must('GET', `/spaces/${space}/functions/returns/draft`)
    expect(Object.keys(files)).toEqual(['package.json', 'src/lambda.mjs'])
  })

  await test.step('what is wrong is said at its field, and the blocked button leads there', async () => {
    await page.goto(`/s/${space}/f/new?start=scratch`)
    await create.click({ force: true })
    await expect(name).toBeFocused()
    await name.fill('Over Night')
    await expect(page.getByText('Start with a-z; then a-z')).toBeVisible()
    await name.fill('returns')
    await expect(page.getByText('A function with this name is here already.')).toBeVisible()
    await name.fill('overnight')
    const timeout = page.getByLabel('Timeout')
    await timeout.fill('0')
    await create.click({ force: true })
    await expect(timeout).toBeFocused()
    await expect(timeout).toHaveAttribute('aria-invalid', 'true')
    // Another start does not ask for it.
    await page.getByRole('radio', { name: 'Template' }).click()
    await expect(create).not.toHaveAttribute('aria-disabled')
    const secret = page.getByLabel('WEBHOOK_SECRET')
    await page.getByRole('radio', { name: /^Webhook/ }).click()
    await secret.fill('')
    await create.click({ force: true })
    await expect(secret).toBeFocused()
    await expect(page.getByText('Must not be empty')).toBeVisible()
    await page.getByRole('radio', { name: 'Zip or folder' }).click()
    await create.hover()
    await expect(page.getByRole('tooltip')).toHaveText('Choose a zip or a folder first.')
    const buffer = Buffer.from(zipOf({ 'index.mjs': 'export const handler = () => 1' }))
    await page.getByLabel('Choose zip').setInputFiles({ name: 'a.zip', mimeType: 'application/zip', buffer })
    const handler = page.getByLabel('Handler')
    await handler.fill('handler')
    await create.click({ force: true })
    await expect(handler).toBeFocused()
    await expect(page.getByText(/^Must look like "index.handler"/)).toBeVisible()
  })

  await test.step('a name that somebody took meanwhile is refused at the field', async () => {
    await page.goto(`/s/${space}/f/new?start=scratch`)
    await name.fill('late')
    await expect(create).not.toHaveAttribute('aria-disabled')
    await api.must('POST', `/spaces/${space}/functions`, { name: 'late', runtime: 'custom', handler: 'bootstrap' })
    await create.click()
    await expect(page.getByText('A function with this name is here already.')).toBeVisible()
    await expect(name).toHaveAttribute('aria-invalid', 'true')
    await name.fill('later')
    await create.click()
    await expect(page).toHaveURL(`/s/${space}/f/later/code`)
    await page.goto(`/s/${space}/f/returns/code`)
  })

  await test.step('it is duplicated, and the duplicate renamed', async () => {
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Duplicate…' }).click()
    await page.getByRole('button', { name: 'Duplicate' }).click()
    await expect(page).toHaveURL(`/s/${space}/f/returns-copy/code`)
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('menuitem', { name: 'Rename…' }).click()
    await page.getByLabel('Name', { exact: true }).fill('signed-webhook')
    await page.getByRole('button', { name: 'Rename' }).click()
    await expect(page.getByText('A function with this name is here already.')).toBeVisible()
    await page.getByLabel('Name', { exact: true }).fill('refunds')
    await page.getByRole('button', { name: 'Rename' }).click()
    await expect(page).toHaveURL(`/s/${space}/f/refunds`)
  })
})
