import { createHash } from 'node:crypto'
import { AlcoveError, type ParametersSchema, type RequestSchemas, type SpaceImport } from '@alcove/contract'
import { eq } from 'drizzle-orm'
import { spaces } from '../../database/schema/index.ts'
import { change } from '../../kernel/change.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { applyDifferences } from './apply-differences.ts'
import { compareSpaces, describeDifferences, type Difference } from './compare-spaces.ts'
import { missingSecrets } from './missing-secrets.ts'
import { normalised, readArchive, type SpaceArchive } from './read-archive.ts'
import { readSpace } from './read-space.ts'
import { Turns } from '../../kernel/turns.ts'
import { keepWithin } from '../../usage/quotas/keep-within.ts'
import { requireReadable } from './require-readable.ts'
import { schemasOf } from './schemas-of.ts'
import { keyOf, textOf, type SpaceItem } from './space-item.ts'
import { markWhatCannotBe } from './what-cannot-be.ts'

/** An archive is unpacked in memory, up to 500 MB of it: a server reads one after the other. */
const UNPACKING = new Turns({
  atATime: 1,
  waiting: 4,
  refusal: () => new AlcoveError('TooManyRequests', 'Other archives are being imported: try again in a minute'),
})

export interface ImportSpaceInput {
  archive: Uint8Array
  preview: boolean
  /** Remove items that the archive does not have. */
  remove: boolean
  expected?: string | undefined
  /** Refuses JSON Schemas that cannot be used, or cost too much to compile. */
  checkSchemas(schemas: RequestSchemas): Promise<void>
  /** The same of the parameters of a function, whose defaults must match as well. */
  checkParameters(parameters: ParametersSchema): Promise<void>
}

/** Makes the space equal to an archive, in one transaction. A preview only lists the changes. */
export const importSpace = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: ImportSpaceInput }): Promise<SpaceImport> => {
    requireReadable(ctx)
    using turn = UNPACKING.of('')
    await turn.take(ctx.signal)
    const archive = await readArchive(input.archive, { space: ctx.space.name, now: ctx.platform.clock.now() })
    if (input.remove && !archive.items.some(({ kind }) => kind === 'space')) {
      throw new AlcoveError(
        'InvalidPackage',
        'Only the archive of a whole space can remove what it lacks: this one has no space.json',
      )
    }
    const { schemas, parameters } = schemasOf(archive.items)
    /* oxlint-disable no-await-in-loop -- one thread after the other */
    for (const each of schemas) await input.checkSchemas(each)
    for (const each of parameters) await input.checkParameters(each)
    /* oxlint-enable no-await-in-loop */
    if (input.preview) {
      const plan = await planOf(ctx, archive, input)
      return await answerOf(ctx, archive, plan, false)
    }
    // Awaited here: the turn ends with this function.
    return await change(ctx, async (ctx) => {
      // Another server may be importing too: plan from what it leaves.
      await ctx.db.select({ id: spaces.id }).from(spaces).where(eq(spaces.id, ctx.space.id)).for('no key update')
      const plan = await planOf(ctx, archive, input)
      const { differences, fingerprint } = plan
      if (input.expected !== undefined && input.expected !== fingerprint) {
        const detail = 'The space, the archive or what to remove is not as in the preview: look at it again'
        throw new AlcoveError('PreconditionFailed', detail, { current: fingerprint })
      }
      const refused = differences.find((each) => each.change === 'refused')
      if (refused) throw new AlcoveError('Conflict', `${keyOf(refused.item)}: ${refused.reason}`)
      // Describe the changes before they are made.
      const answer = await answerOf(ctx, archive, plan, true)
      await keepWithin(ctx, () => applyDifferences(ctx, archive, differences))
      await ctx.change.audit('spaces:import', `space ${ctx.space.name}`, summaryOf(differences))
      return answer
    })
  },
)

interface Plan {
  differences: Difference[]
  fingerprint: string
}

async function planOf(
  ctx: SpaceCtx | Changing<SpaceCtx>,
  archive: SpaceArchive,
  { remove }: Pick<ImportSpaceInput, 'remove'>,
): Promise<Plan> {
  const here = (await readSpace(ctx)).map(normalised)
  const differences = await markWhatCannotBe(
    ctx,
    compareSpaces(here, archive.items, { remove, format: archive.format }),
  )
  const state = here.map((item) => [keyOf(item), textOf(item), item.code?.hash ?? null])
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([archive.fingerprint, remove, state]))
    .digest('hex')
  return { differences, fingerprint }
}

async function answerOf(
  ctx: SpaceCtx,
  archive: SpaceArchive,
  { differences, fingerprint }: Plan,
  applied: boolean,
): Promise<SpaceImport> {
  const items = await describeDifferences(differences, (code: NonNullable<SpaceItem['code']>, from) =>
    from === 'space' ? ctx.platform.blobs.get(code.hash) : archive.packageIn(code.folder),
  )
  return { applied, fingerprint, items, secrets: missingSecrets(differences) }
}

function summaryOf(differences: readonly Difference[]) {
  const named = (change: Difference['change']) =>
    differences.filter((each) => each.change === change).map(({ item }) => keyOf(item))
  const changed = named('change')
  return {
    before: { removed: named('remove'), changed },
    after: { created: named('create'), changed },
  }
}
