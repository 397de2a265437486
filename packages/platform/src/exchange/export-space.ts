import { fileToPack, zipStream, type PackedFile } from '@alcove/archive'
import { ARCHIVE_FORMAT } from '@alcove/contract'
import { openArchive } from '../code/packages/archive.ts'
import { change } from '../kernel/change.ts'
import { verb, type SpaceCtx } from '../kernel/context.ts'
import { requireReadable } from './require-readable.ts'
import { readSpace } from './read-space.ts'
import { textOf, type SpaceItem } from './space-item.ts'

/** The bytes of a zip with the whole space as plain files. Equal spaces give equal bytes. */
export const exportSpace = verb(
  async ({ ctx }: { ctx: SpaceCtx; input: object }): Promise<AsyncGenerator<Uint8Array, void, undefined>> => {
    requireReadable(ctx)
    const items = await readSpace(ctx)
    await change(ctx, (ctx) => ctx.change.audit('spaces:export', `space ${ctx.space.name}`, { items: items.length }))
    return zipStream(filesOf(ctx, items))
  },
)

async function* filesOf(ctx: SpaceCtx, items: readonly SpaceItem[]): AsyncGenerator<PackedFile> {
  yield await packedText('alcove.json', { kind: 'space', settings: { format: ARCHIVE_FORMAT } })
  for (const item of items) {
    yield await packedText(item.path, item)
    // Versions with the code of the draft say so.
    if (item.code && item.code.folder.startsWith(item.path.slice(0, item.path.lastIndexOf('/')))) {
      yield* codeOf(ctx, item.code)
    }
  }
}

const packedText = (path: string, item: Pick<SpaceItem, 'kind' | 'settings'>) =>
  fileToPack(path, Buffer.from(textOf(item)), false)

/** As they are stored: nothing is inflated. */
async function* codeOf({ platform }: SpaceCtx, { folder, hash }: NonNullable<SpaceItem['code']>) {
  const archive = await openArchive(await platform.blobs.get(hash))
  for (const path of [...archive.files.keys()].toSorted()) {
    const packed = archive.packed(path)
    yield { ...packed, path: `${folder}/${path}` }
  }
}
