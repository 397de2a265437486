import { writeCode } from './editor.ts'
import { expect, resume, test } from './fixtures.ts'

const saying = (text: string) => `export const handler = async () => '${text}'\n`
const lines = (...texts: string[]) => texts.map((text, at) => `// ${text}\n// ${at}\n`).join('') + saying('end')

test('two people on one draft: seen by each other, edits merge, the same lines are asked about, and the history has all', async ({
  api,
  space,
  browser,
  session,
}) => {
  const draft = `/spaces/${space}/functions/shared/draft`
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'shared',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': lines('start', 'middle', 'end') },
  })
  const text = async () => (await api.must('GET', draft)).files['index.mjs']
  const contexts = [await browser.newContext(), await browser.newContext()]
  const [first, second] = await Promise.all(contexts.map((context) => context.newPage()))
  for (const page of [first!, second!]) {
    await resume(page, session)
    await page.goto(`/s/${space}/f/shared/code`)
    await expect(page.locator('.view-lines').first()).toContainText('start')
  }
  await expect(first!.getByText(/is in index\.mjs|has this draft open/)).toBeVisible()

  // Different lines, the second while it is offline.
  await contexts[1]!.route('**/api/v1/**', (route) => route.abort())
  await writeCode(second!, lines('start', 'middle', 'of the second'))
  await expect(second!.getByText(/Not saved/)).toBeVisible()
  await writeCode(first!, lines('of the first', 'middle', 'end'))
  await first!.keyboard.press('Control+S')
  await expect.poll(text).toBe(lines('of the first', 'middle', 'end'))
  await contexts[1]!.unroute('**/api/v1/**')
  await second!.keyboard.press('Control+S')
  await expect.poll(text).toBe(lines('of the first', 'middle', 'of the second'))
  await expect(second!.locator('.view-lines').first()).toContainText('of the first')
  await expect(first!.locator('.view-lines').first()).toContainText('of the second')

  // The same line: nothing is written before a choice.
  await contexts[1]!.route('**/api/v1/**', (route) => route.abort())
  await writeCode(second!, lines('of the first', 'mine', 'of the second'))
  await expect(second!.getByText(/Not saved/)).toBeVisible()
  await writeCode(first!, lines('of the first', 'theirs', 'of the second'))
  await first!.keyboard.press('Control+S')
  await expect.poll(text).toContain('theirs')
  await contexts[1]!.unroute('**/api/v1/**')
  await second!.keyboard.press('Control+S')
  const dialog = second!.getByRole('dialog')
  await expect(dialog.getByRole('heading', { name: /changed the same lines/ })).toBeVisible()
  expect(await text()).toContain('theirs')
  await second!.keyboard.press('F8')
  await second!.keyboard.press('Alt+Digit3')
  await expect(dialog.getByText('1 of 1 decided')).toBeVisible()
  await second!.keyboard.press('Control+S')
  await expect(dialog).toBeHidden()
  await expect.poll(text).toContain('// mine\n// theirs\n')

  // Each state is in the history. The first one comes back, and what it replaced is kept.
  await first!.getByRole('link', { name: 'History' }).click()
  const saves = first!.getByRole('region', { name: 'Saves' })
  await saves.getByRole('button', { name: /^Show all/ }).click()
  await saves.getByRole('button', { name: /The whole code/ }).click()
  await expect(first!.getByText('middle').first()).toBeVisible()

  // It runs without touching the draft, and the keys lead from state to state.
  await api.must('PUT', `/spaces/${space}/functions/shared/tests/own`, { event: { from: 'its test' }, expect: {} })
  const before = await text()
  await first!.getByRole('button', { name: 'Run this state' }).click()
  const running = first!.getByRole('dialog')
  await expect(running.getByLabel('Event')).toHaveValue(/its test/)
  await running.getByRole('button', { name: 'Run', exact: true }).click()
  await expect(running.getByText('"end"')).toBeVisible()
  await first!.keyboard.press('Escape')
  expect(await text()).toBe(before)
  await first!.keyboard.press('[')
  await expect(saves.getByRole('button', { name: /The whole code/ })).not.toHaveAttribute('aria-current')
  await first!.keyboard.press(']')
  await expect(saves.getByRole('button', { name: /The whole code/ })).toHaveAttribute('aria-current', 'true')

  await first!.getByRole('button', { name: 'Restore this state' }).click()
  await expect(first!.getByText(/^The draft is as it was/)).toBeVisible()
  expect(await text()).toBe(lines('start', 'middle', 'end'))
  const { items } = await api.must('GET', `${draft}/history`)
  expect(items[1].codeHash).not.toBe(items[0].codeHash)
  expect((await api.must('GET', `${draft}/history/${items[1].id}`)).files['index.mjs']).toContain('mine')
  await Promise.all(contexts.map((context) => context.close()))
})

test('an edit that never reached the server is there again after the tab crashed', async ({ api, space, signedIn }) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'fragile',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': saying('saved') },
  })
  await signedIn.goto(`/s/${space}/f/fragile/code`)
  await expect(signedIn.locator('.view-lines').first()).toContainText('saved')
  // The network is gone: saves cannot succeed.
  await signedIn.context().setOffline(true)
  await writeCode(signedIn, saying('typed on a train'))
  await expect(signedIn.getByText(/Not saved/)).toBeVisible()
  const crashed = signedIn.context().newPage()
  await signedIn.context().setOffline(false)
  await signedIn.close({ runBeforeUnload: false })
  const page = await crashed
  await page.goto(`/s/${space}/f/fragile/code`)
  await expect(page.locator('.view-lines').first()).toContainText('typed on a train')
})

test('nothing typed is lost when the session ends, nor when an upload replaces the draft meanwhile', async ({
  api,
  space,
  session,
  signedIn: page,
}) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'kept',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': saying('saved') },
  })
  const text = async () => (await api.must('GET', `/spaces/${space}/functions/kept/draft`)).files['index.mjs']
  await page.goto(`/s/${space}/f/kept/code`)
  await expect(page.locator('.view-lines').first()).toContainText('saved')
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(dialog.type())
    void dialog.dismiss()
  })

  // Signed out meanwhile, by another tab or by time: the page stays, without asking whether to leave it.
  await page.context().clearCookies()
  await writeCode(page, saying('typed after the session ended'))
  await expect(page.getByText('Not saved: Signed out. Your edits are kept in this browser.')).toBeVisible()
  const poll = page.waitForResponse((answer) => answer.url().includes('/editors/') && answer.status() === 401)
  await poll
  expect(asked).toEqual([])

  // A zip would replace what is not saved.
  await page.getByLabel('Upload a zip').setInputFiles({
    name: 'code.zip',
    mimeType: 'application/zip',
    buffer: Buffer.from(''),
  })
  await expect(page.getByText('Your edits are not saved yet. Save them first')).toBeVisible()
  await expect(page.locator('.view-lines').first()).toContainText('typed after the session ended')

  // Signed in again, it is saved by itself.
  await resume(page, session)
  await expect.poll(text).toBe(saying('typed after the session ended'))
})

test('a file that one renames while the other types in it keeps both, and the cursor', async ({
  api,
  space,
  browser,
  session,
}) => {
  const draft = `/spaces/${space}/functions/renamed/draft`
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'renamed',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': lines('start', 'middle', 'end'), 'lib/one.mjs': lines('one', 'two') },
  })
  const context = await browser.newContext()
  const page = await context.newPage()
  await resume(page, session)
  await page.goto(`/s/${space}/f/renamed/code?file=lib/one.mjs&line=3`)
  const code = page.locator('.view-lines').first()
  await expect(code).toContainText('two')
  await context.route('**/draft', (route) => (route.request().method() === 'PUT' ? route.abort() : route.continue()))
  await page.keyboard.press('End')
  await page.keyboard.type(' typed here')
  await expect(page.getByText(/Not saved/)).toBeVisible()
  const { files } = await api.must('GET', draft)
  const { 'lib/one.mjs': moved, ...others } = files
  await api.must('PUT', draft, { files: { ...others, 'lib/uno.mjs': moved } })
  await context.unroute('**/draft')
  await page.keyboard.press('Control+S')
  await expect(page.getByRole('button', { name: 'Close lib/uno.mjs' })).toBeVisible()
  await page.keyboard.type(' and on')
  await page.keyboard.press('Control+S')
  const now = async () => (await api.must('GET', draft)).files
  await expect.poll(now).toEqual({ ...others, 'lib/uno.mjs': moved.replace('// two', '// two typed here and on') })
  await context.close()
})
