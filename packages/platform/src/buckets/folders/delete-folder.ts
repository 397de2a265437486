import type { BackgroundAction, DeleteFolder } from '@alcove/contract'
import type { BackgroundStep } from '../../jobs/background/background-kind.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { removeObjects } from '../objects/remove-objects.ts'
import { detailOf, inSpaceOf, nextKeys } from './folder-detail.ts'
import { startFolderAction } from './start-folder-action.ts'

const AT_A_TIME = 500

/** Deletes the objects of a folder in the background, however many they are. */
export const deleteFolder = verb(
  async ({ ctx, input }: { ctx: SpaceCtx; input: DeleteFolder & { bucket: string } }): Promise<BackgroundAction> =>
    startFolderAction(ctx, { kind: 'objects.delete', ...input }),
)

export const deleteFolderStep: BackgroundStep = async (ctx, action) => {
  const keys = await nextKeys(ctx, action, AT_A_TIME)
  if (keys.length > 0) await removeObjects(await inSpaceOf(ctx, action), detailOf(action).bucketId, keys)
  return { done: keys.length, position: keys.length < AT_A_TIME ? null : keys.at(-1)! }
}
