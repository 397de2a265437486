import { AlcoveError, type FieldError, type FunctionConfiguration, type Revision, type Runtime } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import type { SpaceCtx } from '../../kernel/context.ts'
import { rowsOf } from '../../database/connect.ts'

interface Row {
  name: string
  version: number
  codeHash: string
  runtimes: Runtime[]
}

/**
 * Resolves the layers of a configuration, in order. Each must exist in this space and fit this runtime. Inside a change
 * they cannot be deleted until it commits.
 * @throws {AlcoveError} ValidationFailed naming those that do not
 */
export async function checkLayers(
  ctx: SpaceCtx,
  { runtime, layers }: Pick<FunctionConfiguration, 'runtime' | 'layers'>,
): Promise<Revision['layers']> {
  if (layers.length === 0) return []
  const rows = await rowsOf<Row>(
    ctx.db,
    sql`
      select l.name, lv.number as version, lv.code_hash as "codeHash", lv.compatible_runtimes as runtimes
      from jsonb_to_recordset(${JSON.stringify(layers)}::jsonb) as used (layer text, version int)
      join layers l on l.space_id = ${ctx.space.id} and l.name = used.layer
      join layer_versions lv on lv.layer_id = l.id and lv.number = used.version
      for share of lv`,
  )
  const wrong: FieldError[] = []
  const found = layers.flatMap(({ layer, version }, index) => {
    const row = rows.find((one) => one.name === layer && one.version === version)
    const path = `layers.${index}`
    if (!row) {
      wrong.push({ path, message: `There is no version ${version} of a layer "${layer}" in this space` })
      return []
    }
    if (row.runtimes.length > 0 && !row.runtimes.includes(runtime)) {
      wrong.push({ path, message: `${layer} v${version} is for ${row.runtimes.join(', ')}, not for ${runtime}` })
    }
    return [{ name: layer, version, codeHash: row.codeHash }]
  })
  if (wrong.length === 0) return found
  throw new AlcoveError('ValidationFailed', wrong.map(({ message }) => message).join('; '), { errors: wrong })
}
