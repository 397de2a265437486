import { violationsOf } from './axe.ts'
import { expect, test } from './fixtures.ts'

test('a recorded call becomes a test, which fails after a change, and guards an alias', async ({
  signedIn: page,
  api,
  space,
}) => {
  const fn = `/spaces/${space}/functions/price`
  const code = (vat: number) => ({
    'index.mjs': `export const handler = async ({ net }) => ({ total: net * ${vat}, at: Date.now() })`,
  })
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'price',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: code(1.5),
  })
  await api.must('POST', `${fn}/versions`, { description: 'First' })
  await api.must('PUT', `${fn}/aliases/live`, { version: 1 })
  const { headers } = await api.call('POST', `${fn}/invocations`, { net: 10 })

  await page.goto(`/s/${space}/f/price/tests`)
  await expect(page.getByText('No cases yet. Make one from a recorded call.')).toBeVisible()
  await page.goto(`/s/${space}/f/price/invocations?id=${headers['x-alcove-invocation-id']}`)
  await page.getByRole('link', { name: 'Make it a test' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name', { exact: true }).fill('ten-euros')
  await dialog.getByLabel('Paths to ignore').fill('at')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('button', { name: 'Run all' }).click()
  await expect(page.getByText('all passed')).toBeVisible()

  await api.must('PUT', `${fn}/draft`, { files: code(2) })
  await page.goto(`/s/${space}/f/price/versions`)
  await page.getByRole('button', { name: 'Publish version' }).click()
  // They have not run on this draft, so the dialog runs them.
  await expect(dialog.getByRole('status')).toHaveText('1 failed: ten-euros')
  await dialog.getByRole('button', { name: 'Publish', exact: true }).click()
  await expect(page.getByRole('row', { name: /v2/ }).first()).toBeVisible()
  await page.goto(`/s/${space}/f/price/tests`)
  await expect(page.getByRole('link', { name: 'Open in debugger' })).toBeVisible()
  const row = page.getByRole('row', { name: /output\.total/ })
  await expect(row).toContainText('15')
  await expect(row).toContainText('20')
  await page.getByRole('switch', { name: 'Guard live' }).click()
  await expect(page.getByText('Gate saved')).toBeVisible()
  expect(await violationsOf(page)).toEqual([])

  await page.goto(`/s/${space}/f/price/versions`)
  await page.getByRole('button', { name: 'Move', exact: true }).first().click()
  const move = page.getByRole('dialog')
  await move.getByRole('combobox').first().click()
  await page.getByRole('option', { name: /v2/ }).click()
  await move.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(move.getByRole('alert')).toContainText('live cannot move to v2')
  await move.getByLabel(/Move it all the same/).fill('The old price is wrong')
  await move.getByRole('button', { name: 'Move', exact: true }).click()
  await expect(page.getByText('live now points at v2')).toBeVisible()

  await api.must('PUT', `${fn}/tests/one-euro`, { event: { net: 1 }, expect: { outputPartial: { total: 2 } } })
  await page.goto(`/s/${space}/f/price/tests?test=one-euro`)
  await page.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(page.getByText(/^passed in/)).toBeVisible()
  // The case that has not run now keeps its result of before.
  const other = page.getByRole('navigation', { name: 'Cases' }).getByRole('listitem').filter({ hasText: 'ten-euros' })
  await expect(other.getByRole('img', { name: 'failed in an earlier run' })).toBeVisible()
  await other.getByRole('button').click()
  await expect(page.getByText(/^failed in .* as of /)).toBeVisible()
  await page.getByRole('button', { name: 'Accept as expected' }).click()
  await expect(page.getByText('ten-euros now expects this output')).toBeVisible()
  await page.getByRole('button', { name: 'Run all' }).click()
  await expect(page.getByText('all passed')).toBeVisible()
})

test('cases are run, stopped and sorted by keys, and a path of the output is left out of the comparison', async ({
  signedIn: page,
  api,
  space,
}) => {
  const fn = `/spaces/${space}/functions/price`
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'price',
    runtime: 'nodejs24',
    handler: 'index.handler',
    timeoutSeconds: 300,
    files: {
      'index.mjs': `export const handler = async ({ net, waits }) => {
  if (waits) await new Promise(() => setTimeout(() => {}, 600_000))
  return { total: net * 2, at: 'now' }
}
`,
    },
  })
  await api.must('PUT', `${fn}/tests/a-slow-one`, { event: { waits: true }, expect: {} })
  await api.must('PUT', `${fn}/tests/b-right`, { event: { net: 1 }, expect: { outputPartial: { total: 2 } } })
  await api.must('PUT', `${fn}/tests/c-wrong`, { event: { net: 1 }, expect: { output: { total: 2, at: 'then' } } })
  await page.goto(`/s/${space}/f/price/tests`)
  const cases = page.getByRole('navigation', { name: 'Cases' }).getByRole('listitem')
  const progress = page.getByRole('status').filter({ hasText: 'Running on draft' })
  await expect(page.getByRole('heading', { name: 'a-slow-one' })).toBeVisible()

  await page.keyboard.press('Control+Shift+Enter')
  await expect(progress).toContainText('2 of 3 done, 1 failed')
  await page.keyboard.press('Escape')
  await expect(progress).toBeHidden()

  // What the stopped run has found stays. The failing case comes first, and the one next to it is a key away.
  await page.keyboard.press('f')
  await expect(cases.first()).toContainText('c-wrong')
  await page.keyboard.press('k')
  await expect(page.getByRole('heading', { name: 'c-wrong' })).toBeVisible()
  await page.getByRole('button', { name: 'Ignore output.at' }).click()
  await expect(page.getByText('at is not compared any more')).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/^passed in/)).toBeVisible()
  expect((await api.must('GET', `${fn}/tests/c-wrong`)).expect.ignore).toEqual(['at'])
  await page.keyboard.press('f')
  await expect(cases.first()).toContainText('a-slow-one')

  // A value that may differ becomes a type or a pattern where it stands.
  const orders = { total: 2, at: 'now', order: 'o-88241' }
  await api.must('PUT', `${fn}/tests/c-wrong`, { event: { net: 1 }, expect: { output: orders } })
  await api.must('PUT', `${fn}/draft`, {
    files: { 'index.mjs': `export const handler = async () => ({ total: 3, at: 'now', order: 'o-7' })` },
  })
  await page.reload()
  await expect(page.getByRole('heading', { name: 'c-wrong' })).toBeVisible()
  await page.keyboard.press('Control+Enter')
  await page.getByRole('button', { name: 'Expect ^o-\\d+$' }).click()
  await expect(page.getByText('output.order may be anything that matches now, and')).toBeVisible()
  await page.getByRole('button', { name: 'Expect any number' }).click()
  await expect(page.getByText('output.total may be anything that matches now', { exact: true })).toBeVisible()
  await expect(progress).toBeHidden()
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText(/^passed in/)).toBeVisible()
  const outputPartial = { total: { $type: 'number' }, at: 'now', order: { $pattern: '^o-\\d+$' } }
  expect((await api.must('GET', `${fn}/tests/c-wrong`)).expect).toEqual({ outputPartial })
  await expect(cases.filter({ hasText: 'c-wrong' }).getByTitle(/draft failed, draft passed$/)).toBeVisible()
})

test('closing the dialog that publishes stops its tests, and opened again it runs them once', async ({
  signedIn: page,
  api,
  space,
}) => {
  const fn = `/spaces/${space}/functions/slow`
  const handler = 'export const handler = () => new Promise(() => setTimeout(() => {}, 600_000))\n'
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'slow',
    runtime: 'nodejs24',
    handler: 'index.handler',
    timeoutSeconds: 300,
    files: { 'index.mjs': handler },
  })
  await api.must('PUT', `${fn}/tests/never-ends`, { event: {}, expect: {} })
  const inFlight = async (): Promise<number> => {
    const { items } = await api.must('GET', `${fn}/instances?state=live`)
    return items.reduce((sum: number, instance: { inFlight: number }) => sum + instance.inFlight, 0)
  }
  await page.goto(`/s/${space}/f/slow/versions`)
  const dialog = page.getByRole('dialog')
  for (const _ of ['opened', 'opened again']) {
    await page.getByRole('button', { name: 'Publish version' }).first().click()
    await expect(dialog.getByRole('status')).toContainText('0 of 1')
    await expect.poll(inFlight).toBe(1)
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect.poll(inFlight).toBe(0)
  }
})
