import { writeCode } from './editor.ts'
import { expect, resume, test } from './fixtures.ts'

const saying = (text: string) => `export const handler = async () => '${text}'\n`

test('two tabs on one draft: the second is shown the conflict, and nothing of either is lost', async ({
  api,
  space,
  browser,
  session,
}) => {
  test.setTimeout(120_000)
  const draft = `/spaces/${space}/functions/shared/draft`
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'shared',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': saying('start') },
  })
  const context = await browser.newContext()
  const [first, second] = [await context.newPage(), await context.newPage()]
  await resume(first, session)
  await first.goto(`/s/${space}/f/shared/code`)
  await second.goto(`/s/${space}/f/shared/code`)
  await expect(first.locator('.view-lines').first()).toContainText('start')
  await expect(second.locator('.view-lines').first()).toContainText('start')

  await writeCode(first, saying('from the first tab'))
  await first.keyboard.press('Control+S')
  await expect(first.getByText(/Draft saved/)).toBeVisible()

  await writeCode(second, saying('from the second tab'))
  await second.keyboard.press('Control+S')
  const dialog = second.getByRole('dialog')
  await expect(dialog).toBeVisible()
  await expect(dialog).toContainText('from the first tab')
  await expect(dialog).toContainText('from the second tab')
  expect((await api.must('GET', draft)).files['index.mjs'], 'nothing is overwritten before a choice').toBe(
    saying('from the first tab'),
  )

  await dialog.getByRole('button', { name: 'Keep mine' }).click()
  await expect(dialog).toBeHidden()
  await expect.poll(async () => (await api.must('GET', draft)).files['index.mjs']).toBe(saying('from the second tab'))
  await context.close()
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
