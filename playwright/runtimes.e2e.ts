import type { Page } from '@playwright/test'
import { writeCode } from './editor.ts'
import { expect, test } from './fixtures.ts'

/** From scratch: name and runtime. */
async function create(page: Page, space: string, name: string, runtime: string) {
  await page.goto(`/s/${space}/f/new?start=scratch`)
  await page.getByLabel('Name').fill(name)
  await page.getByRole('radio', { name: new RegExp(`^${runtime}`) }).click()
  await page.getByRole('button', { name: 'Create function' }).click()
  await expect(page).toHaveURL(`/s/${space}/f/${name}/code`)
}

const CASES = [
  {
    runtime: 'Node.js 24',
    name: 'in-node',
    code: "export const handler = async (event) => {\n  console.log('from node')\n  return { said: `Hello ${event.name}, from Node` }\n}\n",
    said: '"Hello Ada, from Node"',
    line: 'from node',
  },
  {
    runtime: 'Python 3',
    name: 'in-python',
    code: 'def handler(event, context):\n    print("from python")\n    return {"said": "Hello " + event["name"] + ", from Python"}\n',
    said: '"Hello Ada, from Python"',
    line: 'from python',
  },
  {
    runtime: 'Java 17',
    name: 'in-java',
    code: 'import java.util.Map;\n\npublic class Handler {\n    public Map<String, String> handle(Map<String, Object> event) {\n        System.out.println("from java");\n        return Map.of("said", "Hello " + event.get("name") + ", from Java");\n    }\n}\n',
    said: '"Hello Ada, from Java"',
    line: 'from java',
  },
]

for (const { runtime, name, code, said, line } of CASES) {
  test(`a function in ${runtime} is written and run in the browser`, async ({ space, signedIn: page }) => {
    await create(page, space, name, runtime)
    await writeCode(page, code)
    await page.keyboard.press('Control+Enter')
    await expect(page.getByText(said)).toBeVisible()
    await expect(page.getByRole('log').getByText(line)).toBeVisible()
  })
}

test('a function that answers web requests runs as it is, with a request', async ({ space, signedIn: page }) => {
  await page.goto(`/s/${space}/f/new?start=scratch`)
  await page.getByLabel('Name').fill('web')
  await page.getByRole('radio', { name: 'JavaScript' }).click()
  await page.getByRole('radio', { name: /^Web requests/ }).click()
  await page.getByRole('button', { name: 'Create function' }).click()
  const run = page.getByRole('region', { name: 'Run the draft' })
  await expect(page.getByRole('tree').getByText('index.mjs')).toBeVisible()
  await run.getByRole('button', { name: /^Run/ }).click()
  await expect(run.getByText('"statusCode": 200')).toBeVisible()
})

test('a compiler’s complaint stands in the editor, in the problems and in the build log, and goes with the mistake', async ({
  space,
  signedIn: page,
}) => {
  await create(page, space, 'mistaken', 'Java 17')
  const java = (body: string) =>
    `public class Handler {\n    public Object handle(Object event) {\n        ${body}\n    }\n}\n`
  await writeCode(page, java('int number = "no";\n        return number;'))
  await page.keyboard.press('Control+S')
  const chip = page.getByRole('button', { name: /Build failed/ })
  await expect(chip).toBeVisible()
  await expect(page.getByText(/incompatible types.*line 3/)).toBeVisible()
  await expect(page.getByRole('button', { name: 'Publish version' })).toHaveAttribute('aria-disabled', 'true')
  await chip.click()
  const panel = page.getByRole('region', { name: 'Build' })
  await expect(panel.getByRole('log')).toContainText('Handler.java:3')
  await panel.getByRole('button', { name: /Handler\.java:3/ }).click()
  await expect(page.getByText('Ln 3, Col')).toBeVisible()

  await writeCode(page, java('return 1;'))
  await page.keyboard.press('Control+S')
  await expect(page.getByRole('button', { name: /^Built/ })).toBeVisible()
  await expect(page.getByText(/incompatible types/)).toBeHidden()
  await expect(page.getByRole('button', { name: 'Publish version' })).not.toHaveAttribute('aria-disabled', 'true')
})
