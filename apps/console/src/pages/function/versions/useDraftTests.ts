import { useQuery } from '@tanstack/react-query'
import { useEffect, useEffectEvent } from 'react'
import { testRunsQuery, testsQuery } from '../../../api/tests.ts'
import { useTestRun } from '../tests/useTestRun.ts'

interface DraftTestsOptions {
  /** Of the draft; undefined while it loads. */
  revision: string | undefined
  /** The draft can run, and this user may run it. */
  canRun: boolean
}

/** What the tests say about the draft. They run by themselves if they have not run on this revision yet. */
export function useDraftTests(space: string, fn: string, { revision, canRun }: DraftTestsOptions) {
  const count = useQuery(testsQuery(space, fn)).data?.length ?? 0
  const runs = useQuery(testRunsQuery(space, fn)).data
  const { progress, start, stop } = useTestRun(space, fn, 'draft')
  const last = runs?.find((run) => run.current && run.revision === revision)
  const due = canRun && count > 0 && runs !== undefined && revision !== undefined && last === undefined
  const startDue = useEffectEvent(() => {
    if (due && progress === null) start([])
  })
  // Once for a revision: a run that was stopped or refused is not tried again.
  useEffect(() => startDue(), [due, revision])
  // A run that nobody sees any more would go on beside the one that the next dialog starts.
  const stopOnClose = useEffectEvent(stop)
  useEffect(() => () => stopOnClose(), [])
  const failed = progress
    ? progress.filter(({ status }) => status === 'failed').map(({ name }) => name)
    : (last?.failedTests ?? [])
  return {
    count,
    /** Results of the run that goes on; null: none does. */
    progress,
    passed: progress === null && last !== undefined && failed.length === 0,
    failed,
    start: () => start([]),
    stop,
  }
}

export type DraftTests = ReturnType<typeof useDraftTests>
