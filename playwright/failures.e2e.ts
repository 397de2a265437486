import { writeCode } from './editor.ts'
import { expect, test } from './fixtures.ts'

const CASES = [
  {
    name: 'throws',
    code: "export const handler = async () => {\n  throw new TypeError('no such order')\n}\n",
    shows: [/no such order/, /index\.mjs:2/],
  },
  { name: 'syntax', code: 'export const handler = async ( => {\n', shows: [/Init error/, /SyntaxError: index\.mjs:1/] },
  { name: 'missing', code: 'export const other = 1\n', shows: [/no export 'handler'/] },
  { name: 'bigint', code: 'export const handler = async () => ({ total: 1n })\n', shows: [/BigInt/] },
  {
    name: 'endless',
    code: 'export const handler = async () => new Promise(() => {})\n',
    shows: [/timed out|Timeout/i],
  },
]

for (const { name, code, shows } of CASES) {
  test(`running code that ${name} says in the editor what was wrong`, async ({ api, space, signedIn: page }) => {
    await api.must('POST', `/spaces/${space}/functions`, {
      name,
      runtime: 'nodejs24',
      handler: 'index.handler',
      timeoutSeconds: 2,
      files: { 'index.mjs': 'export const handler = async () => 1\n' },
    })
    await page.goto(`/s/${space}/f/${name}/code`)
    await writeCode(page, code)
    await page.keyboard.press('Control+Enter')
    for (const text of shows) await expect(page.getByText(text).first()).toBeVisible()
    // The failure is in the list at once, findable by its outcome.
    await page.goto(`/s/${space}/f/${name}/invocations`)
    await expect(page.getByRole('row').nth(1)).toContainText(/error|timeout/i)
  })
}

test('a function that does not exist says so and offers a way back', async ({ space, signedIn: page }) => {
  await page.goto(`/s/${space}/f/nowhere/code`)
  await expect(page.getByText('No function "nowhere" here', { exact: true })).toBeVisible()
})
