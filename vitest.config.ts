import { configDefaults, defineConfig } from 'vitest/config'

const EVERY_TEST = ['{apps,packages}/*/{src,test}/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'scripts/**/*.test.ts']

/** They run one after another in one process, which loads the code under test once instead of once for each file. */
const SHARING_A_PROCESS = ['{apps/*,packages/{archive,contract,platform}}/src/**/*.test.{ts,tsx}']

export default defineConfig({
  test: {
    globalSetup: 'test/temporary-folder.ts',
    // Real PostgreSQL and real sandboxes on small machines: be patient.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // What a test waits for comes when the machine has time for it.
    expect: { poll: { timeout: 60_000, interval: 20 } },
    // One more than the machines that run them have cores: most of a test is waiting.
    maxWorkers: 3,
    projects: [
      {
        extends: true,
        test: {
          name: 'sharing a process',
          include: SHARING_A_PROCESS,
          isolate: false,
        },
      },
      {
        extends: true,
        test: {
          name: 'a process each',
          include: EVERY_TEST,
          exclude: [...configDefaults.exclude, ...SHARING_A_PROCESS],
        },
      },
    ],
  },
})
