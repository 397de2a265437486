import {
  AlcoveError,
  checkExpectation,
  notFound,
  TEST_LIMITS,
  type CallReport,
  type Revision,
  type TestDiff,
  type TestResult,
  type TestRun,
} from '@alcove/contract'
import {
  actorName,
  awaitBuild,
  readSuite,
  recordTestRun,
  type FunctionRoute,
  type SpaceCtx,
  type Suite,
} from '@alcove/platform'
import { createHash } from 'node:crypto'
import type { Deps } from '../deps.ts'
import { admit } from '../invoke/admit/admit.ts'
import { directCall } from '../invoke/direct-call.ts'
import { Collected } from '../invoke/collected.ts'
import { recordError, refuse } from '../invoke/record.ts'
import type { Target } from '../invoke/resolve.ts'
import { run } from '../invoke/run.ts'
import { withinTime } from '../schemas/time-limit.ts'
import { CollectedCoverage } from './collected-coverage.ts'
import { patternMatcher } from './pattern.ts'

interface TestsRequest {
  deps: Deps
  ctx: SpaceCtx
  fn: string
  qualifier: string
  /** Names of the tests to run; left out: all. */
  only?: readonly string[] | undefined
  onStart?: (name: string) => void
  onResult?: (result: TestResult) => void
}

/** Runs tests of a function, a few at a time, in instances that serve nobody else. Each is a recorded call. */
export async function runTests({ deps, ctx, fn, qualifier, only, onStart, onResult }: TestsRequest): Promise<TestRun> {
  const suite = await readSuite({ ctx, input: { fn } })
  for (const name of only ?? []) if (!suite.tests.some((one) => one.name === name)) throw notFound('test', name)
  const chosen = suite.tests.filter(({ name }) => only?.includes(name) ?? true)
  if (chosen.length === 0) throw new AlcoveError('Conflict', `${fn} has no tests: save one first`)
  const route = deps.platform.routes.find(ctx.space.name, fn)
  if (!route) throw notFound('function', fn)
  const startedAt = performance.now()
  const one: OneTest = {
    deps,
    ctx,
    route,
    qualifier,
    suite,
    matches: patternMatcher(),
    coverage: new CollectedCoverage(),
  }
  const results: TestResult[] = []
  let ran: Target | null = null
  let next = 0
  const worker = async () => {
    while (next < chosen.length && !ctx.signal?.aborted) {
      const place = next++
      onStart?.(chosen[place]!.name)
      const { target, result } = await runTest(one, chosen[place]!)
      ran ??= target
      results[place] = result
      onResult?.(result)
    }
  }
  await Promise.all(Array.from({ length: TEST_LIMITS.parallel }, worker))
  if (ctx.signal?.aborted) throw new AlcoveError('Cancelled', 'The run was stopped; it is not kept')
  const { version = null } = (ran as Target | null) ?? {}
  const { coverage } = one
  const revision = (ran as Target | null)?.revision
  /** Then the run proves nothing about either version. */
  const isSplit = Boolean(route.aliases.get(qualifier)?.additional)
  return recordTestRun({
    ctx,
    input: {
      functionId: suite.functionId,
      qualifier,
      version,
      revision: revisionAt(route, version),
      whole: chosen.length === suite.tests.length && !isSplit,
      suite: suite.suite,
      results,
      coverage: revision
        ? await coverage.read(deps.engine, await awaitBuild(deps.platform, revision, ctx.signal))
        : null,
      durationMs: performance.now() - startedAt,
    },
  })
}

const revisionAt = (route: FunctionRoute, version: number | null): string =>
  (version === null ? route.draft : (route.versions.get(version) ?? route.draft)).id

interface OneTest {
  deps: Deps
  ctx: SpaceCtx
  route: FunctionRoute
  qualifier: string
  suite: Suite
  matches: (pattern: string, text: string) => boolean
  coverage: CollectedCoverage
}

async function runTest(
  { deps, ctx, route, qualifier, suite, matches, coverage }: OneTest,
  test: Suite['tests'][number],
): Promise<{ target: Target | null; result: TestResult }> {
  const call = directCall({
    route,
    qualifier,
    event: { kind: 'event', payload: new TextEncoder().encode(test.event) },
    trigger: ctx.actor.kind === 'account' ? 'console' : 'api',
    triggerName: `test ${test.name}`,
    synthetic: true,
    caller: { name: actorName(ctx.actor), reader: 'member', keyNamesSpace: true, refusal: null },
  })
  const stop = () => call.abort.abort()
  ctx.signal?.addEventListener('abort', stop, { once: true })
  const resultOf = (outcome: Omit<TestResult, 'name' | 'status' | 'diffs'>, diffs: TestDiff[]): TestResult => ({
    name: test.name,
    status: diffs.length === 0 ? 'passed' : 'failed',
    diffs,
    ...outcome,
  })
  const refused = (invocationId: string | null, { code, message }: { code: string; message: string }) => ({
    target: null,
    result: resultOf(
      { invocationId, outcome: 'rejected', durationMs: 0, output: null, error: { name: code, message } },
      [{ path: 'status', message: 'The call was refused', actual: message }],
    ),
  })
  try {
    const verdict = admit(call.order, call, 0)
    if (verdict.refusal) {
      const { id } = await refuse(deps, call, verdict)
      return refused(id, { code: verdict.refusal.code, message: verdict.refusal.reason })
    }
    using collected = new Collected(deps.budget.open(route.spaceId, null), call.abort)
    const logs: string[] = []
    const sink = {
      head: () => {},
      data: (chunk: Uint8Array) => collected.data(chunk),
      log: (message: string) => void logs.push(message),
      coverage: (report: Uint8Array) => coverage.add(report),
    }
    const target = { ...verdict.target, revision: inTests(verdict.target.revision, suite.environment) }
    const { id, report } = await run(deps, call, target, sink)
    const bytes = collected.bytes()
    const output = report.status === 'success' ? bytes.toString('utf8', 0, COMPARED_BYTES) : null
    const { status, error } = report
    const durationMs = ranFor(report)
    const outcome = { status, output, error, durationMs, logs }
    // Patterns, lines and outputs come from users: together they could take minutes.
    const checked = withinTime(CHECK_MS, () => checkExpectation(test.expect, outcome, matches))
    const diffs = checked?.value ?? [
      { path: 'expect', message: 'Takes too long to check: use fewer or simpler patterns' },
    ]
    return {
      target: verdict.target,
      result: resultOf(
        { invocationId: id, outcome: status, durationMs, output: output?.slice(0, SHOWN) ?? null, error },
        diffs,
      ),
    }
  } catch (error) {
    const told = await recordError(deps, call, error, 'member')
    return refused(call.order.id, told)
  } finally {
    ctx.signal?.removeEventListener('abort', stop)
  }
}

/** Without the start of its instance, which every test has. */
function ranFor({ durationMs, phases: { handler, response = 0 } }: CallReport): number {
  return handler === undefined ? durationMs : handler + response
}

/** Characters of an output that a run keeps. */
const SHOWN = 4_096
/** Longer outputs are not compared: they are cut, and no longer JSON. */
const COMPARED_BYTES = 1024 * 1024
const CHECK_MS = 500

/** A revision of its own, so that no instance serves both tests and callers. What tests set covers secrets too. */
function inTests(revision: Revision, environment: Readonly<Record<string, string>>): Revision {
  const id = createHash('sha256')
    .update(JSON.stringify([revision.id, 'tests', environment]))
    .digest('hex')
  return {
    ...revision,
    id,
    coverage: true,
    oneCall: true,
    scaling: { ...revision.scaling, concurrency: 1 },
    environment: { ...revision.environment, ...environment },
    secrets: Object.fromEntries(Object.entries(revision.secrets).filter(([name]) => !Object.hasOwn(environment, name))),
  }
}
