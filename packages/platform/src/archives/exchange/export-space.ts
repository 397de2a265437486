import { fileToPack, zipStream, type PackedFile } from '@alcove/archive'
import { ARCHIVE_FORMAT, type ArchivedFunction, type ArchivedVersion } from '@alcove/contract'
import { openArchive } from '../../code/packages/archive.ts'
import { change } from '../../kernel/change.ts'
import { verb, type SpaceCtx } from '../../kernel/context.ts'
import { findFunction } from '../../spaces/find-function.ts'
import { requireReadable } from './require-readable.ts'
import { readSpace } from './read-space.ts'
import { textOf, type SpaceItem } from './space-item.ts'

/** The bytes of a zip with the whole space, or one function, as plain files. Equal spaces give equal bytes. */
export const exportSpace = verb(
  async ({
    ctx,
    input,
  }: {
    ctx: SpaceCtx
    input: { fn?: string | undefined }
  }): Promise<AsyncGenerator<Uint8Array, void, undefined>> => {
    requireReadable(ctx)
    const { fn } = input
    if (fn !== undefined) await findFunction(ctx, fn)
    const all = await readSpace(ctx)
    const items = fn === undefined ? all : itemsOf(fn, all)
    const what = fn === undefined ? `space ${ctx.space.name}` : `function ${fn}`
    await change(ctx, (ctx) => ctx.change.audit('spaces:export', what, { items: items.length }))
    return zipStream(filesOf(ctx, items))
  },
)

/** With the layers that it uses, so that it runs elsewhere, and never with other content under the same number. */
function itemsOf(fn: string, all: readonly SpaceItem[]): SpaceItem[] {
  const own = all.filter(({ path }) => path.startsWith(`functions/${fn}/`))
  const used = new Set(own.flatMap(layersOf))
  return all.filter((item) => own.includes(item) || (item.kind === 'layer' && used.has(item.name)))
}

function layersOf({ kind, settings }: SpaceItem): string[] {
  const layers =
    kind === 'function'
      ? (settings as ArchivedFunction).layers
      : kind === 'version'
        ? (settings as ArchivedVersion).configuration.layers
        : []
  return layers.map(({ layer, version }) => `${layer}/${version}`)
}

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
