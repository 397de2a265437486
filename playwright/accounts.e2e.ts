import { randomBytes } from 'node:crypto'
import { startProvider } from '../apps/bff/test/identity-provider.ts'
import { codeFor } from '../apps/bff/test/totp.ts'
import { expect, signIn, test, type Api } from './fixtures.ts'
import { ORIGIN } from './server.ts'

const PASSWORD = 'another-long-password'

async function invited(api: Api, name: string): Promise<string> {
  const email = `${randomBytes(4).toString('hex')}@alcove.test`
  const { link } = await api.must('POST', '/accounts/invite', { email, name })
  const token = new URL(link).searchParams.get('token')!
  await api.must('POST', `/invitations/${token}`, { password: PASSWORD, name })
  return email
}

test('an authenticator app is set up and asked for at the next sign-in; a passkey needs no password', async ({
  api,
  browser,
}) => {
  const email = await invited(api, 'Mei Chen')
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto('/sign-in?next=%2Fprofile')
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByRole('button', { name: 'Set up', exact: true }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Current password').fill(PASSWORD)
  await dialog.getByRole('button', { name: 'Next' }).click()
  const secret = await dialog.locator('code').textContent()
  const otpauth = `otpauth://totp/x?secret=${secret}`
  await dialog.getByLabel('Code', { exact: true }).fill(codeFor(otpauth))
  await dialog.getByRole('button', { name: 'Confirm' }).click()
  await expect(dialog.getByText('Shown once.')).toBeVisible()
  const code = await dialog.getByRole('listitem').first().textContent()
  await dialog.getByRole('checkbox').click()
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(page.getByText('10 codes left')).toBeVisible()

  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByLabel('Email').fill(email)
  await page.getByLabel('Password').fill(PASSWORD)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await page.getByLabel('Code', { exact: true }).fill('000000')
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page.getByText('The code is wrong, or it took too long.')).toBeVisible()
  await page.getByRole('button', { name: 'Use a recovery code' }).click()
  await page.getByLabel('Recovery code').fill(code!)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(page).not.toHaveURL(/sign-in/)
  await page.goto('/profile')
  await expect(page.getByText('9 codes left')).toBeVisible()
  // Browsers make no passkeys for 127.0.0.1, where this page is.
  await expect(page.getByRole('button', { name: 'Add passkey' })).toBeDisabled()
  await context.close()

  await test.step('a passkey is added at localhost, signs in, and is removed', async () => {
    const context = await browser.newContext({ baseURL: ORIGIN.replace('127.0.0.1', 'localhost') })
    const page = await context.newPage()
    const devtools = await context.newCDPSession(page)
    await devtools.send('WebAuthn.enable')
    await devtools.send('WebAuthn.addVirtualAuthenticator', {
      options: {
        protocol: 'ctap2',
        transport: 'internal',
        hasResidentKey: true,
        hasUserVerification: true,
        isUserVerified: true,
      },
    })
    await page.goto('/sign-in?next=%2Fprofile')
    await page.getByLabel('Email').fill(await invited(api, 'Ada Nowak'))
    await page.getByLabel('Password').fill(PASSWORD)
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Ada Nowak' })).toBeVisible()
    await page.getByRole('button', { name: 'Add passkey' }).click()
    await page.getByRole('dialog').getByLabel('Name').fill('Laptop')
    await page.getByRole('dialog').getByRole('button', { name: 'Next' }).click()
    const key = page.getByRole('listitem').filter({ hasText: 'Laptop' })
    await expect(key).toBeVisible()

    await page.getByRole('button', { name: 'Sign out' }).click()
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click()
    await expect(page.getByRole('heading', { name: 'Overview' })).toBeVisible()
    await page.goto('/profile')
    await key.getByRole('button', { name: 'Remove' }).click()
    await expect(key).toHaveCount(0)
    await context.close()
  })
})

test('a password is changed by who knows the old one', async ({ api, browser }) => {
  const email = await invited(api, 'Noor Haddad')
  const context = await browser.newContext()
  await signIn(context.request, { email, password: PASSWORD })
  const page = await context.newPage()
  await page.goto('/profile')
  const current = page.getByLabel('Current password')
  const next = page.getByLabel('New password')
  const change = page.getByRole('button', { name: 'Change password' })
  await current.fill('not-the-password')
  await next.fill('noor haddad 1')
  await expect(page.getByText(/^Too easy to guess: little is left/)).toBeVisible()
  await change.press('Enter')
  await expect(next).toBeFocused()
  await next.fill('correct horse battery 7!')
  await change.click()
  await expect(page.getByText('This is not your password.')).toBeVisible()
  await current.fill(PASSWORD)
  await expect(page.getByText('This is not your password.')).toBeHidden()
  await change.click()
  await expect(current).toHaveValue('')
  await signIn(context.request, { email, password: 'correct horse battery 7!' })
  await context.close()
})

test('accounts are found by what they are, with completion', async ({ api, signedIn: page }) => {
  const email = await invited(api, 'Omar Haddad')
  const { items } = await api.must('GET', `/accounts?q=${email}`)
  await api.must('PATCH', `/accounts/${items[0].id}`, { state: 'suspended' })
  await page.goto('/accounts')
  const search = page.getByLabel('Find an account').first()
  await search.fill('sta')
  await page.getByRole('option', { name: /^state:/ }).click()
  await page.getByRole('option', { name: /^state:suspended/ }).click()
  await expect(page).toHaveURL(/state%3Asuspended/)
  const table = page.getByRole('table', { name: 'Accounts' })
  await expect(table.getByText(email)).toBeVisible()
  await expect(table.getByText('administrator')).toHaveCount(0)
  await search.fill(`keys:>0 ${email}`)
  await search.press('Enter')
  await expect(page.getByText(/^No account matches/)).toBeVisible()
  await api.must('DELETE', `/accounts/${items[0].id}`)
})

test('who is invited is told what a name and a password lack; the link works once', async ({ api, browser }) => {
  const email = `${randomBytes(4).toString('hex')}@alcove.test`
  const { link } = await api.must('POST', '/accounts/invite', { email, name: 'Priya Nair' })
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(link)
  await expect(page.getByLabel('Email')).toHaveValue(email)
  await expect(page.getByLabel('Email')).toHaveAttribute('readonly')
  const join = page.getByRole('button', { name: 'Join' })
  await page.getByLabel('Your name').fill(' ')
  for (const [password, fault] of [
    ['too short', 'At least 12 characters'],
    ['aaaaaaaaaaaaaa', /^Too easy to guess: it repeats itself/],
    [`${email}`, /^Too easy to guess: little is left/],
  ] as const) {
    await page.getByLabel('Password').fill(password)
    await join.click()
    await expect(page.getByText(fault)).toBeVisible()
    await expect(page.getByLabel('Your name')).toHaveAttribute('aria-invalid', 'true')
  }
  await page.getByLabel('Your name').fill('Priya N.')
  await page.getByLabel('Password').fill('granite-otter-lantern-9')
  await join.press('Enter')
  await expect(page.getByRole('heading', { name: 'Overview', level: 1 })).toBeVisible()
  await page.goto(link)
  await expect(page.getByRole('heading', { name: 'This link does not work' })).toBeVisible()
  await context.close()
})

test('a key that ends within a week is marked', async ({ api, signedIn: page }) => {
  const day = 86_400_000
  const keys = await Promise.all(
    [3, 30].map((days) =>
      api.must('POST', '/keys', {
        name: `ends in ${days} days`,
        spaces: ['*'],
        actions: ['logs:read'],
        expiresAt: new Date(Date.now() + days * day).toISOString(),
      }),
    ),
  )
  await page.goto('/keys')
  const marked = (days: number) => page.getByRole('row', { name: `ends in ${days} days` }).locator('.text-warning')
  await expect(marked(3)).toHaveCount(1)
  await expect(page.getByRole('row', { name: 'ends in 30 days' })).toHaveCount(1)
  await expect(marked(30)).toHaveCount(0)
  for (const { id } of keys) await api.must('DELETE', `/keys/${id}`)
})

test('a group is made with a name that fits, and changed', async ({ api, signedIn: page }) => {
  const name = `g${randomBytes(4).toString('hex')}`
  await page.goto('/groups')
  await page.getByRole('button', { name: 'New group' }).click()
  const dialog = page.getByRole('dialog')
  const create = dialog.getByRole('button', { name: 'Create group' })
  await dialog.getByLabel('Name').fill('On Call')
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  await create.press('Enter')
  await expect(dialog.getByLabel('Name')).toBeFocused()
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Description').fill(' Who is called at night ')
  await create.click()
  await expect(page.getByText(`Group ${name} saved`)).toBeVisible()
  await expect(page.getByRole('row', { name })).toBeFocused()
  expect(await api.must('GET', `/groups/${name}`)).toMatchObject({ description: 'Who is called at night', claim: null })
  await api.must('DELETE', `/groups/${name}`)
})

test('one signs in at a provider, and gets the groups that it names', async ({ api, space, browser }) => {
  const name = `p${randomBytes(4).toString('hex')}`
  await using provider = await startProvider(`${ORIGIN}/api/auth/provider/callback/${name}`)
  provider.person = {
    sub: name,
    email: `${name}@acme.example`,
    email_verified: true,
    name: 'Ines Kovač',
    groups: [name],
  }
  await api.must('PUT', `/identity-providers/${name}`, {
    label: `Acme ${name}`,
    issuer: provider.issuer,
    clientId: provider.clientId,
    clientSecret: provider.clientSecret,
    groupsClaim: 'groups',
    createsAccounts: true,
  })
  await api.must('PUT', `/groups/${name}`, { members: [], claim: name })
  await api.must('PUT', `/spaces/${space}/grants/group:${name}`, { role: 'viewer' })
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`/sign-in?next=${encodeURIComponent(`/s/${space}`)}`)
  await page.getByRole('button', { name: `Sign in with Acme ${name}` }).click()
  await expect(page).toHaveURL(`${ORIGIN}/s/${space}`)
  await page.goto('/profile')
  await expect(page.getByRole('heading', { name: 'Ines Kovač' })).toBeVisible()
  await expect(page.getByRole('link', { name: space })).toBeVisible()
  await context.close()
  await api.must('DELETE', `/identity-providers/${name}`)
  await api.must('DELETE', `/groups/${name}`)
})

test('the audit shows what was changed and denied, and is verified', async ({ api, space, signedIn, browser }) => {
  const email = await invited(api, 'Sam Okafor')
  await api.must('PUT', `/spaces/${space}/grants/${email}`, { role: 'viewer' })
  await api.must('PUT', `/spaces/${space}/grants/${email}`, { role: 'developer' })
  const context = await browser.newContext()
  await signIn(context.request, { email, password: PASSWORD })
  expect((await context.request.delete(`/api/v1/spaces/${space}`, { headers: { origin: ORIGIN } })).status()).toBe(403)
  await context.close()
  // Denied attempts are stored a moment after their answer.
  const denied = async () => (await api.must('GET', `/audit?space=${space}&outcome=denied`)).items
  await expect.poll(denied).toHaveLength(1)
  await signedIn.goto(`/audit?q=${encodeURIComponent(`space:${space}`)}`)
  const table = signedIn.getByRole('table', { name: 'Audit' })
  await expect(table.getByText('denied')).toBeVisible()
  await table.getByText('viewer → developer').click()
  const drawer = signedIn.getByRole('complementary', { name: 'grants:put' })
  await expect(drawer.getByText('Before and after')).toBeVisible()
  await expect(drawer.getByText('developer', { exact: true })).toBeVisible()
  await signedIn.getByRole('button', { name: 'Verify' }).click()
  await expect(signedIn.getByText(/^Intact: /)).toBeVisible()
})
