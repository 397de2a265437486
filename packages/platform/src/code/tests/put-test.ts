import { AlcoveError, invalid, Name, TEST_LIMITS, type PutTest, type Test } from '@alcove/contract'
import { and, count, eq } from 'drizzle-orm'
import { nameOf } from '../../kernel/actor.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import type { Put } from '../../database/put.ts'
import { tests } from '../../database/schema/index.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { etagOfTest, testOf } from './test-of.ts'

type PutTestInput = PutTest & {
  fn: string
  test: string
  /** ETags of the test that the caller has seen. */
  expected?: Expected | undefined
}

/** Saves an event with what is expected of a call with it. */
export const putTest = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: PutTestInput }): Promise<Put<Test>> => {
  const { fn: name, test, description, expect } = input
  if (!Name.safeParse(test).success) throw new AlcoveError('ValidationFailed', `"${test}" cannot name a test`)
  const event = JSON.stringify(input.event ?? null)
  if (Buffer.byteLength(event) > TEST_LIMITS.eventBytes) {
    throw invalid('event', `The event of a test may have ${TEST_LIMITS.eventBytes / 1024} KiB`)
  }
  return change(ctx, async (ctx) => {
    const fn = await lockFunction(ctx, name)
    const same = and(eq(tests.functionId, fn.id), eq(tests.name, test))
    const [before] = await ctx.db.select().from(tests).where(same)
    requireExpected(input.expected, before ? etagOfTest(before) : null, `The test ${test}`)
    if (!before) {
      const [{ n } = { n: 0 }] = await ctx.db.select({ n: count() }).from(tests).where(eq(tests.functionId, fn.id))
      if (n >= TEST_LIMITS.tests)
        throw new AlcoveError('Conflict', `A function may have ${TEST_LIMITS.tests} tests: delete some first`)
    }
    const now = new Date(ctx.platform.clock.now())
    const settings = { description, event, expect, updatedAt: now, updatedBy: nameOf(ctx.actor) }
    const [row] = before
      ? await ctx.db.update(tests).set(settings).where(same).returning()
      : await ctx.db
          .insert(tests)
          .values({ functionId: fn.id, name: test, ...settings, createdAt: now })
          .returning()
    // Events and expectations may hold what callers sent: the audit says which test, not what is in it.
    await ctx.change.audit(before ? 'tests:update' : 'tests:create', `function ${name} test ${test}`, {
      before: before ? { description: before.description } : null,
      after: { description },
    })
    return { created: !before, value: testOf(row!) }
  })
})
