import type { PutTest, Test, TestRun, TestRunSummary, TestSettings } from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { eventBody } from './event-body.ts'
import { functionKey, functionPath } from './functions.ts'
import { onlyOver } from './only-over.ts'
import { request } from './request.ts'

interface Items<Item> {
  items: Item[]
}

export const testsKey = (space: string, fn: string) => [...functionKey(space, fn), 'tests'] as const

export const testsQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...testsKey(space, fn), 'list'],
    queryFn: ({ signal }) => request<Items<Test>>(functionPath(space, fn, 'tests'), { signal }),
    select: ({ items }) => items,
  })

export const testRunsQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...testsKey(space, fn), 'runs'],
    queryFn: ({ signal }) => request<Items<TestRunSummary>>(functionPath(space, fn, 'test-runs'), { signal }),
    select: ({ items }) => items,
  })

export const testRunQuery = (space: string, fn: string, id: string) =>
  queryOptions({
    queryKey: [...testsKey(space, fn), 'runs', id],
    queryFn: ({ signal }) => request<TestRun>(functionPath(space, fn, 'test-runs', id), { signal }),
    staleTime: Infinity,
  })

export const testSettingsQuery = (space: string, fn: string) =>
  queryOptions({
    queryKey: [...testsKey(space, fn), 'settings'],
    queryFn: ({ signal }) => request<TestSettings>(functionPath(space, fn, 'test-settings'), { signal }),
  })

/** A test to be saved. */
export type NewTest = Omit<PutTest, 'event'> & Pick<Test, 'eventText'>

export const getTest = (space: string, fn: string, name: string) =>
  request<Test>(functionPath(space, fn, 'tests', name))

export const putTest = (
  space: string,
  fn: string,
  name: string,
  { eventText, ...others }: NewTest,
  seen: string | null,
) => {
  const { headers, ...sent } = eventBody(eventText, others)
  return request<Test>(functionPath(space, fn, 'tests', name), {
    method: 'PUT',
    ...sent,
    headers: { ...headers, ...onlyOver(seen) },
  })
}

export const deleteTest = (space: string, fn: string, name: string) =>
  request<void>(functionPath(space, fn, 'tests', name), { method: 'DELETE' })

export const putTestSettings = (space: string, fn: string, body: TestSettings) =>
  request<TestSettings>(functionPath(space, fn, 'test-settings'), { method: 'PUT', body })

/** `only`: names; left out: all tests. */
export const runTests = (space: string, fn: string, qualifier: string, only: readonly string[], signal: AbortSignal) =>
  request<TestRun>(functionPath(space, fn, 'tests', 'run'), {
    method: 'POST',
    query: { qualifier, only: only.length > 0 ? only.join(',') : undefined },
    signal,
  })
