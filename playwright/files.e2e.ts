import type { Locator, Page } from '@playwright/test'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from './fixtures.ts'

/** Drops files and folders of this computer, as the desktop does: the page gets real entries of the file system. */
async function dropFromDesktop(page: Page, target: Locator, files: string[]) {
  const session = await page.context().newCDPSession(page)
  const box = (await target.boundingBox())!
  const at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
    const data = { items: [], files, dragOperationsMask: 1 }
    // oxlint-disable-next-line no-await-in-loop -- one after the other, as a drag is
    await session.send('Input.dispatchDragEvent', { type, ...at, data })
  }
  await session.detach()
}

const FILES = {
  'index.ts': `import { priceOf } from './lib/price.ts'

export const handler = async ({ cents }: { cents: number }) => ({ total: priceOf(cents) })
`,
  'lib/price.ts': 'export const priceOf = (cents: number) => cents * 2\n',
}

test('files and folders of the desktop are dropped into a folder of the tree, and taken out again', async ({
  api,
  space,
  signedIn: page,
}) => {
  const draft = `/spaces/${space}/functions/dropped/draft`
  const body = { name: 'dropped', runtime: 'nodejs24', handler: 'index.handler', files: FILES }
  await api.must('POST', `/spaces/${space}/functions`, body)
  const paths = async () => Object.keys((await api.must('GET', draft)).files)
  await page.goto(`/s/${space}/f/dropped/code`)
  const lib = page.getByRole('tree').getByRole('treeitem', { name: /^lib/ })
  await expect(lib).toBeVisible()

  const desktop = mkdtempSync(join(tmpdir(), 'alcove-desktop-'))
  try {
    mkdirSync(join(desktop, 'tax/of/berlin'), { recursive: true })
    mkdirSync(join(desktop, 'tax/.git'))
    writeFileSync(join(desktop, 'price.ts'), 'export const priceOf = (cents: number) => cents * 3\n')
    writeFileSync(join(desktop, 'tax/of/berlin/größe.json'), '{}')
    writeFileSync(join(desktop, 'tax/.git/config'), 'not code')
    await dropFromDesktop(page, lib, [join(desktop, 'price.ts'), join(desktop, 'tax')])
    // One of them is there already.
    await page.getByRole('dialog').getByRole('button', { name: 'Replace it' }).click()
    await expect(page.getByText('2 files are added')).toBeVisible()
    await expect(page.getByRole('tree').getByText('größe.json')).toBeVisible()
    await page.keyboard.press('Control+S')
    await expect.poll(paths).toEqual(['index.ts', 'lib/price.ts', 'lib/tax/of/berlin/größe.json'])
    // The new draft can be read a moment before calls reach it.
    const total = () => api.must('POST', `/spaces/${space}/functions/dropped/invocations`, { cents: 1 })
    await expect.poll(total).toEqual({ total: 3 })

    await page.getByRole('button', { name: 'Undo' }).click()
    await page.keyboard.press('Control+S')
    await expect.poll(paths).toEqual(['index.ts', 'lib/price.ts'])
    expect((await api.must('GET', draft)).files).toEqual(FILES)

    // A folder in which there is nothing to add.
    await dropFromDesktop(page, lib, [join(desktop, 'tax/.git')])
    await expect(page.getByText('The folder holds no files')).toBeVisible()
  } finally {
    rmSync(desktop, { recursive: true })
  }
})

test('names are followed and changed across files, texts replaced in all of them, and every change undone', async ({
  api,
  space,
  signedIn: page,
}) => {
  // TypeScript and JavaScript are checked apart, and use each other's names.
  const list = "import { priceOf } from './price.ts'\n\nexport const list = [priceOf(1)]\n"
  const files = { ...FILES, 'lib/list.jsx': list }
  const body = { name: 'edited', runtime: 'nodejs24', handler: 'index.handler', files }
  await api.must('POST', `/spaces/${space}/functions`, body)
  const draft = async (): Promise<Record<string, string>> =>
    (await api.must('GET', `/spaces/${space}/functions/edited/draft`)).files
  const mentions = async (name: string) =>
    Object.entries(await draft()).flatMap(([path, text]) => (text.includes(name) ? path : []))
  await page.goto(`/s/${space}/f/edited/code`)
  const tree = page.getByRole('tree')
  const code = page.locator('.code-editor .view-lines').first()
  await expect(code).toContainText('priceOf')

  await test.step('to the definition in the other file, and its uses', async () => {
    await code.getByText('priceOf').first().click()
    await page.keyboard.press('F12')
    await expect(code).toContainText('export const priceOf')
    await page.keyboard.press('Shift+F12')
    await expect(page.getByText(/References \(5\)/)).toBeVisible()
    await page.keyboard.press('Escape')
  })

  await test.step('renamed in both', async () => {
    await code.getByText('priceOf').first().click()
    await page.keyboard.press('F2')
    const name = page.locator('.rename-input:visible')
    await name.fill('costOf')
    await name.press('Enter')
    await expect(code).toContainText('costOf')
    await page.keyboard.press('Control+S')
    await expect.poll(() => mentions('costOf')).toEqual(['index.ts', 'lib/list.jsx', 'lib/price.ts'])
  })

  await test.step('renamed back in all by one undo', async () => {
    await page.keyboard.press('Control+Z')
    await page.keyboard.press('Control+S')
    await expect.poll(() => mentions('priceOf')).toEqual(['index.ts', 'lib/list.jsx', 'lib/price.ts'])
    await page.keyboard.press('Control+Shift+Z')
    await page.keyboard.press('Control+S')
    await expect.poll(() => mentions('costOf')).toEqual(['index.ts', 'lib/list.jsx', 'lib/price.ts'])
  })

  await test.step('one match is replaced, and undone', async () => {
    await page.keyboard.press('Control+Shift+F')
    await page.getByLabel('Find', { exact: true }).fill('list = ')
    await page.getByLabel('Replace with').fill('all = ')
    await page.getByRole('button', { name: 'Replace the match in lib/list.jsx, line 3' }).click()
    await page.keyboard.press('Control+S')
    await expect.poll(() => mentions('all = ')).toEqual(['lib/list.jsx'])
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await page.keyboard.press('Control+S')
    await expect.poll(() => mentions('list = ')).toEqual(['lib/list.jsx'])
    await page.getByLabel('Replace with').fill('')
  })

  await test.step('replaced in all files, and undone', async () => {
    await page.keyboard.press('Control+Shift+F')
    await page.getByLabel('Find', { exact: true }).fill('costOf')
    await expect(page.getByRole('status').filter({ hasText: '5 matches in 3 files' })).toBeVisible()
    await page.getByLabel('Replace with').fill('totalOf')
    await page.getByRole('button', { name: 'Replace all' }).click()
    await page.keyboard.press('Control+S')
    await expect.poll(() => mentions('totalOf')).toEqual(['index.ts', 'lib/list.jsx', 'lib/price.ts'])
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await page.keyboard.press('Control+S')
    await expect.poll(() => mentions('costOf')).toEqual(['index.ts', 'lib/list.jsx', 'lib/price.ts'])
    await page.getByRole('button', { name: 'Back to the files' }).click()
  })

  await test.step('a file is deleted and comes back, then moved to the top', async () => {
    await tree.getByRole('treeitem', { name: /^price\.ts/ }).focus()
    await page.keyboard.press('Delete')
    await expect(tree.getByText('price.ts')).toBeHidden()
    await page.getByRole('button', { name: 'Undo' }).last().click()
    await tree.getByRole('treeitem', { name: /^price\.ts/ }).focus()
    await page.keyboard.press('F2')
    await page.keyboard.press('Control+A')
    await page.keyboard.insertText('price.ts')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Control+S')
    await expect.poll(async () => Object.keys(await draft())).toEqual(['index.ts', 'lib/list.jsx', 'price.ts'])
  })

  await test.step('two files beside one another, with the keys of vim', async () => {
    await tree.getByText('index.ts').click()
    await page.getByRole('button', { name: 'Show two files side by side' }).click()
    await expect(page.locator('.monaco-editor .view-lines').nth(1)).toContainText('costOf')
    await page.getByRole('button', { name: 'Editor settings and keys' }).click()
    await page.getByRole('switch', { name: 'Vim keys' }).click()
    await page.keyboard.press('Escape')
    await code.click()
    await expect(page.getByText('--NORMAL--')).toBeVisible()
    await page.keyboard.type('ggdd')
    await expect(code).not.toContainText('import')
    await page.keyboard.type('u')
    await expect(code).toContainText('import')
  })
})

test('a right click, or the menu key, in the tree offers what can be done there', async ({
  api,
  space,
  signedIn: page,
}) => {
  const path = `/spaces/${space}/functions`
  await api.must('POST', path, { name: 'clicked', runtime: 'nodejs24', handler: 'index.handler', files: FILES })
  await page.goto(`/s/${space}/f/clicked/code`)
  const tree = page.getByRole('tree')
  const row = (name: string | RegExp) => tree.getByRole('treeitem', { name })
  const choose = async (name: string) => {
    await page.getByRole('menu').getByRole('menuitem', { name }).click()
    await expect(page.getByRole('menu')).toBeHidden()
  }

  await row(/^price\.ts/).click({ button: 'right' })
  await choose('Duplicate')
  await expect(row(/^price-2\.ts/)).toHaveAttribute('aria-selected', 'true')
  await expect(page.locator('.code-editor .view-lines').first()).toContainText('priceOf', { timeout: 30_000 })

  // A closed folder opens for its new file.
  await row(/^lib/).click()
  await expect(row(/^price-2\.ts/)).toBeHidden()
  await row(/^lib/).click({ button: 'right' })
  await choose('New file')
  const name = page.getByRole('textbox', { name: 'Path of the file' })
  await expect(name).toBeFocused()
  await expect(name).toHaveValue('lib/')
  await name.pressSequentially('tax.ts')
  await name.press('Enter')
  await expect(row(/^tax\.ts/)).toHaveAttribute('aria-selected', 'true')

  await row(/^price-2\.ts/).focus()
  await page.keyboard.press('ContextMenu')
  await choose('Rename')
  await expect(name).toBeFocused()
  await name.fill('lib/cost.ts')
  await name.press('Enter')
  await expect(row(/^cost\.ts/)).toBeFocused()

  // Below the rows.
  const box = (await tree.boundingBox())!
  await page.mouse.click(box.x + 40, box.y + box.height - 5, { button: 'right' })
  await choose('New file')
  await expect(name).toHaveValue('')
  await name.press('Escape')

  await row(/^cost\.ts/).click({ button: 'right' })
  await choose('Delete')
  await page.keyboard.press('Control+S')
  const paths = async () => Object.keys((await api.must('GET', `${path}/clicked/draft`)).files).toSorted()
  await expect.poll(paths).toEqual(['index.ts', 'lib/price.ts', 'lib/tax.ts'])
})

test('a tree of many files shows those in view, and leads through all of them by keys', async ({
  api,
  space,
  signedIn: page,
}) => {
  const many = Array.from({ length: 600 }, (_, n) => [`src/file-${String(n).padStart(3, '0')}.txt`, `${n}`])
  const files = { ...FILES, ...Object.fromEntries(many) }
  const body = { name: 'many', runtime: 'nodejs24', handler: 'index.handler', files }
  await api.must('POST', `/spaces/${space}/functions`, body)
  await page.goto(`/s/${space}/f/many/code`)
  const tree = page.getByRole('tree')
  const row = (name: string) => tree.getByRole('treeitem', { name })
  await expect(row('index.ts')).toBeVisible()
  expect(await tree.getByRole('treeitem').count()).toBeLessThan(150)

  // Folders come first.
  await row('index.ts').focus()
  await page.keyboard.press('ArrowUp')
  await expect(row('file-599.txt')).toBeFocused()
  await expect(row('file-599.txt')).toHaveAttribute('aria-posinset', '600')
  await expect(row('file-599.txt')).toHaveAttribute('aria-setsize', '600')
  await page.keyboard.press('ArrowUp')
  await expect(row('file-598.txt')).toBeFocused()
  await page.keyboard.press('Delete')
  await expect(row('file-599.txt')).toBeFocused()
  await page.keyboard.press('F2')
  await page.keyboard.press('Escape')
  await expect(row('file-599.txt')).toBeFocused()
  await page.keyboard.press('Home')
  await expect(row('lib')).toBeFocused()
  await page.keyboard.press('End')
  await expect(row('index.ts')).toBeFocused()
})
