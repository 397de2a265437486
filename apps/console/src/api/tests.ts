import type {
  Problem,
  PutTest,
  Test,
  TestResult,
  TestRun,
  TestRunSummary,
  TestSettings,
  TestSettingsState,
} from '@alcove/contract'
import { queryOptions } from '@tanstack/react-query'
import { ApiError } from './error.ts'
import { eventBody } from './event-body.ts'
import { functionKey, functionPath } from './functions.ts'
import { onlyOver } from './only-over.ts'
import { apiUrl, noAnswer, request, send } from './request.ts'
import { serverEvents } from './server-events.ts'

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
    queryFn: ({ signal }) => request<TestSettingsState>(functionPath(space, fn, 'test-settings'), { signal }),
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

export const getTestSettings = (space: string, fn: string) =>
  request<TestSettingsState>(functionPath(space, fn, 'test-settings'))

export const putTestSettings = (space: string, fn: string, body: TestSettings, seen: string | null) =>
  request<TestSettingsState>(functionPath(space, fn, 'test-settings'), {
    method: 'PUT',
    body,
    headers: onlyOver(seen),
  })

interface RunWatcher {
  onStart(name: string): void
  onResult(result: TestResult): void
}

interface RunTests {
  qualifier: string
  /** Names; empty: all tests. */
  only?: readonly string[]
  signal?: AbortSignal
  watcher?: RunWatcher
}

/** Runs tests and tells each result as it comes. They stop when `signal` aborts. */
export async function runTests(
  space: string,
  fn: string,
  { qualifier, only = [], signal, watcher }: RunTests,
): Promise<TestRun> {
  const query = { qualifier, only: only.length > 0 ? only.join(',') : undefined }
  const response = await send(apiUrl(functionPath(space, fn, 'tests', 'run'), query), {
    method: 'POST',
    headers: { accept: 'text/event-stream' },
    ...(signal && { signal }),
  })
  for await (const { event, data } of serverEvents(response)) {
    if (event === 'started') watcher?.onStart((data as Pick<TestResult, 'name'>).name)
    else if (event === 'result') watcher?.onResult(data as TestResult)
    else if (event === 'run') return data as TestRun
    else if (event === 'problem') throw new ApiError(data as Problem)
  }
  throw noAnswer(response.headers.get('x-request-id') ?? '')
}
