import { ADMIN } from './server.ts'
import { writeCode } from './editor.ts'
import { expect, functionUrl, test } from './fixtures.ts'

const FIRST = `export const handler = async (event, context) => {
  console.log('greeting ' + (event.name ?? 'nobody'))
  return { greeting: 'Hello ' + (event.name ?? 'nobody'), by: context.functionVersion }
}
`

test('a person signs in, writes a function, publishes it, gives it a URL and sees its calls', async ({ page }) => {
  const space = `journey-${Date.now().toString(36)}`

  await test.step('sign in', async () => {
    await page.goto('/')
    await expect(page).toHaveURL(/\/sign-in/)
    await page.getByLabel('Email').fill(ADMIN.email)
    await page.getByLabel('Password').fill('not-the-password')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByText('Email or password is wrong.')).toBeVisible()
    await page.getByLabel('Password').fill(ADMIN.password)
    await page.getByRole('button', { name: 'Sign in' }).click()
    await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  })

  await test.step('create a private space', async () => {
    await page.goto('/spaces/new')
    await page.getByLabel('Name').fill('Not A Name')
    await page.getByRole('button', { name: 'Create space' }).click()
    await expect(
      page
        .getByRole('main')
        .getByText(/lower-case letter/)
        .first(),
    ).toBeVisible()
    await page.getByLabel('Name').fill(space)
    await page.getByRole('button', { name: 'Create space' }).click()
    await expect(page).toHaveURL(`/s/${space}`)
  })

  await test.step('create a function', async () => {
    await page.getByRole('main').getByRole('link', { name: 'New function' }).first().click()
    await page.getByRole('radio', { name: 'Scratch' }).click()
    await page.getByLabel('Name').fill('greet')
    await page.getByRole('button', { name: 'Create function' }).click()
    await expect(page).toHaveURL(new RegExp(`/s/${space}/f/greet/code`))
  })

  await test.step('write it in Monaco and run it with the keyboard', async () => {
    await writeCode(page, FIRST)
    await page.keyboard.press('Control+S')
    await expect(page.getByText(/Draft saved/)).toBeVisible()
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText('"Hello Ada"')).toBeVisible()
    await expect(page.getByText('greeting Ada')).toBeVisible()
  })

  await test.step('publish a version and point an alias at it', async () => {
    await page.getByRole('button', { name: 'Publish version' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('Note').fill('Says hello')
    await dialog.getByRole('button', { name: /Publish/ }).click()
    await expect(page.getByText('v1 is published, and live points at it')).toBeVisible()
    await expect(page.getByRole('button', { name: 'New trigger' })).toBeVisible()
    await page.getByRole('link', { name: /Versions and aliases/ }).click()
    await expect(page.getByRole('main').getByText('Says hello')).toBeVisible()
    await page.getByRole('button', { name: 'New alias' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('beta')
    await page.getByRole('dialog').getByRole('button', { name: 'Create alias' }).click()
    await expect(page.getByText('beta points at v1')).toBeVisible()
    await expect(page.getByRole('region', { name: 'beta' }).getByRole('button').first()).toBeFocused()
  })

  await test.step('give it an HTTP trigger', async () => {
    await page.getByRole('link', { name: /^Triggers/ }).click()
    await page.getByRole('button', { name: 'New trigger' }).first().click()
    const form = page.getByRole('region', { name: 'New trigger' })
    await form.getByLabel('Name', { exact: true }).fill('web')
    await form.getByLabel('Who may call').click()
    await page.getByRole('option', { name: /Anyone/ }).click()
    await form.getByRole('button', { name: 'Create trigger' }).click()
    await expect(page.getByText('web is created')).toBeVisible()
  })

  await test.step('call its URL', async () => {
    const answer = await page.request.get(functionUrl(space, 'greet', '/any/path?x=1'))
    expect(answer.status(), await answer.text()).toBe(200)
    expect(await answer.json()).toEqual({ greeting: 'Hello nobody', by: '1' })
  })

  await test.step('see the call, its input, output and log line', async () => {
    // The space has a page of this name too.
    const tabs = page.getByRole('navigation', { name: 'Function' })
    await tabs.getByRole('link', { name: 'Invocations' }).click()
    // The page before has a row of this name too, and stays until this one has loaded.
    const calls = page.getByRole('table', { name: 'Invocations' })
    await expect(calls.getByRole('row').filter({ hasText: 'web' })).toHaveCount(1)
    await calls.getByRole('row').filter({ hasText: 'web' }).click()
    await expect(page).toHaveURL(/[?&]id=/)
    const detail = page.getByLabel(/^Invocation /).first()
    await expect(detail.getByText('greeting nobody')).toBeVisible()
    await expect(detail.getByText('/any/path').first()).toBeVisible()
    await page.reload()
    await expect(page.getByText('greeting nobody').first()).toBeVisible()
  })

  await test.step('search the logs and see the charts', async () => {
    // The space has a page with the same name, earlier in the document.
    await page.getByRole('link', { name: 'Logs', exact: true }).last().click()
    // Of the run in the editor, and of the test that ran before publishing.
    await expect(page.getByText('greeting Ada')).toHaveCount(2)
    await page.getByRole('link', { name: 'Monitoring' }).click()
    await expect(page.getByRole('heading', { name: 'Traffic and failures' })).toBeVisible()
    await expect(page.locator('.recharts-surface').first()).toBeVisible()
  })

  await test.step('sign out', async () => {
    await page.getByRole('button', { name: 'Account' }).click()
    await page.getByRole('menuitem', { name: 'Sign out' }).click()
    await expect(page).toHaveURL(/\/sign-in/)
  })
})
