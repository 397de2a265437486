import {
  notFound,
  TEST_LIMITS,
  type CoverageTotals,
  type TestResult,
  type TestRun,
  type TestRunSummary,
} from '@alcove/contract'
import { and, desc, eq, getTableColumns, lt, sql } from 'drizzle-orm'
import { nameOf } from '../../kernel/actor.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { iso } from '../../database/connect.ts'
import { newId } from '../../database/ids.ts'
import { testRuns, tests } from '../../database/schema/index.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { suiteOf } from './test-of.ts'

type Row = typeof testRuns.$inferSelect

export type EndedRun = Pick<
  Row,
  'functionId' | 'qualifier' | 'version' | 'revision' | 'whole' | 'suite' | 'results' | 'coverage' | 'durationMs'
>

/** Stores the outcome of a test run, and deletes the oldest ones. */
export const recordTestRun = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: EndedRun }): Promise<TestRun> => {
  const { db, platform } = ctx
  const failed = input.results.filter(({ status }) => status === 'failed').length
  const at = new Date(platform.clock.now())
  const row = {
    ...input,
    id: newId(at.getTime()),
    failed,
    passed: input.results.length - failed,
    at,
    by: nameOf(ctx.actor),
  }
  await db.insert(testRuns).values(row)
  const [oldest] = await db
    .select({ id: testRuns.id })
    .from(testRuns)
    .where(eq(testRuns.functionId, row.functionId))
    .orderBy(desc(testRuns.id))
    .offset(TEST_LIMITS.runs - 1)
    .limit(1)
  if (oldest) await db.delete(testRuns).where(and(eq(testRuns.functionId, row.functionId), lt(testRuns.id, oldest.id)))
  return runOf(row)
})

export const listTestRuns = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: { fn: string }
  }): Promise<{ items: TestRunSummary[]; nextCursor: null }> => {
    const fn = await findFunction(ctx, input.fn)
    // Without the results, which are long.
    const { results: _results, coverage: _coverage, ...columns } = getTableColumns(testRuns)
    const testsThat = (status: TestResult['status']) => sql<string[]>`(
      select coalesce(json_agg(result ->> 'name'), '[]') from jsonb_array_elements(${testRuns.results}) result
      where result ->> 'status' = ${status})`
    const { coverage } = testRuns
    const totals = sql<CoverageTotals | null>`case when ${coverage} is null then null else
      json_build_object('lines', ${coverage} -> 'lines', 'covered', ${coverage} -> 'covered') end`
    const now = await ctx.db.select().from(tests).where(eq(tests.functionId, fn.id))
    const suite = suiteOf(now, fn.testSettings.environment)
    const rows = await ctx.db
      .select({ ...columns, passedTests: testsThat('passed'), failedTests: testsThat('failed'), totals })
      .from(testRuns)
      .where(eq(testRuns.functionId, fn.id))
      .orderBy(desc(testRuns.id))
      .limit(TEST_LIMITS.runs)
    return {
      items: rows.map((row) => ({
        ...summaryOf(row),
        passedTests: row.passedTests,
        failedTests: row.failedTests,
        current: row.whole && row.suite === suite,
        coverage: row.totals,
      })),
      nextCursor: null,
    }
  },
)

export const getTestRun = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; testRun: string } }): Promise<TestRun> => {
    const fn = await findFunction(ctx, input.fn)
    const [row] = await ctx.db
      .select()
      .from(testRuns)
      .where(and(eq(testRuns.functionId, fn.id), eq(testRuns.id, input.testRun)))
    if (!row) throw notFound('test run', input.testRun)
    return runOf(row)
  },
)

const runOf = (row: Row): TestRun => ({ ...summaryOf(row), results: row.results, coverage: row.coverage })

const summaryOf = (row: Omit<Row, 'results' | 'coverage'>): Omit<TestRun, 'results' | 'coverage'> => {
  const { id, qualifier, version, revision, passed, failed, durationMs, at, by } = row
  return { id, qualifier, version, revision, passed, failed, durationMs, at: iso(at), by }
}
