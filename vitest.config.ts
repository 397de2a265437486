import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['{apps,packages}/*/{src,test}/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'scripts/**/*.test.ts'],
    globalSetup: 'test/temporary-folder.ts',
    // Real PostgreSQL and real sandboxes on small machines: be patient.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What a test waits for comes when the machine has time for it.
    expect: { poll: { timeout: 60_000, interval: 20 } },
    // One more than the machines that run them have cores: most of a test is waiting.
    maxWorkers: 3,
  },
})
