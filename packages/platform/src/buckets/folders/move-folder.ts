import { AlcoveError, ObjectKey, type BackgroundAction, type MoveFolder } from '@alcove/contract'
import type { BackgroundStep } from '../../jobs/background/background-kind.ts'
import { verb, type Changing, type SpaceCtx } from '../../kernel/context.ts'
import { relocateObject } from '../objects/relocate-object.ts'
import { detailOf, inSpaceOf, nextKeys } from './folder-detail.ts'
import { startFolderAction } from './start-folder-action.ts'

/** Several statements each. */
const AT_A_TIME = 50

/** Gives the keys of a folder another beginning, in the background. Their bytes stay where they are. */
export const moveFolder = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: MoveFolder & { bucket: string } }): Promise<BackgroundAction> => {
    const { bucket, from, to } = input
    return startFolderAction(ctx, { kind: 'objects.move', bucket, prefix: from, to })
  },
)

/** What would take the place of another object, or get too long a key, stays where it is and counts as failed. */
export const moveFolderStep: BackgroundStep = async (ctx, action) => {
  const { bucketId, prefix, to = '' } = detailOf(action)
  const keys = await nextKeys(ctx, action, AT_A_TIME)
  let failed = 0
  if (keys.length > 0) {
    const inSpace = await inSpaceOf(ctx, action)
    for (const key of keys) {
      // oxlint-disable-next-line no-await-in-loop -- one transaction
      if (!(await moved(inSpace, bucketId, key, to + key.slice(prefix.length)))) failed += 1
    }
  }
  return { done: keys.length, failed, position: keys.length < AT_A_TIME ? null : keys.at(-1)! }
}

async function moved(ctx: Changing<SpaceCtx>, bucketId: string, from: string, to: string): Promise<boolean> {
  if (!ObjectKey.safeParse(to).success) return false
  try {
    await relocateObject(ctx, { from: { bucketId, key: from }, to: { bucketId, key: to }, expected: 'none' })
    return true
  } catch (error) {
    // Both are found out before anything changes.
    if (error instanceof AlcoveError && (error.code === 'PreconditionFailed' || error.code === 'NotFound')) return false
    throw error
  }
}
