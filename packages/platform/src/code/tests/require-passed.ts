import { AlcoveError } from '@alcove/contract'
import { and, desc, eq, gte, isNull, lte, or } from 'drizzle-orm'
import type { Changing } from '../../kernel/context.ts'
import { aliasMoves, testRuns, tests, versions, type functions } from '../../database/schema/index.ts'
import { suiteOf } from './test-of.ts'

interface Move {
  fn: typeof functions.$inferSelect
  alias: string
  version: number
}

/**
 * An alias with a gate may only point at a version that has passed the current tests, itself or as the draft that it was
 * published from. It may always go back to a version that all or most of its calls went to: nothing may block a rollback.
 * @throws Conflict
 */
export async function requirePassed(ctx: Changing, { fn, alias, version }: Move): Promise<void> {
  const { gate, environment } = fn.testSettings
  if (!gate.includes(alias)) return
  const [before] = await ctx.db
    .select({ id: aliasMoves.id })
    .from(aliasMoves)
    .innerJoin(versions, and(eq(versions.functionId, aliasMoves.functionId), eq(versions.number, aliasMoves.version)))
    .where(
      and(
        eq(aliasMoves.functionId, fn.id),
        eq(aliasMoves.alias, alias),
        eq(aliasMoves.version, version),
        // A version with a small share of the calls has proved nothing, whichever of the two it was.
        or(isNull(aliasMoves.additionalWeight), lte(aliasMoves.additionalWeight, 0.5)),
        // An import may bring another version of the number of a deleted one.
        gte(aliasMoves.at, versions.publishedAt),
      ),
    )
    .limit(1)
  if (before) return
  const refused = (reason: string) =>
    new AlcoveError('Conflict', `${alias} cannot move to v${version}: ${reason}. A space admin can override this`)
  const rows = await ctx.db.select().from(tests).where(eq(tests.functionId, fn.id))
  if (rows.length === 0) throw refused('its gate needs tests, and there are none')
  const [run] = await ctx.db
    .select({ results: testRuns.results })
    .from(testRuns)
    .innerJoin(versions, and(eq(versions.functionId, testRuns.functionId), eq(versions.revision, testRuns.revision)))
    .where(
      and(
        eq(testRuns.functionId, fn.id),
        eq(versions.number, version),
        eq(testRuns.whole, true),
        eq(testRuns.suite, suiteOf(rows, environment)),
      ),
    )
    .orderBy(desc(testRuns.id))
    .limit(1)
  if (!run)
    throw refused(`its tests, as they are now, have not run on v${version} (POST …/tests/run?qualifier=${version})`)
  const failing = run.results.filter(({ status }) => status === 'failed').map(({ name }) => name)
  if (failing.length > 0) throw refused(`${failing.join(', ')} ${failing.length === 1 ? 'fails' : 'fail'}`)
}
