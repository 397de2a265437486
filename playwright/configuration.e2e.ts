import { expect, test } from './fixtures.ts'
import { ADMIN } from './server.ts'
import { zipOf } from './zip.ts'

const handler = `export const handler = async (_event, context) => ({
  memory: context.memoryLimitInMB,
  currency: process.env.CURRENCY ?? null,
  key: process.env.API_KEY ?? null,
})
`

test('scaling, memory, timeout, variables and secrets are set in the draft, and the save says what changes', async ({
  api,
  space,
  signedIn: page,
}) => {
  const fn = `/spaces/${space}/functions/checkout`
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'checkout',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': handler },
  })
  await api.must('POST', `${fn}/versions`, { description: 'First' })
  await page.goto(`/s/${space}/f/checkout/configuration`)

  await test.step('what cannot be is said beside the field, and cannot be saved', async () => {
    await page.getByLabel('Minimum instances').fill('9')
    await page.getByLabel('Maximum instances').fill('4')
    await expect(page.getByText('Not more than the maximum, 4')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Save to the draft' })).toHaveAttribute('aria-disabled', 'true')
    await page.getByLabel('Minimum instances').fill('1')
  })

  await test.step('a reset takes back what was typed', async () => {
    await page.getByRole('button', { name: 'Reset', exact: true }).click()
    await expect(page.getByLabel('Maximum instances')).toHaveValue('20')
    await expect(page.getByRole('button', { name: 'Save to the draft' })).toBeHidden()
    await page.getByLabel('Maximum instances').fill('4')
    await page.getByLabel('Minimum instances').fill('1')
  })

  await test.step('everything is filled in and saved at once', async () => {
    await page.getByLabel('Memory (MB)').fill('192')
    await page.getByLabel('Timeout (s)', { exact: true }).fill('12')
    await page.getByLabel('Calls per instance').fill('5')
    await page.getByLabel('Idle timeout (s)').fill('60')
    await expect(page.getByText('Up to 20 calls at a time')).toBeVisible()
    await page.getByRole('button', { name: 'Add variable' }).click()
    await page.getByLabel('Name of the variable').fill('CURRENCY')
    await page.getByLabel('Value of CURRENCY').fill('EUR')
    await page.getByRole('button', { name: 'Add secret' }).click()
    await page.getByLabel('Name of the secret').fill('API_KEY')
    await page.getByLabel('Value of the secret API_KEY').fill('k-12345678')
    const bar = page.getByRole('status').filter({ hasText: 'Saving changes the draft' })
    await expect(bar).toContainText('v1 and older keep their settings')
    await expect(bar).toContainText('192')
    await expect(bar).not.toContainText('k-12345678')
    await page.getByRole('button', { name: 'Save to the draft' }).click()
    await expect(page.getByText('Saved to the draft. Published versions are unchanged.')).toBeVisible()
  })

  await test.step('the draft runs with it, and the version does not', async () => {
    expect(await api.must('POST', `${fn}/invocations`, {})).toMatchObject({
      memory: '192',
      currency: 'EUR',
      key: 'k-12345678',
    })
    expect(await api.must('POST', `${fn}/invocations?qualifier=1`, {})).toMatchObject({ currency: null, key: null })
    expect(await api.must('GET', fn)).toMatchObject({
      timeoutSeconds: 12,
      scaling: { minInstances: 1, maxInstances: 4, concurrency: 5, idleTimeoutSeconds: 60 },
      secrets: ['API_KEY'],
    })
  })

  await test.step('a secret is replaced and removed without its value ever being shown', async () => {
    await page.reload()
    await expect(page.getByText('Set. Its value cannot be read.')).toBeVisible()
    await page.getByRole('button', { name: 'Replace API_KEY' }).click()
    await page.getByLabel('New value of API_KEY').fill('another-one')
    await expect(page.getByText('set · changed')).toBeVisible()
    await page.getByRole('button', { name: 'Save to the draft' }).click()
    await expect(page.getByText('set · changed')).toBeHidden()
    expect(await api.must('POST', `${fn}/invocations`, {})).toMatchObject({ key: 'another-one' })
    await page.getByRole('button', { name: 'Remove API_KEY' }).click()
    await expect(page.getByText('will be removed')).toBeVisible()
    await page.getByRole('button', { name: 'Save to the draft' }).click()
    await expect(page.getByText('will be removed')).toBeHidden()
    expect(await api.must('POST', `${fn}/invocations`, {})).toMatchObject({ key: null })
  })
})

test('what was typed stays when the session ends, and is saved after signing in beside it', async ({
  api,
  space,
  signedIn: page,
}) => {
  const files = { 'index.mjs': handler }
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'checkout',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files,
  })
  await page.goto(`/s/${space}/f/checkout/configuration`)
  await page.getByLabel('Description').fill('Takes payments')
  await page.context().clearCookies()
  await page.getByRole('button', { name: 'Save to the draft' }).click()
  const opened = page.waitForEvent('popup')
  await page
    .getByRole('region', { name: /^Notifications/ })
    .getByRole('button', { name: 'Sign in' })
    .click()
  const beside = await opened
  await beside.getByLabel('Email').fill(ADMIN.email)
  await beside.getByLabel('Password').fill(ADMIN.password)
  await beside.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(beside).not.toHaveURL(/sign-in/)
  await beside.close()
  await page.getByRole('button', { name: 'Save to the draft' }).click()
  await expect(page.getByRole('button', { name: 'Save to the draft' })).toBeHidden()
  await page.reload()
  await expect(page.getByLabel('Description')).toHaveValue('Takes payments')
})

test('a runtime that works on one call at a time says so where concurrency is set', async ({
  api,
  space,
  signedIn: page,
}) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'report',
    runtime: 'python3',
    handler: 'main.handler',
    files: { 'main.py': 'def handler(event, context):\n    return 1\n' },
  })
  await page.goto(`/s/${space}/f/report/configuration`)
  await expect(page.getByLabel('Calls per instance')).toBeDisabled()
  await expect(page.getByText('Python 3 works on one call at a time')).toBeVisible()
})

test('layers are uploaded, put in order, brought to their newest version, and kept while they are used', async ({
  api,
  space,
  signedIn: page,
}) => {
  const layer = (text: string) => zipOf({ 'nodejs/node_modules/vat/index.js': `exports.text = '${text}'\n` })
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'invoice',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': "import vat from 'vat'\nexport const handler = async () => vat.text\n" },
  })

  const upload = async (button: string, text: string) => {
    await page.getByRole('button', { name: button }).first().click()
    const dialog = page.getByRole('dialog')
    return {
      dialog,
      take: () =>
        dialog.getByLabel('Zip').setInputFiles({ name: 'layer.zip', mimeType: 'application/zip', buffer: layer(text) }),
    }
  }

  await test.step('a first version from a zip', async () => {
    await page.goto(`/s/${space}/layers`)
    await expect(page.getByText('No layers yet')).toBeVisible()
    const { dialog, take } = await upload('Upload layer', 'old rates')
    await dialog.getByLabel('Name').fill('vat-tables')
    await dialog
      .getByLabel('Zip')
      .setInputFiles({ name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('x') })
    await expect(dialog.getByText('notes.txt is not a zip')).toBeVisible()
    await take()
    await dialog.getByLabel(/^Description/).fill('Rates of all states')
    await dialog.getByRole('checkbox', { name: 'Node.js 24' }).check()
    await dialog.getByRole('button', { name: 'Upload layer' }).click()
    await expect(page.getByText('vat-tables v1 is here')).toBeVisible()
  })

  await test.step('it is added to a function', async () => {
    await page.goto(`/s/${space}/f/invoice/configuration`)
    await page.getByRole('button', { name: 'Add layer' }).click()
    await page.getByRole('menuitem', { name: /vat-tables/ }).click()
    await page.getByRole('button', { name: 'Save to the draft' }).click()
    await expect(page.getByText('Saved to the draft. Published versions are unchanged.')).toBeVisible()
    expect(await api.must('POST', `/spaces/${space}/functions/invoice/invocations`, {})).toBe('old rates')
  })

  await test.step('a next version is offered and taken', async () => {
    await page.goto(`/s/${space}/layers?layer=vat-tables`)
    const { dialog, take } = await upload('Upload version', 'new rates')
    await take()
    await dialog.getByRole('button', { name: 'Upload version' }).click()
    await expect(page.getByText('vat-tables v2 is here')).toBeVisible()
    await expect(page.getByRole('button', { name: 'Delete vat-tables v1' })).toHaveAttribute('aria-disabled', 'true')
    await page.goto(`/s/${space}/f/invoice/configuration`)
    await page.getByRole('button', { name: 'Use v2' }).click()
    await page.getByRole('button', { name: 'Save to the draft' }).click()
    await expect(page.getByText('Saved to the draft. Published versions are unchanged.')).toBeVisible()
    expect(await api.must('POST', `/spaces/${space}/functions/invoice/invocations`, {})).toBe('new rates')
  })

  await test.step('an old version that nobody uses is deleted by name', async () => {
    await page.goto(`/s/${space}/layers?layer=vat-tables`)
    await page.getByRole('button', { name: 'Delete vat-tables v1' }).click()
    await page.getByRole('dialog').getByRole('textbox').fill('vat-tables')
    await page.getByRole('dialog').getByRole('button', { name: 'Delete vat-tables v1' }).click()
    await expect(page.getByText('vat-tables v1 is deleted')).toBeVisible()
    expect((await api.must('GET', `/spaces/${space}/layers/vat-tables/versions`)).items).toHaveLength(1)
  })
})

test('the owner of a space decides what its functions reach and how much they store', async ({
  api,
  space,
  signedIn: page,
}) => {
  await page.goto(`/s/${space}/settings`)
  const egress = page.getByRole('region', { name: 'Egress' })
  await egress.getByRole('radio', { name: /Only these/ }).click()
  const field = egress.getByRole('textbox', { name: 'Hosts and networks' })
  await field.fill('https://example.org/path')
  await field.press('Enter')
  await expect(egress.getByText(/Must be a host such as/)).toBeVisible()
  await field.fill('api.example.org:443, 10.20.0.0/16')
  await field.press('Enter')
  await expect(egress.getByText('private', { exact: true })).toBeVisible()
  await expect(egress.getByText(/Never reachable, unless listed above/)).toBeVisible()
  await egress.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Egress is saved')).toBeVisible()

  const storage = page.getByRole('region', { name: 'File storage' })
  await storage.getByLabel('Quota (MB)').fill('1')
  await expect(storage.getByText(/A whole number from 16/)).toBeVisible()
  await storage.getByLabel('Quota (MB)').fill('64')
  await storage.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Quota is saved')).toBeVisible()

  expect(await api.must('GET', `/spaces/${space}`)).toMatchObject({
    egress: { mode: 'allow', allow: ['api.example.org:443', '10.20.0.0/16'] },
    storage: { quotaMb: 64 },
  })
})
