import { invalid, type TestSettings, type TestSettingsState } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { changed } from '../../kernel/audit/changed.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { etagOf } from '../../kernel/etag-of.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { functions } from '../../database/schema/index.ts'
import { findFunction, lockFunction } from '../../spaces/find-function.ts'

export const getTestSettings = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: { fn: string } }): Promise<TestSettingsState> =>
    stateOf((await findFunction(ctx, input.fn)).testSettings),
)

type PutInput = TestSettings & {
  fn: string
  /** ETags of the settings that the caller has seen. */
  expected?: Expected | undefined
}

export const putTestSettings = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: PutInput }): Promise<TestSettingsState> => {
    const { fn: name, environment, gate, expected } = input
    return change(ctx, async (ctx) => {
      const fn = await lockFunction(ctx, name)
      requireExpected(expected, stateOf(fn.testSettings).etag, `The test settings of ${name}`)
      // Opening the gate would let through a version that it should hold back.
      const opened = fn.testSettings.gate.filter((alias) => !gate.includes(alias))
      if (opened.length > 0 && !ctx.space.actions.has('grants:write')) {
        throw invalid('gate', `Only admins of the space open the gate of ${opened.join(', ')}`)
      }
      const settings: TestSettings = { environment, gate: [...new Set(gate)] }
      const [saved] = await ctx.db
        .update(functions)
        .set({ testSettings: settings })
        .where(eq(functions.id, fn.id))
        .returning()
      const names = (of: TestSettings) => ({ gate: of.gate, environment: Object.keys(of.environment) })
      await ctx.change.audit('tests:settings', `function ${name}`, changed(names(fn.testSettings), names(settings)))
      return stateOf(saved!.testSettings)
    })
  },
)

const stateOf = (settings: TestSettings): TestSettingsState => ({ ...settings, etag: etagOf(settings) })
