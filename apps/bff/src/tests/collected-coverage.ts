import type { FileCoverage, Revision, TestCoverage } from '@alcove/contract'
import type { Engine } from '@alcove/engine'
import { createHash } from 'node:crypto'

/** The most bytes of all reports of a run. Beyond it nothing is measured. */
const MOST_BYTES = 32 * 1024 * 1024

/** What guests report about the lines that ran in one run of tests. */
export class CollectedCoverage {
  /** By hash: most calls run the same parts of most files. */
  readonly #reports = new Map<string, Uint8Array>()
  #bytes = 0

  add(report: Uint8Array): void {
    const hash = createHash('sha256').update(report).digest('base64')
    if (this.#reports.has(hash) || this.#bytes + report.length > MOST_BYTES) return
    this.#bytes += report.length
    this.#reports.set(hash, report)
  }

  /** @returns null when nothing could be measured */
  async read(engine: Engine, revision: Revision): Promise<TestCoverage | null> {
    if (this.#reports.size === 0) return null
    const files = await engine.coverage(revision, [...this.#reports.values()])
    if (files === null || files.length === 0) return null
    const sum = (of: (file: FileCoverage) => number) => files.reduce((total, file) => total + of(file), 0)
    const covered = sum((file) => file.covered.length)
    return { codeHash: revision.codeHash, covered, lines: covered + sum((file) => file.uncovered.length), files }
  }
}
