import type { TestResult, TestRun } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { useRef } from 'react'
import { runTests, testRunQuery, testRunsQuery, testsKey } from '../../../api/tests.ts'
import { useChange } from '../../../components/useChange.ts'

/** The last run on a qualifier, and a way to start another one. A later run of some tests replaces their results. */
export function useTestRun(space: string, fn: string, on: string) {
  const abort = useRef<AbortController>(null)
  const runs = useQuery(testRunsQuery(space, fn)).data ?? []
  const last = runs.find(({ qualifier }) => qualifier === on)
  const run = useQuery({ ...testRunQuery(space, fn, last?.id ?? ''), enabled: last !== undefined }).data
  const change = useChange({
    run: (only: readonly string[]) => {
      abort.current = new AbortController()
      return runTests(space, fn, on, only, abort.current.signal)
    },
    invalidates: [testsKey(space, fn)],
    // The user stopped it.
    handles: () => abort.current?.signal.aborted ?? false,
  })
  const results = new Map<string, TestResult>(run?.results.map((result) => [result.name, result]))
  return {
    run: run satisfies TestRun | undefined,
    results,
    /** Names of the tests that run; empty: all. */
    running: change.isPending ? change.variables : null,
    start: (only: readonly string[]) => change.mutate(only),
    stop: () => abort.current?.abort(),
  }
}
