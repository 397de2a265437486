import { AlcoveError, type ImportQuery, type ImportResult, type ImportedRoute } from '@alcove/contract'
import { checkAccess, importRoutes, type SpaceCtx } from '@alcove/platform'
import { readDocument } from '../../openapi/read-document.ts'
import { refuseUnstorable } from '../body.ts'

interface Import {
  ctx: SpaceCtx
  query: ImportQuery
  bytes: Uint8Array
}

export async function importOpenApi({ ctx, query, bytes }: Import): Promise<ImportResult> {
  const { title, version, drafts } = await readDocument(textOf(bytes))
  for (const draft of drafts) {
    try {
      refuseUnstorable(draft.settings)
      checkAccess(draft.settings)
    } catch (error) {
      draft.refusal ??= (error as Error).message
    }
  }
  const preview = query.preview === 'true'
  const deleteUnnamed = query.deleteUnnamed === 'true'
  const { routes, unnamed } = await importRoutes({ ctx, input: { drafts, preview, deleteUnnamed } })
  return { title, version, operations: drafts.length, counts: countsOf(routes), unnamed, routes }
}

function textOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new AlcoveError('ValidationFailed', 'The file cannot be imported: it is not UTF-8 text')
  }
}

function countsOf(routes: readonly ImportedRoute[]): ImportResult['counts'] {
  const counts = { new: 0, change: 0, same: 0, clash: 0, refused: 0, delete: 0 }
  for (const { outcome } of routes) counts[outcome] += 1
  return counts
}
