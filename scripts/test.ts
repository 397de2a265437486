/** The steps of `npm test`, cheapest first. */
import { existsSync, mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ensureBrowser } from './browser.ts'
import { buildConsole } from './console.ts'
import { ensure } from './ensure.ts'
import { CONTAINERS, LANGUAGES, NETWORK, TEST_TOOLS } from './needs.ts'
import { root, run, runSteps, tallyOfPlaywright, type Step } from './steps.ts'
import { runUnitTests, tallyOfUnitTests } from './unit-tests.ts'

const say = (line: string): void => console.log(line)
const results = join(root, 'node_modules/.cache/alcove/reports')
const reports = {
  unit: { first: join(results, 'vitest.json'), second: join(results, 'vitest-second.json') },
  playwright: join(results, 'playwright.json'),
}
rmSync(results, { recursive: true, force: true })
mkdirSync(results, { recursive: true })

const projects = ['tsconfig.node.json', 'apps/console', 'packages/guest', 'playwright']
let chromium = ''

const steps: Step[] = [
  {
    name: 'What the tests need',
    run() {
      ensure([CONTAINERS, NETWORK, ...LANGUAGES, ...TEST_TOOLS], say)
      chromium = ensureBrowser(say)
    },
  },
  {
    name: 'Types',
    async run() {
      for (const project of projects) await run('tsc', ['--noEmit', '-p', project])
    },
  },
  { name: 'Lint', run: () => run('oxlint', []) },
  { name: 'Format', run: () => run('oxfmt', ['--check']) },
  { name: 'Dead code', run: () => run('knip', ['--no-progress']) },
  {
    name: 'Unit, contract and API tests',
    run: () => runUnitTests(reports.unit),
  },
  { name: 'The console builds', run: () => buildConsole(say) },
  {
    name: 'Browser tests',
    run: () =>
      run(process.execPath, [join(root, 'playwright/node_modules/@playwright/test/cli.js'), 'test'], {
        cwd: join(root, 'playwright'),
        env: { CHROMIUM_PATH: chromium, E2E_WORKERS: '2', PLAYWRIGHT_JSON: reports.playwright },
      }),
  },
]

const failedStep = await runSteps(steps)

const tallies = [
  tallyOfUnitTests(reports.unit),
  existsSync(reports.playwright) ? tallyOfPlaywright(reports.playwright) : { passed: 0, failed: 0 },
]
const passed = tallies.reduce((sum, tally) => sum + tally.passed, 0)
// A step that fails without a failed test (types, lint, a crash) counts as one failure.
const failed = Math.max(
  tallies.reduce((sum, tally) => sum + tally.failed, 0),
  failedStep ? 1 : 0,
)
if (failedStep) process.exitCode = 1
console.log(`\n${passed} passed, ${failed} failed`)
