import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '..')
/** Where Node keeps what it compiled. */
export const compiled = join(root, 'node_modules/.cache/alcove/compiled')
const bin = join(root, 'node_modules/.bin')

export interface Step {
  name: string
  /** Throws when the step fails. */
  run(): void | Promise<void>
}

export interface Tally {
  passed: number
  failed: number
}

/** Runs one of our programs with this Node in PATH. @throws when it fails */
export function run(command: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  return new Promise<void>((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: options.cwd ?? root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, PATH: `${bin}:${process.env.PATH}`, ...options.env },
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      if (code === 0) resolve()
      else reject(new Error(`${command} ended with ${signal ?? `exit code ${code}`}`))
    })
  })
}

/** Runs the steps in order. Stops at the first failure and returns its name; null when all passed. */
export async function runSteps(steps: Step[]): Promise<string | null> {
  for (const step of steps) {
    console.log(`\n━━ ${step.name}`)
    const start = performance.now()
    const seconds = () => `${((performance.now() - start) / 1000).toFixed(1)} s`
    try {
      // oxlint-disable-next-line no-await-in-loop -- steps are sequential
      await step.run()
      console.log(`━━ ${step.name}: passed in ${seconds()}`)
    } catch (error) {
      console.error(`━━ ${step.name}: FAILED after ${seconds()}: ${(error as Error).message}`)
      return step.name
    }
  }
  return null
}

/** Counts of vitest's JSON report. A test file that could not be loaded counts as one failure. */
export function tallyOfVitest(file: string): Tally {
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    numPassedTests: number
    numFailedTests: number
    testResults: { status: string; assertionResults: unknown[] }[]
  }
  const unloadable = report.testResults.filter((t) => t.status === 'failed' && t.assertionResults.length === 0)
  return { passed: report.numPassedTests, failed: report.numFailedTests + unloadable.length }
}

/** Counts of Playwright's JSON report. */
export function tallyOfPlaywright(file: string): Tally {
  const report = JSON.parse(readFileSync(file, 'utf8')) as {
    stats: { expected: number; flaky: number; unexpected: number }
    errors: unknown[]
  }
  const { expected, flaky, unexpected } = report.stats
  return { passed: expected + flaky, failed: unexpected + (unexpected === 0 ? report.errors.length : 0) }
}
