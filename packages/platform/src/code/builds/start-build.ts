import type { BuildKind, Egress, Revision, Runtime } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { rowsOf } from '../../database/connect.ts'
import { openArchive } from '../packages/archive.ts'
import { contentsIn } from '../packages/contents.ts'
import type { Platform } from '../../kernel/platform.ts'
import { buildNeeded } from './build-needed.ts'

/** What to build, with the code of one function that waits for it. All of them have the same inputs. */
export interface StartedBuild extends Source {
  key: string
  kind: BuildKind
  runtime: Runtime
  /** Paths of the input files, which the key covers. */
  inputs: string[]
}

/** A draft, version or saved state that has the build. */
interface Source {
  spaceId: string
  codeHash: string
  layers: Revision['layers']
  egress: Egress
  requireIsolation: boolean
}

interface Wanted {
  runtime: Runtime
  sources: Source[]
}

/** Check at most this many of the drafts and versions that share a build. */
const MAX_SOURCES = 20
const UNPROVEN =
  'The code or the settings of the space have changed since this build was requested, or cannot be read: build again'

/**
 * Marks the build as running, with an empty log. Null when there is nothing to do: it has ended, or no draft, version
 * or saved state has it any more because the code was saved again. Returns an error when the stored code does not match
 * the key.
 */
export async function startBuild(platform: Platform, key: string): Promise<StartedBuild | { error: string } | null> {
  const { db, clock, builds } = platform
  const [wanted] = await rowsOf<Wanted>(
    db,
    sql`
      select b.runtime, (
          select json_agg(source) from (
            select f.space_id as "spaceId", u.code_hash as "codeHash", s.egress,
              s.require_isolation as "requireIsolation", (
                select coalesce(json_agg(json_build_object('name', l.name, 'version', lv.number,
                    'codeHash', lv.code_hash) order by used.place), '[]')
                from jsonb_array_elements(u.configuration -> 'layers') with ordinality as used (layer, place)
                join layers l on l.space_id = f.space_id and l.name = used.layer ->> 'layer'
                join layer_versions lv on lv.layer_id = l.id and lv.number = (used.layer ->> 'version')::int
              ) as layers
            from (
              select function_id, code_hash, configuration from drafts where build_key = b.key
              union all select function_id, code_hash, configuration from versions where build_key = b.key
              union all select a.function_id, a.code_hash, d.configuration
                from draft_saves a join drafts d on d.function_id = a.function_id where a.build_key = b.key
            ) u join functions f on f.id = u.function_id join spaces s on s.id = f.space_id
            limit ${MAX_SOURCES}
          ) source
        ) as sources
      from builds b
      where b.key = ${key} and b.status in ('queued', 'running')`,
  )
  if (!wanted?.sources) return null
  const now = new Date(clock.now()).toISOString()
  await db.execute(
    sql`update builds set status = 'running', started_at = ${now}, ended_at = null, log = '' where key = ${key}`,
  )
  builds.announce(key)
  return (await firstProven(platform, key, wanted)) ?? { error: UNPROVEN }
}

/** Computes the key again from the code to build: files that the key does not cover must not take part. */
async function firstProven(
  platform: Platform,
  key: string,
  { runtime, sources }: Wanted,
): Promise<StartedBuild | null> {
  for (const source of sources) {
    try {
      const code = contentsIn(await openArchive(await platform.blobs.get(source.codeHash)))
      const layers = source.layers.map(({ codeHash }) => codeHash)
      const needed = await buildNeeded(code, runtime, { ...source, layers })
      if (needed?.key === key) return { ...source, key, runtime, kind: needed.kind, inputs: needed.inputs }
    } catch (error) {
      platform.log({ level: 'error', message: 'The code of a build cannot be read', build: key, error })
    }
  }
  return null
}
