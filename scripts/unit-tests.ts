import { existsSync, readFileSync } from 'node:fs'
import { relative } from 'node:path'
import { compiled, root, run, tallyOfVitest, type Tally } from './steps.ts'

/** More failed files than this are no lost race. */
const MOST_SECOND_TRIES = 3

/** The files of vitest's JSON report in which something failed, relative to the root. */
function failedFiles(report: string): string[] {
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as {
    testResults: { name: string; status: string }[]
  }
  return testResults.filter(({ status }) => status === 'failed').map(({ name }) => relative(root, name))
}

const vitest = (files: string[], report: string) =>
  run('vitest', ['run', ...files, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], {
    // Many files have a process each.
    env: { NODE_COMPILE_CACHE: compiled },
  })

/**
 * Runs every unit test. A test of real processes may lose a race once on a busy machine: its file runs again, whole,
 * because tests of one file share their accounts and spaces, and is named at the end.
 *
 * @throws when a file fails twice, or more than a few fail once
 */
export async function runUnitTests(reports: { first: string; second: string }): Promise<void> {
  try {
    await vitest([], reports.first)
  } catch (error) {
    const files = failedFiles(reports.first)
    if (files.length === 0 || files.length > MOST_SECOND_TRIES) throw error
    console.log(`\nA second try for ${files.join(', ')}`)
    await vitest(files, reports.second)
    console.log(['Passed at the second try only:', ...files].join('\n  '))
  }
}

/** Counts of both tries together: a test that passed at the second one has passed. */
export function tallyOfUnitTests(reports: { first: string; second: string }): Tally {
  if (!existsSync(reports.first)) return { passed: 0, failed: 0 }
  const first = tallyOfVitest(reports.first)
  if (!existsSync(reports.second)) return first
  const { failed } = tallyOfVitest(reports.second)
  return { passed: first.passed + first.failed - failed, failed }
}
