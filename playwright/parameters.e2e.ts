import { violationsOf } from './axe.ts'
import { expect, test } from './fixtures.ts'

test('parameters are declared, drawn as a form, checked field by field, typed in the editor and found in OpenAPI', async ({
  api,
  space,
  signedIn: page,
}) => {
  const fn = `/spaces/${space}/functions/returns`
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'returns',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: {
      'index.ts': `import type { Handler } from 'alcove'

export const handler: Handler = async (event) => {
  const lines: string = event.lines
  return { lines, key: event.approvalKey.length }
}
`,
    },
  })
  for (const lines of [1, 2]) {
    // oxlint-disable-next-line no-await-in-loop -- one after the other
    await api.must('POST', `${fn}/invocations`, { orderId: 'o-1', lines, approvalKey: 'from a recorded call' })
  }
  const table = page.getByRole('table', { name: 'Parameters' })
  const save = page.getByRole('button', { name: 'Save' })
  const form = page.getByRole('region', { name: 'Run the draft' })
  const row = (name: string) => table.getByRole('button', { name, exact: true })

  await test.step('inferred from recorded inputs', async () => {
    await page.goto(`/s/${space}/f/returns/configuration/parameters`)
    await page.getByRole('button', { name: 'Infer from 2 recorded calls' }).click()
    for (const name of ['orderId', 'lines', 'approvalKey']) await expect(row(name)).toBeVisible()
    await expect(page.getByText('The last 2 recorded calls match.')).toBeVisible()
  })

  await test.step('declared: name, type, default, required, description, secret', async () => {
    await page.getByRole('button', { name: 'Add parameter' }).click()
    await row('parameter').click()
    await page.getByLabel('Name', { exact: true }).fill('reason')
    await page.getByLabel('Name', { exact: true }).press('Enter')
    await page.getByRole('combobox', { name: 'Type' }).click()
    await page.getByRole('option', { name: 'One of several' }).click()
    await expect(page.getByText('Needs at least one value', { exact: true })).toBeVisible()
    await expect(save).toBeDisabled()
    await page.getByLabel('Values').fill('late\ndamaged, or broken')
    await page.getByLabel('Default').fill('late')
    await page.getByLabel('Default').press('Enter')
    await page.getByLabel('Description').fill('Why it comes back')
    await page.getByLabel('Description').press('Enter')
    await row('reason').click()
    await table.getByRole('checkbox', { name: 'approvalKey is secret' }).check()
    await expect(table.getByRole('row', { name: /^reason/ })).toContainText('"late"')
    expect(await violationsOf(page)).toEqual([])
    await save.click()
    await expect(page.getByText('The parameters of the draft are saved')).toBeVisible()
    const { parameters } = await api.must('GET', fn)
    expect(parameters).toMatchObject({
      properties: {
        lines: { type: 'integer' },
        approvalKey: { type: 'string', writeOnly: true },
        reason: {
          type: 'string',
          enum: ['late', 'damaged, or broken'],
          default: 'late',
          description: 'Why it comes back',
        },
      },
      required: ['orderId', 'lines', 'approvalKey'],
    })
  })

  await test.step('the form has a field for each, and every field its error', async () => {
    await expect(form.getByText('Why it comes back')).toBeVisible()
    await expect(form.getByLabel(/approvalKey/)).toHaveAttribute('type', 'password')
    await form.getByLabel(/orderId/).fill('o-2')
    await form.getByLabel(/lines/).fill('two')
    // One click is enough, though the field that it leaves is wrong.
    await form.getByRole('button', { name: 'Run draft' }).click()
    await expect(form.getByText('Must be a whole number', { exact: true })).toBeVisible()
    await expect(form.getByText('Is missing', { exact: true })).toBeVisible()
    await expect(form.getByLabel(/lines/)).toBeFocused()
    await form.getByLabel(/lines/).fill('three')
    await form.getByLabel(/approvalKey/).focus()
    await expect(form.getByText('Must be a whole number')).toBeVisible()
    await form.getByLabel(/lines/).fill('')
    await form.getByLabel(/lines/).pressSequentially('9007199254740993')
    await form.getByText('JSON', { exact: true }).click()
    await expect(form.getByLabel('Event', { exact: true })).toHaveValue(/"lines": 9007199254740993\b/)
    await form.getByText('Form', { exact: true }).click()
    await form.getByLabel(/lines/).fill('')
    await form.getByLabel(/lines/).pressSequentially('1.50')
    await expect(form.getByLabel(/lines/)).toHaveValue('1.50')
    await form.getByLabel(/lines/).fill('3')
    await form.getByLabel(/approvalKey/).fill('never recorded')
    await form.getByRole('button', { name: 'Run draft' }).click()
    await expect(form.getByText('"key": 14')).toBeVisible()
    const { items } = await api.must('GET', `${fn}/invocations`)
    const { input } = await api.must('GET', `/spaces/${space}/invocations/${items[0].id}`)
    expect(JSON.parse(input.text)).toMatchObject({ orderId: 'o-2', lines: 3, reason: 'late', approvalKey: '[secret]' })
  })

  await test.step('the editor knows their types, and the Code page draws the same form', async () => {
    await page.goto(`/s/${space}/f/returns/code`)
    await expect(page.getByText(/'number' is not assignable to type 'string', line 4/)).toBeVisible()
    await expect(form.getByLabel(/orderId/)).toBeVisible()
  })

  await test.step('the OpenAPI document of the space describes them', async () => {
    await api.must('PUT', `/spaces/${space}/routes/returns`, {
      method: 'POST',
      path: '/returns',
      function: 'returns',
      qualifier: 'draft',
      auth: 'none',
    })
    const { paths } = await api.must('GET', `/spaces/${space}/openapi.json`)
    expect(paths['/returns'].post.requestBody.content['application/json'].schema).toMatchObject({
      properties: {
        reason: { enum: ['late', 'damaged, or broken'], default: 'late' },
        approvalKey: { writeOnly: true },
      },
      required: ['orderId', 'lines', 'approvalKey'],
    })
  })
})
