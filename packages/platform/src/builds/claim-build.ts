import type { BuildKind, Revision, Runtime } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../database/connect.ts'
import type { Platform } from '../platform.ts'

/** What is to be built, with the code of one of those who wait for it: for all of them it comes to the same. */
export interface ClaimedBuild {
  key: string
  kind: BuildKind
  runtime: Runtime
  codeHash: string
  layers: Revision['layers']
}

/**
 * The queued build that has waited longest becomes the caller's; null when there is none. What nobody has a draft or
 * version of any more is passed over: its code was saved again before its turn came.
 */
export async function claimBuild({ db, clock, builds }: Platform): Promise<ClaimedBuild | null> {
  const claimed = await db.transaction(async (tx) => {
    const [build] = await rowsOf<ClaimedBuild>(
      tx,
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
        where b.status = 'queued'
        order by b.queued_at, b.key
        limit 1
        for update of b skip locked`,
    )
    if (!build) return null
    const now = new Date(clock.now()).toISOString()
    await tx.execute(
      sql`update builds set status = 'running', started_at = ${now}, ended_at = null, log = '' where key = ${build.key}`,
    )
    return build
  })
  if (claimed) builds.announce(claimed.key)
  return claimed
}
