import { readFile } from 'node:fs/promises'
import { expect, signIn, test } from './fixtures.ts'

test('a protected alias, a rollback, the trash, and a space as files', async ({
  api,
  space,
  signedIn: page,
  browser,
}) => {
  const functions = `/spaces/${space}/functions`
  await api.must('POST', functions, {
    name: 'checkout',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': 'export const handler = async () => "one"\n' },
  })
  const publish = async (text: string) => {
    await api.must('PUT', `${functions}/checkout/draft`, {
      files: { 'index.mjs': `export const handler = async () => "${text}"\n` },
    })
    await api.must('POST', `${functions}/checkout/versions`, { description: text })
  }
  for (const text of ['one', 'two', 'three']) await publish(text)
  await api.must('PUT', `${functions}/checkout/aliases/live`, { version: 1 })
  await api.must('PUT', `/spaces/${space}/routes/pay`, {
    method: 'GET',
    path: '/pay',
    function: 'checkout',
    qualifier: 'live',
    auth: 'none',
  })
  const versions = `/s/${space}/f/checkout/versions`

  await test.step('an admin moves the alias with a reason, and protects it', async () => {
    await page.goto(versions)
    await page.getByRole('button', { name: 'Actions of v2' }).click()
    await page.getByRole('menuitem', { name: 'Move live to v2…' }).click()
    const dialog = page.getByRole('dialog')
    await expect(dialog.getByRole('combobox', { name: 'Version' })).toHaveText('v2')
    await dialog.getByLabel('Why').fill('Faster by half')
    await dialog.getByText('Protected: only admins').click()
    await dialog.getByRole('button', { name: 'Move' }).click()
    await expect(page.getByText('live now points at v2')).toBeVisible()
    await expect(page.getByRole('region', { name: 'live' }).getByText('protected')).toBeVisible()
  })

  await test.step('a developer is refused, with the reason', async () => {
    const email = `dev-${space}@example.com`
    const { link } = await api.must('POST', '/accounts/invite', { email })
    const password = 'a-long-password-of-theirs'
    const token = new URL(link).searchParams.get('token')!
    await api.must('POST', `/invitations/${token}`, { password }, { authorization: '' })
    await api.must('PUT', `/spaces/${space}/grants/${email}`, { role: 'developer' })
    const context = await browser.newContext()
    const theirs = await context.newPage()
    await signIn(theirs.request, { email, password })
    await theirs.goto(versions)
    await expect(theirs.getByRole('heading', { name: 'checkout', level: 1 })).toBeVisible()
    const move = theirs.getByRole('region', { name: 'live' }).getByRole('button', { name: 'Move' })
    await expect(move).toHaveAttribute('aria-disabled', 'true')
    await move.hover()
    await expect(theirs.getByText('Needs aliases:protect. Your role here is developer.')).toBeVisible()
    await context.close()
  })

  await test.step('the admin rolls back from the history, which keeps the reasons', async () => {
    await page.getByRole('button', { name: 'History of live' }).click()
    const history = page.getByRole('dialog')
    await expect(history.getByText('Faster by half')).toBeVisible()
    await history.getByRole('button', { name: 'Roll back' }).click()
    await expect(page.getByText('live now points at v1')).toBeVisible()
  })

  await test.step('old versions: what would go, and why the rest stays', async () => {
    await page.getByRole('button', { name: 'Keep all versions' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText('Keep only the newest versions').click()
    await dialog.getByLabel('How many').fill('1')
    await expect(dialog.getByText('stays: alias live')).toBeVisible()
    await expect(dialog.getByText('stays: the way back of live')).toBeVisible()
    await dialog.getByRole('button', { name: 'Cancel' }).click()
  })

  await test.step('a deleted function comes back with Undo, and from the trash', async () => {
    const remove = async () => {
      await page.goto(`/s/${space}/f/checkout`)
      await page.getByRole('button', { name: 'More actions' }).click()
      await page.getByRole('menuitem', { name: 'Delete function…' }).click()
      await page.getByLabel('Type checkout to confirm').fill('checkout')
      await page.getByRole('button', { name: 'Delete function checkout' }).click()
      await expect(page.getByText('checkout is deleted')).toBeVisible()
    }
    await remove()
    expect((await api.call('GET', `${functions}/checkout`)).status).toBe(404)
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect.poll(async () => (await api.call('GET', `${functions}/checkout`)).status).toBe(200)
    await remove()
    await page.goto(`/s/${space}/settings`)
    const trash = page.getByRole('region', { name: 'Trash' })
    await expect(trash.getByRole('row', { name: /checkout.*3 versions.*1 route/ })).toBeVisible()
    await trash.getByRole('button', { name: 'Restore checkout' }).click()
    await expect(page.getByText('checkout is back')).toBeVisible()
    expect(await api.must('GET', `/spaces/${space}/routes/pay`)).toMatchObject({ function: 'checkout' })
  })

  await test.step('export, change, and import with a look at the difference', async () => {
    await page.goto(`/s/${space}/exchange`)
    const started = page.waitForEvent('download')
    await page.getByRole('link', { name: `Download ${space}.zip` }).click()
    const file = await (await started).path()
    await publish('four')
    await page.getByLabel('Archive of a space').setInputFiles({
      name: 'shop.zip',
      mimeType: 'application/zip',
      buffer: await readFile(file),
    })
    const differences = page.getByRole('table', { name: 'Differences' })
    await expect(differences.getByRole('row', { name: /change Function checkout/ })).toBeVisible()
    await expect(differences.getByRole('row', { name: /only here, stays Version checkout\/4/ })).toBeVisible()
    await differences.getByRole('row', { name: /change Function checkout/ }).click()
    await expect(page.getByRole('dialog').getByText('index.mjs').first()).toBeVisible()
    await page.keyboard.press('Escape')
    await page.getByText('Remove what the archive does not have').click()
    await page.getByRole('button', { name: 'Make 2 changes' }).click()
    await expect(page.getByText('2 changes are made').first()).toBeVisible()
    expect((await api.call('POST', `${functions}/checkout/invocations`, {})).body).toBe('three')
    expect((await api.call('GET', `${functions}/checkout/versions/4`)).status).toBe(404)
  })

  await test.step('a deleted space comes back from the list of spaces', async () => {
    await page.goto(`/s/${space}/settings`)
    await page.getByRole('button', { name: 'Delete space' }).click()
    await page.getByLabel(`Type ${space} to confirm`).fill(space)
    await page.getByRole('button', { name: `Delete space ${space}` }).click()
    await expect(page.getByText(`Space ${space} deleted`)).toBeVisible()
    await page.goto('/spaces')
    await page.getByRole('button', { name: `Restore ${space}` }).click()
    await expect(page.getByText(`${space} is back`)).toBeVisible()
    expect((await api.call('POST', `${functions}/checkout/invocations?qualifier=live`, {})).body).toBe('one')
  })
})
