import { notFound, type Test } from '@alcove/contract'
import { and, asc, eq } from 'drizzle-orm'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { tests } from '../../database/schema/index.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { suiteOf, testOf } from './test-of.ts'

/** All tests of a function by name: there are few. */
export const listTests = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<{ items: Test[]; nextCursor: null }> => {
    const fn = await findFunction(ctx, input.fn)
    const rows = await ctx.db.select().from(tests).where(eq(tests.functionId, fn.id)).orderBy(asc(tests.name))
    return { items: rows.map(testOf), nextCursor: null }
  },
)

export const getTest = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string; test: string } }): Promise<Test> => {
    const fn = await findFunction(ctx, input.fn)
    const [row] = await ctx.db
      .select()
      .from(tests)
      .where(and(eq(tests.functionId, fn.id), eq(tests.name, input.test)))
    if (!row) throw notFound('test', input.test)
    return testOf(row)
  },
)

export interface Suite {
  functionId: string
  /** Added to the environment of the function. */
  environment: Readonly<Record<string, string>>
  /** Which events and expectations these are. */
  suite: string
  /** Events as JSON text. */
  tests: (Pick<Test, 'name' | 'expect'> & { event: string })[]
}

/** What a run needs of the tests of a function. */
export const readSuite = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<Suite> => {
  const fn = await findFunction(ctx, input.fn)
  const { environment } = fn.testSettings
  const rows = await ctx.db.select().from(tests).where(eq(tests.functionId, fn.id)).orderBy(asc(tests.name))
  return { functionId: fn.id, environment, suite: suiteOf(rows, environment), tests: rows }
})
