import { configDefaults, defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

const EVERY_TEST = ['{apps,packages}/*/{src,test}/**/*.test.{ts,tsx}', 'test/**/*.test.ts', 'scripts/**/*.test.ts']

/** They run one after another in few processes, which load the code under test once instead of once for each file. */
const SHARING_A_PROCESS = [
  '{apps/*,packages/{archive,contract,platform}}/src/**/*.test.{ts,tsx}',
  '{apps/bff,packages/platform}/test/*.test.ts',
]

/** Files that take half a minute and more. */
const LONG =
  /\/(builds|check|full-disk|handlers|installation|isolation|pool|postgres|prewarm|runtimes-java|s3|scheduling|server|simulation|sinks)\.test\.ts$/

/** Long files first: one that starts last is waited for alone. */
class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLong = ({ moduleId }: TestSpecification) => Number(LONG.test(moduleId))
    return (await super.sort(files)).toSorted((a, b) => isLong(b) - isLong(a))
  }
}

export default defineConfig({
  test: {
    sequence: { sequencer: LongFirst },
    globalSetup: 'test/temporary-folder.ts',
    // Real PostgreSQL and real sandboxes on small machines: be patient.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // What a test waits for comes when the machine has time for it.
    expect: { poll: { timeout: 60_000, interval: 20 } },
    // Two more than the machines that run them have cores: most of a test is waiting.
    maxWorkers: 4,
    projects: [
      {
        extends: true,
        test: {
          name: 'sharing a process',
          include: SHARING_A_PROCESS,
          isolate: false,
          setupFiles: 'test/restart-ids.ts',
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
