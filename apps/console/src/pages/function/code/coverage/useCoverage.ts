import type { FileCoverage } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { testRunQuery, testRunsQuery } from '../../../../api/tests.ts'

const HIDDEN = 'alcove.coverage.hidden'

export interface ShownCoverage {
  /** The share of all lines with code, from 0 to 1. */
  share: number
  files: readonly FileCoverage[]
  /** The run measured other code than what is shown. */
  stale: boolean
  shown: boolean
  toggle(): void
}

/** What the last run of tests on this code measured. Null: there was none, or it measured nothing. */
export function useCoverage(space: string, fn: string, version: number | null, codeHash: string | null) {
  const [shown, setShown] = useState(() => localStorage.getItem(HIDDEN) === null)
  const runs = useQuery(testRunsQuery(space, fn)).data ?? []
  const last = runs.find((run) => run.version === version && run.coverage !== null && run.coverage.lines > 0)
  const run = useQuery({ ...testRunQuery(space, fn, last?.id ?? ''), enabled: last !== undefined && shown }).data
  if (!last?.coverage) return null
  const coverage: ShownCoverage = {
    share: last.coverage.covered / last.coverage.lines,
    files: (shown && run?.coverage?.files) || [],
    stale: codeHash !== null && run?.coverage != null && run.coverage.codeHash !== codeHash,
    shown,
    toggle() {
      if (shown) localStorage.setItem(HIDDEN, '1')
      else localStorage.removeItem(HIDDEN)
      setShown(!shown)
    },
  }
  return coverage
}
