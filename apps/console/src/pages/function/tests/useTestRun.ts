import type { TestResult, TestRun, TestRunSummary } from '@alcove/contract'
import { useQueries, useQueryClient, useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { runTests, testRunQuery, testRunsQuery, testsKey } from '../../../api/tests.ts'
import { useChange } from '../../../components/useChange.ts'

/** A run that has been started here, as far as it has come. */
interface Live {
  on: string
  /** The last run before it. */
  before: string | undefined
  started: readonly string[]
  results: readonly TestResult[]
}

/**
 * The last result of each test on a qualifier, and a way to start a run. Results of a run that goes on replace those of
 * before.
 */
export function useTestRun(space: string, fn: string, on: string) {
  const client = useQueryClient()
  const abort = useRef<AbortController>(null)
  const [live, setLive] = useState<Live | null>(null)
  const runs = useQuery(testRunsQuery(space, fn)).data ?? []
  const counting = withLastResults(runs.filter(({ qualifier }) => qualifier === on))
  const [last] = counting
  const loaded = useQueries({ queries: counting.map(({ id }) => testRunQuery(space, fn, id)) })
    .flatMap(({ data }) => data ?? [])
    .toReversed()
  const run = loaded.find(({ id }) => id === last?.id)
  const change = useChange({
    run: async (only: readonly string[]) => {
      abort.current = new AbortController()
      setLive({ on, before: last?.id, started: [], results: [] })
      const update = (next: (before: Live) => Partial<Live>) =>
        setLive((before) => before && { ...before, ...next(before) })
      const ended = await runTests(space, fn, {
        qualifier: on,
        only,
        signal: abort.current.signal,
        watcher: {
          onStart: (name) => update(({ started }) => ({ started: [...started, name] })),
          onResult: (result) => update(({ results }) => ({ results: [...results, result] })),
        },
      })
      client.setQueryData(testRunQuery(space, fn, ended.id).queryKey, ended)
      return ended
    },
    invalidates: [testsKey(space, fn)],
    // The user stopped it.
    handles: () => abort.current?.signal.aborted ?? false,
  })
  // Once a newer run is known, that one counts. What a stopped run has found stays until then.
  const shown = live?.on === on && live.before === last?.id ? live : null
  const running = change.isPending && live?.on === on ? change.variables : null
  const found = [...loaded.flatMap(({ results }) => results), ...(shown?.results ?? [])]
  const results = new Map(found.map((result) => [result.name, result]))
  const runOf = new Map(loaded.flatMap((each) => each.results.map(({ name }) => [name, each])))
  const ended = new Set(shown?.results.map(({ name }) => name))

  return {
    run: run satisfies TestRun | undefined,
    runs,
    results,
    /** The run before the last one that a result is of. */
    earlier(name: string): TestRun | undefined {
      return runOf.get(name) === run || ended.has(name) ? undefined : runOf.get(name)
    },
    /** What a test does in the run that goes on; null: nothing, or no more. */
    phaseOf(name: string): 'waiting' | 'running' | null {
      if (running === null || ended.has(name) || (running.length > 0 && !running.includes(name))) return null
      return shown?.started.includes(name) ? 'running' : 'waiting'
    },
    /** Results of the run that goes on; null: none does. */
    progress: running && (shown?.results ?? []),
    /** Names of the tests that run; empty: all; null: none. */
    running,
    start: (only: readonly string[]) => change.mutate(only),
    stop: () => abort.current?.abort(),
  }
}

/** The runs, newest first, in which a test ran last. */
function withLastResults(runs: readonly TestRunSummary[]): TestRunSummary[] {
  const seen = new Set<string>()
  return runs.filter(({ passedTests, failedTests }) => {
    const before = seen.size
    for (const name of [...passedTests, ...failedTests]) seen.add(name)
    return seen.size > before
  })
}

export type TestProgress = ReturnType<typeof useTestRun>
