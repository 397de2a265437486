import type { FunctionCard, FunctionConfiguration } from '@alcove/contract'
import { sql, type SQL } from 'drizzle-orm'
import type { SpaceCtx } from '../../kernel/context.ts'
import { rowsOf } from '../../database/connect.ts'
import type { RawRow } from '../../database/raw-row.ts'
import type { functions } from '../../database/schema/index.ts'

interface CardRow extends Pick<RawRow<typeof functions>, 'id' | 'name' | 'description'> {
  runtime: FunctionConfiguration['runtime']
  aliases: string[]
  versions: number[]
  has_url: boolean
}

/** What a caller who may only invoke sees of functions. `where` refers to a function as `f`. */
export async function readCards(ctx: SpaceCtx, where: SQL, limit: number): Promise<FunctionCard[]> {
  const rows = await rowsOf<CardRow>(
    ctx.db,
    sql`
      select f.id, f.name, f.description, d.configuration ->> 'runtime' as runtime,
        array(select name from aliases where function_id = f.id order by name) as aliases,
        array(select number from versions where function_id = f.id order by number desc) as versions,
        exists (select from triggers where function_id = f.id and type = 'http' and enabled) as has_url
      from functions f join drafts d on d.function_id = f.id
      where f.space_id = ${ctx.space.id} and ${where}
      order by f.name
      limit ${limit}`,
  )
  const { gatewayOrigin } = ctx.platform
  return rows.map(({ id, name, description, runtime, aliases, versions, has_url }) => ({
    id,
    space: ctx.space.name,
    name,
    description,
    runtime,
    qualifiers: ['draft', ...aliases, ...versions.map(String)],
    url: has_url ? `${gatewayOrigin}/fn/${ctx.space.name}/${name}` : null,
  }))
}
