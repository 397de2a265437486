/** `npm run e2e`: runs only the browser tests. Further arguments go to Playwright. */
import { join } from 'node:path'
import { ensureBrowser } from './browser.ts'
import { buildConsole } from './console.ts'
import { root, run } from './steps.ts'

const say = (line: string): void => console.log(line)
const args = process.argv.slice(2)
const chromium = ensureBrowser(say)
buildConsole(say)
await run(process.execPath, [join(root, 'playwright/node_modules/@playwright/test/cli.js'), 'test', ...args], {
  cwd: join(root, 'playwright'),
  env: { CHROMIUM_PATH: chromium, E2E_WORKERS: args.length > 0 || process.env.SCREENSHOTS ? '1' : '2' },
})
