import type { TestResult, TestRun } from '@alcove/contract'
import { useQuery, useQueryClient } from '@tanstack/react-query'
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

/** The last run on a qualifier, and a way to start another one. Results of a run that goes on replace those of before. */
export function useTestRun(space: string, fn: string, on: string) {
  const client = useQueryClient()
  const abort = useRef<AbortController>(null)
  const [live, setLive] = useState<Live | null>(null)
  const runs = useQuery(testRunsQuery(space, fn)).data ?? []
  const last = runs.find(({ qualifier }) => qualifier === on)
  const run = useQuery({ ...testRunQuery(space, fn, last?.id ?? ''), enabled: last !== undefined }).data
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
  const results = new Map([...(run?.results ?? []), ...(shown?.results ?? [])].map((result) => [result.name, result]))
  const ended = new Set(shown?.results.map(({ name }) => name))

  return {
    run: run satisfies TestRun | undefined,
    runs,
    results,
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

export type TestProgress = ReturnType<typeof useTestRun>
