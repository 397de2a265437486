import {
  EXACT_IN_TESTS,
  PutTest,
  RunTestsQuery,
  Test,
  TestList,
  TestRun,
  TestRunList,
  TestSettings,
  TestSettingsState,
} from '@alcove/contract'
import {
  deleteTest,
  getTest,
  getTestRun,
  getTestSettings,
  listTestRuns,
  listTests,
  putTest,
  putTestSettings,
} from '@alcove/platform'
import { expectedBy, quoted } from '../../etag.ts'
import { requirePatterns } from '../../tests/pattern.ts'
import { runTests } from '../../tests/run-tests.ts'
import { route } from '../route.ts'
import { followTests } from './follow-tests.ts'

const OF_FUNCTION = '/spaces/{space}/functions/{fn}'

export const testRoutes = [
  route({
    method: 'get',
    path: `${OF_FUNCTION}/tests`,
    action: 'functions:read',
    summary: 'List the tests of a function',
    answer: TestList,
    run: ({ ctx, params }) => listTests({ ctx, input: params }),
  }),
  route({
    method: 'put',
    path: `${OF_FUNCTION}/tests/{test}`,
    action: 'functions:write',
    summary:
      'Save an event and what is expected of its call. If-Match: only as you last saw it; If-None-Match: *: only create',
    body: PutTest,
    exact: EXACT_IN_TESTS,
    answer: Test,
    puts: true,
    headers: (test) => ({ ETag: quoted(test.etag) }),
    run({ ctx, params, body, request }) {
      requirePatterns(body.expect)
      return putTest({ ctx, input: { ...params, ...body, expected: expectedBy(request.headers) } })
    },
  }),
  route({
    method: 'get',
    path: `${OF_FUNCTION}/tests/{test}`,
    action: 'functions:read',
    summary: 'Read a test',
    answer: Test,
    headers: (test) => ({ ETag: quoted(test.etag) }),
    run: ({ ctx, params }) => getTest({ ctx, input: params }),
  }),
  route({
    method: 'delete',
    path: `${OF_FUNCTION}/tests/{test}`,
    action: 'functions:write',
    summary: 'Delete a test',
    status: 204,
    run: ({ ctx, params }) => deleteTest({ ctx, input: params }),
  }),
  route({
    method: 'post',
    path: `${OF_FUNCTION}/tests/run`,
    action: 'functions:invoke',
    summary:
      'Run the tests on the draft, a version or an alias, and answer when all have ended; with Accept: text/event-stream, as each ends',
    query: RunTestsQuery,
    answer: TestRun,
    run: ({ deps, ctx, params, query, request }) => {
      const asked = { deps, ctx, fn: params.fn, qualifier: query.qualifier, only: query.only?.split(',') }
      return request.headers.get('accept') === 'text/event-stream'
        ? followTests({ ...asked, request })
        : runTests(asked)
    },
  }),
  route({
    method: 'get',
    path: `${OF_FUNCTION}/test-runs`,
    action: 'logs:read',
    summary: 'List the last runs of tests, newest first',
    answer: TestRunList,
    run: ({ ctx, params }) => listTestRuns({ ctx, input: params }),
  }),
  route({
    method: 'get',
    path: `${OF_FUNCTION}/test-runs/{testRun}`,
    action: 'logs:read',
    summary: 'Read a run of tests',
    answer: TestRun,
    run: ({ ctx, params }) => getTestRun({ ctx, input: params }),
  }),
  route({
    method: 'get',
    path: `${OF_FUNCTION}/test-settings`,
    action: 'functions:read',
    summary: 'Read the environment of tests, and which aliases they guard',
    answer: TestSettingsState,
    headers: (settings) => ({ ETag: quoted(settings.etag) }),
    run: ({ ctx, params }) => getTestSettings({ ctx, input: params }),
  }),
  route({
    method: 'put',
    path: `${OF_FUNCTION}/test-settings`,
    action: 'functions:write',
    summary:
      'Set the environment of tests, and which aliases move only to versions that pass them all. If-Match: only as you last saw them',
    body: TestSettings,
    answer: TestSettingsState,
    headers: (settings) => ({ ETag: quoted(settings.etag) }),
    run: ({ ctx, params, body, request }) =>
      putTestSettings({ ctx, input: { ...params, ...body, expected: expectedBy(request.headers) } }),
  }),
]
