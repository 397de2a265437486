import { existsSync } from 'node:fs'
import { defineConfig } from '@playwright/test'
import { ADMIN, API_KEY, GATEWAY, ORIGIN } from './server.ts'

const chromium = process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium'

export default defineConfig({
  testDir: '.',
  // `npm run screenshots` makes the pictures of the README instead.
  testMatch: process.env['SCREENSHOTS'] ? 'screenshots.ts' : '*.e2e.ts',
  outputDir: '../test-results',
  // One server on real parts is shared by every test: each makes its own space.
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: process.env['PLAYWRIGHT_JSON']
    ? [['list'], ['json', { outputFile: process.env['PLAYWRIGHT_JSON'] }]]
    : [['list']],
  use: {
    baseURL: ORIGIN,
    viewport: { width: 1440, height: 900 },
    trace: 'retain-on-failure',
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
  webServer: {
    command: 'exec node scripts/start-for-tests.ts',
    cwd: '..',
    url: `${ORIGIN}/readyz`,
    timeout: 180_000,
    stdout: 'pipe',
    gracefulShutdown: { signal: 'SIGTERM', timeout: 20_000 },
    env: {
      ALCOVE_PORT: new URL(ORIGIN).port,
      ALCOVE_GATEWAY_PORT: new URL(GATEWAY).port,
      ALCOVE_ADMIN_EMAIL: ADMIN.email,
      ALCOVE_ADMIN_PASSWORD: ADMIN.password,
      ALCOVE_ADMIN_API_KEY: API_KEY,
    },
  },
})
