import { randomBytes } from 'node:crypto'
import { expect, test, type Api } from './fixtures.ts'
import type { Page } from '@playwright/test'

/** A form that two tabs fill in, each from what it saw when it was opened. */
interface Form {
  /** Makes what the form edits, and returns its page and its path in the API. */
  prepare(api: Api, space: string): Promise<{ page: string; path: string }>
  /** Gets from the page to the form. */
  open?(page: Page): Promise<void>
  fill(page: Page, value: string): Promise<void>
  save(page: Page): Promise<void>
  /** What the form shows, as `fill` takes it. */
  shown(page: Page): Promise<string>
  /** The same, of what is saved. */
  stored(api: Api, path: string): Promise<string>
  values: { before: string; theirs: string; mine: string }
  /** As the comparison names it. */
  field: string
}

const dialogButton = (name: string) => (page: Page) => page.getByRole('dialog').getByRole('button', { name }).click()
const settings = async (_: Api, space: string) => ({ page: `/s/${space}/settings`, path: `/spaces/${space}` })
const region = (page: Page, name: string) => page.getByRole('region', { name })

const FORMS: Record<string, Form> = {
  'a group': {
    async prepare(api) {
      const name = `g${randomBytes(4).toString('hex')}`
      await api.must('PUT', `/groups/${name}`, { description: 'day' })
      return { page: `/groups?id=${name}`, path: `/groups/${name}` }
    },
    open: (page) => page.getByRole('button', { name: /^Change group/ }).click(),
    fill: (page, value) => page.getByRole('dialog').getByLabel('Description').fill(value),
    save: dialogButton('Save'),
    shown: (page) => page.getByRole('dialog').getByLabel('Description').inputValue(),
    stored: async (api, path) => (await api.must('GET', path)).description,
    values: { before: 'day', theirs: 'night', mine: 'weekend' },
    field: 'description',
  },
  'an identity provider': {
    async prepare(api) {
      const name = `p${randomBytes(4).toString('hex')}`
      const path = `/identity-providers/${name}`
      await api.must('PUT', path, { label: 'Acme', issuer: 'https://login.acme.example', clientId: 'alcove' })
      return { page: `/identity-providers?id=${name}`, path }
    },
    fill: (page, value) => page.getByRole('complementary').getByLabel('Client ID').fill(value),
    save: (page) => page.getByRole('complementary').getByRole('button', { name: 'Save' }).click(),
    shown: (page) => page.getByRole('complementary').getByLabel('Client ID').inputValue(),
    async stored(api, path) {
      const { items } = await api.must('GET', '/identity-providers')
      return items.find(({ name }: { name: string }) => path.endsWith(`/${name}`)).clientId
    },
    values: { before: 'alcove', theirs: 'alcove-2', mine: 'alcove-3' },
    field: 'clientId',
  },
  'the environment of tests': {
    async prepare(api, space) {
      const files = { 'index.mjs': 'export const handler = async (event) => event\n' }
      const body = { name: 'rates', runtime: 'nodejs24', handler: 'index.handler', files }
      await api.must('POST', `/spaces/${space}/functions`, body)
      await api.must('PUT', `/spaces/${space}/functions/rates/tests/one`, { event: 1 })
      const path = `/spaces/${space}/functions/rates/test-settings`
      await api.must('PUT', path, { environment: { BANK: 'one' } })
      return { page: `/s/${space}/f/rates/tests`, path }
    },
    open: (page) => region(page, 'Environment of tests').getByRole('button', { name: 'Edit' }).click(),
    fill: (page, value) => page.getByLabel('Variables, as in a .env file').fill(`BANK='${value}'`),
    save: dialogButton('Save'),
    shown: async (page) => (await page.getByLabel('Variables, as in a .env file').inputValue()).slice(6, -1),
    stored: async (api, path) => (await api.must('GET', path)).environment.BANK,
    values: { before: 'one', theirs: 'two', mine: 'three' },
    field: 'BANK',
  },
  'egress rules': {
    async prepare(api, space) {
      await api.must('PATCH', `/spaces/${space}`, { egress: { mode: 'allow', allow: ['a.example'] } })
      return settings(api, space)
    },
    async fill(page, value) {
      const section = region(page, 'Egress')
      await section.getByLabel('Hosts and networks').and(page.getByRole('textbox')).fill(value)
      await section.getByRole('button', { name: 'Add' }).click()
      await section.getByRole('button', { name: 'Remove a.example' }).click()
    },
    save: (page) => region(page, 'Egress').getByRole('button', { name: 'Save' }).click(),
    shown: async (page) => region(page, 'Egress').getByRole('listitem').first().innerText(),
    stored: async (api, path) => (await api.must('GET', path)).egress.allow.join(),
    values: { before: 'a.example', theirs: 'b.example', mine: 'c.example' },
    field: 'egress.allow',
  },
  'general settings': {
    async prepare(api, space) {
      await api.must('PATCH', `/spaces/${space}`, { description: 'day' })
      return settings(api, space)
    },
    fill: (page, value) => region(page, 'General').getByLabel('Description').fill(value),
    save: (page) => region(page, 'General').getByRole('button', { name: 'Save' }).click(),
    shown: (page) => region(page, 'General').getByLabel('Description').inputValue(),
    stored: async (api, path) => (await api.must('GET', path)).description,
    values: { before: 'day', theirs: 'night', mine: 'weekend' },
    field: 'description',
  },
  'file storage': {
    async prepare(api, space) {
      await api.must('PATCH', `/spaces/${space}`, { storageMb: 64 })
      return settings(api, space)
    },
    fill: (page, value) => region(page, 'File storage').getByLabel('Quota (MB)').fill(value),
    save: (page) => region(page, 'File storage').getByRole('button', { name: 'Save' }).click(),
    shown: (page) => region(page, 'File storage').getByLabel('Quota (MB)').inputValue(),
    stored: async (api, path) => String((await api.must('GET', path)).storage.quotaMb),
    values: { before: '64', theirs: '65', mine: '66' },
    field: 'storageMb',
  },
  retention: {
    prepare: settings,
    fill: (page, value) => region(page, 'Records').getByLabel('Metrics').fill(value),
    save: (page) => region(page, 'Records').getByRole('button', { name: 'Save' }).click(),
    shown: (page) => region(page, 'Records').getByLabel('Metrics').inputValue(),
    stored: async (api, path) => String((await api.must('GET', path)).retention.metrics),
    values: { before: '400', theirs: '500', mine: '600' },
    field: 'retention.metrics',
  },
}

for (const [what, form] of Object.entries(FORMS)) {
  test(`two tabs that save ${what}: the second compares, and neither is lost`, async ({
    api,
    space,
    signedIn: mine,
  }) => {
    const { page, path } = await form.prepare(api, space)
    const { before, theirs: saved, mine: typed } = form.values
    const theirs = await mine.context().newPage()
    const stored = () => form.stored(api, path)
    for (const tab of [mine, theirs]) {
      await tab.goto(page)
      await form.open?.(tab)
      await expect.poll(() => form.shown(tab)).toBe(before)
    }
    await form.fill(mine, typed)
    await form.fill(theirs, saved)
    await form.save(theirs)
    await expect.poll(stored).toBe(saved)

    // The second tab shows both values. It keeps its input and saves nothing until the user chooses.
    await form.save(mine)
    const changed = mine.getByRole('dialog', { name: /has changed since you opened it/ })
    const row = changed.getByRole('row').filter({ hasText: form.field })
    for (const value of [before, saved, typed]) await expect(row).toContainText(value)
    await changed.getByRole('button', { name: 'Keep editing' }).click()
    expect(await form.shown(mine)).toBe(typed)
    expect(await stored()).toBe(saved)

    // Theirs come into the form, and can be changed from there.
    await form.save(mine)
    await changed.getByRole('button', { name: 'Load theirs' }).click()
    await expect.poll(() => form.shown(mine)).toBe(saved)
    expect(await stored()).toBe(saved)
    await theirs.close()
  })
}

test('the second of two tabs may save over the first', async ({ api, space, signedIn: mine }) => {
  const form = FORMS['egress rules']!
  const { page, path } = await form.prepare(api, space)
  const theirs = await mine.context().newPage()
  const stored = () => form.stored(api, path)
  for (const tab of [mine, theirs]) {
    await tab.goto(page)
    await form.open?.(tab)
    await expect.poll(() => form.shown(tab)).toBe(form.values.before)
  }
  await form.fill(mine, form.values.mine)
  await form.fill(theirs, form.values.theirs)
  await form.save(theirs)
  await expect.poll(stored).toBe(form.values.theirs)
  await form.save(mine)
  await mine
    .getByRole('dialog', { name: /has changed since you opened it/ })
    .getByRole('button', { name: 'Save mine over it' })
    .click()
  await expect.poll(stored).toBe(form.values.mine)
})
