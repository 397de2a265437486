import type { BuildKind, Revision, Runtime } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../database/connect.ts'
import type { Platform } from '../platform.ts'

/** What to build, with the code of one of those that wait for it: for all of them it comes to the same. */
export interface StartedBuild {
  key: string
  kind: BuildKind
  runtime: Runtime
  codeHash: string
  layers: Revision['layers']
}

/**
 * Marks the build as running, with an empty log. Null when there is nothing to build: it has ended, or no draft or version
 * has it any more because the code was saved again meanwhile.
 */
export async function startBuild({ db, clock, builds }: Platform, key: string): Promise<StartedBuild | null> {
  const [source] = await rowsOf<StartedBuild>(
    db,
    sql`
      select b.key, b.kind, b.runtime, source.code_hash as "codeHash", (
          select coalesce(json_agg(json_build_object('name', l.name, 'version', lv.number, 'codeHash', lv.code_hash)
              order by used.place), '[]')
          from jsonb_array_elements(source.configuration -> 'layers') with ordinality as used (layer, place)
          join layers l on l.space_id = f.space_id and l.name = used.layer ->> 'layer'
          join layer_versions lv on lv.layer_id = l.id and lv.number = (used.layer ->> 'version')::int
        ) as layers
      from builds b
      cross join lateral (
        select function_id, code_hash, configuration from drafts where build_key = b.key
        union all select function_id, code_hash, configuration from versions where build_key = b.key
        limit 1
      ) source
      join functions f on f.id = source.function_id
      where b.key = ${key} and b.status in ('queued', 'running')`,
  )
  if (!source) return null
  const now = new Date(clock.now()).toISOString()
  await db.execute(
    sql`update builds set status = 'running', started_at = ${now}, ended_at = null, log = '' where key = ${key}`,
  )
  builds.announce(key)
  return source
}
