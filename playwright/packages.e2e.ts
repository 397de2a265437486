import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeCode } from './editor.ts'
import { expect, test } from './fixtures.ts'
import { zipOf } from './zip.ts'

const handler = (answer: string) => `export const handler = async () => '${answer}'\n`

test('a zip and a folder become the draft, and what was there comes back', async ({ api, space, signedIn: page }) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'packed',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': handler('typed'), 'typed.mjs': '' },
  })
  const run = () => api.must('POST', `/spaces/${space}/functions/packed/invocations`, {})
  const tree = page.getByRole('tree')
  await page.goto(`/s/${space}/f/packed/code`)
  await expect(tree.getByText('typed.mjs')).toBeVisible()

  await test.step('a zip', async () => {
    const buffer = zipOf({ 'index.mjs': handler('from a zip'), 'lib/money.mjs': 'export const eur = 1\n' })
    await page.getByLabel('Upload a zip').setInputFiles({ name: 'code.zip', mimeType: 'application/zip', buffer })
    await expect(page.getByText('The draft is now 2 uploaded files')).toBeVisible()
    await expect(tree.getByText('money.mjs')).toBeVisible()
    await expect(tree.getByText('typed.mjs')).toBeHidden()
    expect(await run()).toBe('from a zip')
  })

  await test.step('undone', async () => {
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(tree.getByText('typed.mjs')).toBeVisible()
    expect(await run()).toBe('typed')
  })

  await test.step('a folder, from its top', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'alcove-folder-'))
    try {
      mkdirSync(join(folder, 'lib'))
      mkdirSync(join(folder, '.git'))
      writeFileSync(join(folder, 'index.mjs'), handler('from a folder'))
      writeFileSync(join(folder, 'lib/größe.mjs'), 'export default 1\n')
      writeFileSync(join(folder, '.git/config'), 'not code')
      await page.getByLabel('Upload a folder').setInputFiles(folder)
      await expect(page.getByText('The draft is now 2 uploaded files').last()).toBeVisible()
      await expect(tree.getByText('größe.mjs')).toBeVisible()
      expect(await run()).toBe('from a folder')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  await test.step('a file too large for an editor is named, and stays when another is saved', async () => {
    // A file that compresses too well would be refused as an attack.
    const noise = randomBytes(300 * 1024).toString('hex')
    const buffer = zipOf({ 'index.mjs': handler('small'), 'large.txt': noise })
    await page.getByLabel('Upload a zip').setInputFiles({ name: 'code.zip', mimeType: 'application/zip', buffer })
    await tree.getByText('large.txt').click()
    await expect(page.getByText('Too large to be shown here (600 KB)')).toBeVisible()
    const archive = page.waitForEvent('download')
    await page.getByRole('button', { name: 'Upload or download' }).click()
    await page.getByRole('menuitem', { name: 'Download as zip' }).click()
    expect((await archive).suggestedFilename()).toBe('packed-draft.zip')
  })
})

test('code is checked while it is typed, and formatted with the cursor and the undo history kept', async ({
  api,
  space,
  signedIn: page,
}) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'checked',
    runtime: 'python3',
    handler: 'main.handler',
    files: {
      'main.py': "def handler( event,context ):\n  return {'a':1}\n",
      'Plain.java': 'class Plain{int x=1;}\n',
      'run.sh': 'if true; then\necho hi\nfi\n',
      'notes.yaml': 'a:   1\n',
    },
  })
  await page.goto(`/s/${space}/f/checked/code`)
  const code = page.locator('.view-lines').first()
  const format = page.getByRole('button', { name: 'Format', exact: true })

  await test.step('an error is marked at its line, and stops the formatter in words', async () => {
    await writeCode(page, 'import os\n\ndef handler(event:\n  return event\n')
    await expect(page.getByText(/, line 3$/)).toBeVisible()
    await format.click()
    await expect(page.getByText(/^Not formatted\. Line 3: /)).toBeVisible()
  })

  await test.step('formatted, and undone', async () => {
    await writeCode(page, "def handler( event,context ):\n  return {'a':1}\n")
    await format.click()
    await expect(code).toContainText('return {"a": 1}')
    await code.click()
    await page.keyboard.press('Control+Z')
    await expect(code).toContainText("return {'a':1}")
  })

  for (const [file, formatted] of [
    ['Plain.java', 'int x = 1;'],
    ['run.sh', '  echo hi'],
    ['notes.yaml', 'a: 1'],
  ] as const) {
    await test.step(file, async () => {
      await page.getByRole('tree').getByText(file, { exact: true }).click()
      await format.click()
      await expect(code).toContainText(formatted)
    })
  }
})

test('files that import each other stay right when the editor is left and opened again', async ({
  api,
  space,
  signedIn: page,
}) => {
  const files = {
    'index.mjs':
      "import { a } from './lib/a.mjs'\nimport { b } from './lib/b.mjs'\nexport const handler = async () => a + b\n",
    'lib/a.mjs': 'export const a = 1\n',
  }
  const functions = `/spaces/${space}/functions`
  await api.must('POST', functions, { name: 'two', runtime: 'nodejs24', handler: 'index.handler', files })
  const errors = page.locator('.squiggly-error')
  await page.goto(`/s/${space}/f/two/code?file=index.mjs`)
  // Only lib/b.mjs is missing.
  await expect(errors).toHaveCount(1)
  await page.getByRole('link', { name: 'Overview' }).last().click()
  await expect(errors).toHaveCount(0)
  await page.getByRole('link', { name: 'Code', exact: true }).click()
  await expect(errors).toHaveCount(1)
  await expect(page.getByText("Cannot find module './lib/b.mjs'").first()).toBeVisible()
})

test('dependencies are installed while their log is watched, and then there to import', async ({
  api,
  space,
  signedIn: page,
}) => {
  await api.must('POST', `/spaces/${space}/functions`, {
    name: 'lengths',
    runtime: 'nodejs24',
    handler: 'index.handler',
    files: { 'index.mjs': "import ms from 'ms'\nexport const handler = async () => ms('2 days')\n" },
  })
  await page.goto(`/s/${space}/f/lengths/code`)
  await page.getByRole('button', { name: 'Add package' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add package' })
  await dialog.getByLabel('Name').fill('two words')
  await expect(dialog.getByLabel('Name')).toHaveAttribute('aria-invalid', 'true')
  await dialog.getByLabel('Name').fill('ms')
  // A version range of its own, so that nothing built before answers.
  await dialog.getByLabel('Version').fill('>=2.1.2 <2.1.4')
  await dialog.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByRole('tree').getByText('package.json')).toBeVisible()

  const chip = page.getByRole('button', { name: /^(Build queued|Building|Built)/ })
  await expect(chip).toBeVisible()
  await chip.click()
  const panel = page.getByRole('region', { name: 'Build' })
  await expect(panel.getByRole('log')).toContainText('npm install')
  await expect(page.getByRole('button', { name: /^Built/ })).toBeVisible()
  await expect(panel.getByRole('listitem').filter({ hasText: 'ms' })).toContainText('2.1.3')
  await page.keyboard.press('Control+Enter')
  await expect(page.getByText('172800000')).toBeVisible()
})
