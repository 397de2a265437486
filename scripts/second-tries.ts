import type { Reporter, TestCase } from 'vitest/node'

/** Names the tests that passed only when they were run again, so that nobody has to look for them. */
export default class SecondTries implements Reporter {
  readonly #names: string[] = []

  onTestCaseResult(test: TestCase): void {
    if (test.diagnostic()?.flaky === true) this.#names.push(`${test.module.relativeModuleId} > ${test.fullName}`)
  }

  onTestRunEnd(): void {
    if (this.#names.length > 0) console.log(['Passed at the second try only:', ...this.#names].join('\n  '))
  }
}
