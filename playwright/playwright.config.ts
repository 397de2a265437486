import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { ADMIN, API_KEY, ORIGIN, portOf } from './server.ts'

const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

/** The whole suite uses one worker per processor of a machine with two; a few tests are not worth a second server. */
const workers = Number(process.env['E2E_WORKERS'] ?? 1)

export default defineConfig({
  testDir: '.',
  // `npm run screenshots` makes the pictures of the README instead.
  testMatch: process.env['SCREENSHOTS'] ? 'screenshots.ts' : '*.e2e.ts',
  outputDir: '../test-results',
  // Each worker has a server on real parts, shared by its tests: each test makes its own space.
  workers,
  fullyParallel: true,
  // The whole suite shares a small machine with its servers: a failure counts when it comes twice, else it is
  // reported as flaky. One test run by name fails at once.
  retries: workers > 1 ? 1 : 0,
  // What a test waits for comes when the machine has time for it.
  timeout: 300_000,
  expect: { timeout: 60_000 },
  reporter: process.env['PLAYWRIGHT_JSON']
    ? [['list'], ['json', { outputFile: process.env['PLAYWRIGHT_JSON'] }]]
    : [['list']],
  use: {
    baseURL: ORIGIN,
    viewport: { width: 1440, height: 900 },
    // Recording slows down every test, so it is off. TRACE=1 npm run e2e -- name keeps a recording of what fails.
    screenshot: 'only-on-failure',
    trace: process.env['TRACE'] ? 'retain-on-failure' : 'off',
    launchOptions: {
      ...(existsSync(chromium) ? { executablePath: chromium } : {}),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
  webServer: Array.from({ length: workers }, (_, worker) => ({
    command: 'exec node scripts/start-for-tests.ts',
    cwd: '..',
    url: `http://127.0.0.1:${portOf(worker)}/readyz`,
    timeout: 180_000,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    env: {
      ALCOVE_PORT: String(portOf(worker)),
      ALCOVE_GATEWAY_PORT: String(portOf(worker) + 1),
      ALCOVE_ADMIN_EMAIL: ADMIN.email,
      ALCOVE_ADMIN_PASSWORD: ADMIN.password,
      ALCOVE_ADMIN_API_KEY: API_KEY,
    },
  })),
})
