import type { Page } from '@playwright/test'
import { expect, test, type Api } from './fixtures.ts'

/* Where a session stops or cannot, and what it says then. */

type Breakpoint = { path: string; line: number; condition?: string }

async function openCode(
  [page, api, space]: [Page, Api, string],
  runtime: string,
  files: Record<string, string>,
  breakpoints: Breakpoint[] = [],
) {
  await api.must('POST', `/spaces/${space}/functions`, { name: 'fn', runtime, handler: 'index.handler', files })
  const kept = JSON.stringify(breakpoints.map((each) => ({ ...each, enabled: true })))
  await page.addInitScript(([key, text]) => sessionStorage.setItem(key!, text!), [
    `alcove-breakpoints:${space}/fn`,
    kept,
  ] as const)
  await page.goto(`/s/${space}/f/fn/code`)
  await expect(page.locator('.code-editor .monaco-editor .view-line').first()).toBeVisible()
  return {
    panel: page.getByRole('region', { name: 'Debugger' }),
    side: page.getByRole('region', { name: 'Debug session' }),
    log: page.getByRole('log'),
  }
}

test('code that fails to load pauses where it throws, also in another file', async ({ signedIn, api, space }) => {
  const { panel, log } = await openCode([signedIn, api, space], 'nodejs24', {
    'index.mjs': `import { limit } from './limit.mjs'\nexport const handler = () => limit\n`,
    'limit.mjs': `try {\n  JSON.parse('{')\n} catch {}\nexport const limit = 1\nnull.limit\n`,
  })
  await signedIn.keyboard.press('F5')
  await expect(panel.getByRole('status')).toContainText('TypeError: Cannot read properties of null')
  await expect(panel.getByText('limit.mjs:5').first()).toBeVisible()
  await expect(log).toContainText('The code failed to load. It loads again')
  await signedIn.keyboard.press('F8')
  await expect(log).toContainText('TypeError: Cannot read properties of null')
})

test('a syntax error ends the session with its name, and pauses nowhere', async ({ signedIn, api, space }) => {
  const { panel, log } = await openCode([signedIn, api, space], 'nodejs24', { 'index.mjs': 'export const handler = (' })
  await signedIn.keyboard.press('F5')
  await expect(log).toContainText('SyntaxError: Unexpected end of input')
  await expect(panel.getByRole('status')).not.toContainText('Paused')
})

test('a condition that throws or does not parse says so, and stops no other breakpoint', async ({
  signedIn,
  api,
  space,
}) => {
  const { panel, side, log } = await openCode(
    [signedIn, api, space],
    'nodejs24',
    { 'index.mjs': `export const handler = () => {\n  const n = 1\n\n  // More.\n  return n\n}\n` },
    [
      { path: 'index.mjs', line: 2, condition: 'missing > 1' },
      { path: 'index.mjs', line: 3 },
    ],
  )
  await signedIn.keyboard.press('F5')
  await expect(panel.getByRole('status')).toHaveText('Paused')
  await expect(panel.getByText('index.mjs:5').first()).toBeVisible()
  await expect(side.getByText('stops at line 5')).toBeVisible()
  await expect(log).toContainText('Breakpoint index.mjs:2: ReferenceError: missing is not defined')
})

test('a breakpoint that Python refuses is told, and the next one stops', async ({ signedIn, api, space }) => {
  const { panel, log } = await openCode(
    [signedIn, api, space],
    'python3',
    { 'index.py': 'def handler(event, context):\n    n = 1\n    return n\n' },
    [
      { path: 'index.py', line: 2, condition: 'n >' },
      { path: 'index.py', line: 3 },
    ],
  )
  await signedIn.keyboard.press('F5')
  await expect(panel.getByRole('status')).toHaveText('Paused')
  await expect(panel.getByText('index.py:3').first()).toBeVisible()
  await expect(log).toContainText('index.py:2: Not an expression of Python')
})

test('the author’s own main.cjs is debugged, an endless expression ends, and a lost connection is told', async ({
  signedIn: page,
  api,
  space,
}) => {
  let cut = () => {}
  await page.routeWebSocket(/\/debug\?/, (socket) => {
    socket.connectToServer()
    cut = () => void socket.close()
  })
  const { panel, side, log } = await openCode(
    [page, api, space],
    'nodejs24',
    { 'index.mjs': `export { handler } from './main.cjs'\n`, 'main.cjs': `exports.handler = () => {\n  return 1\n}\n` },
    [{ path: 'main.cjs', line: 2 }],
  )
  await page.keyboard.press('F5')
  await expect(panel.getByRole('status')).toHaveText('Paused')
  await expect(panel.getByText('main.cjs:2').first()).toBeVisible()
  await page.getByLabel('Evaluate an expression').fill('(() => { for (;;); })()')
  await page.getByLabel('Evaluate an expression').press('Enter')
  await expect(log).toContainText('terminated')
  cut()
  await expect(side.getByRole('status')).toContainText('The connection to the server was lost')
})

test('a file without code takes no breakpoint, and Java has no debugger: each says so', async ({
  signedIn: page,
  api,
  space,
}) => {
  await openCode([page, api, space], 'java17', { 'Index.java': 'class Index {}\n', 'data.json': '{}\n' })
  await page.locator('.code-editor .monaco-editor .view-line').first().click()
  await page.keyboard.press('F9')
  const said = page.getByText('Java and custom runtimes have no step debugger yet')
  await expect(said.first()).toBeVisible()
  await expect(page.locator('.debug-glyph')).toHaveCount(0)
  await page.locator('.code-editor .monaco-editor .line-numbers').first().click()
  await expect(page.getByText('Breakpoints work in JavaScript, TypeScript and Python files only').first()).toBeVisible()
  await expect(page.locator('.debug-glyph')).toHaveCount(0)
})
