import { AlcoveError, notFound, type Alias, type RollbackAlias } from '@alcove/contract'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { requireExpected, type Expected } from '../../kernel/require-expected.ts'
import { lockFunction } from '../../spaces/find-function.ts'
import { additionalOf, readAlias, type AliasRow } from './alias-of.ts'
import { putAlias } from './put-alias.ts'

type Input = RollbackAlias & { fn: string; alias: string; expected?: Expected | undefined }

/** Moves an alias back to a target of its history: where all calls went before, or the one that is named. */
export const rollbackAlias = verb(async ({ ctx, input }: { ctx: SpaceCtx; input: Input }): Promise<Alias> =>
  change(ctx, async (ctx) => {
    const { fn: name, alias, to } = input
    const fn = await lockFunction(ctx, name)
    const row = await readAlias(ctx, fn.id, alias)
    requireExpected(input.expected, row.move_id, `The alias ${alias}`)
    const target = row.history.find((move) => (to === undefined ? isBefore(move, row) : move.id === to))
    if (!target) {
      if (to !== undefined) throw notFound('move of the alias', to)
      throw new AlcoveError('Conflict', `${alias} has pointed to nothing else so far: there is nothing to go back to`)
    }
    const reason = input.reason ?? `Rolled back from v${row.version}`
    const { version } = target
    const { value } = await putAlias({
      ctx,
      input: { fn: name, alias, version, additional: additionalOf(target), reason },
    })
    return value
  }),
)

/** Not in the middle of a rollout, and not where it is: where all calls went before. */
function isBefore(move: AliasRow['history'][number], now: AliasRow): boolean {
  return move.additional_version === null && (move.version !== now.version || now.additional_version !== null)
}
