import type { BlobStore } from '@alcove/storage'
import pg from 'pg'
import { TRASHED_CODE } from '../../database/trashed-code.ts'

export interface BlobFinding {
  hash: string
  state: 'damaged' | 'missing'
  /** What refers to this blob, in words for the operator. */
  usedBy: string[]
}

export interface BlobReport {
  checked: number
  findings: BlobFinding[]
  strays: string[]
}

const USERS = `
  select hash, array_agg(distinct who order by who) as users from (
    select d.code_hash as hash, s.name || '/' || f.name || ' draft' as who
    from drafts d join functions f on f.id = d.function_id join spaces s on s.id = f.space_id
    union all
    select h.code_hash, s.name || '/' || f.name || ' history of the draft'
    from draft_saves h join functions f on f.id = h.function_id join spaces s on s.id = f.space_id
    union all
    select v.code_hash, s.name || '/' || f.name || ' version ' || v.number
    from versions v join functions f on f.id = v.function_id join spaces s on s.id = f.space_id
    union all
    select t.code_hash, s.name || '/' || t.name || ' in the trash'
    from (${TRASHED_CODE}) t join spaces s on s.id = t.space_id
    union all
    select lv.code_hash, s.name || ' layer ' || l.name || ' version ' || lv.number
    from layer_versions lv join layers l on l.id = lv.layer_id join spaces s on s.id = l.space_id
    union all
    select b.output_hash, s.name || '/' || f.name || ' build' || coalesce(' of version ' || u.number, ' of the draft')
    from builds b join (
      select function_id, build_key, null::int as number from drafts
      union all select function_id, build_key, number from versions
    ) u on u.build_key = b.key join functions f on f.id = u.function_id join spaces s on s.id = f.space_id
    where b.output_hash is not null
    union all
    select g.hash, s.name || ' log lines' from log_segments g join spaces s on s.id = g.space_id
  ) used
  where $1::text[] is null or hash = any($1)
  group by hash order by hash`

/** Reads every blob that something refers to. Changes nothing, and can run next to a server. */
export async function checkBlobs(options: { databaseUrl: string; blobs: BlobStore }): Promise<BlobReport> {
  const { databaseUrl, blobs } = options
  const client = new pg.Client(databaseUrl)
  // A broken connection fails the running statement. Without a listener, its "error" event would end the process too.
  client.on('error', () => {})
  await client.connect()
  try {
    const users = async (hashes: string[] | null) =>
      (await client.query<{ hash: string; users: string[] }>(USERS, [hashes])).rows
    const used = await users(null)
    const bad = new Map<string, BlobFinding['state']>()
    for (const { hash } of used) {
      // oxlint-disable-next-line no-await-in-loop -- one at a time: others need the disk too
      const state = await blobs.check(hash)
      if (state !== 'whole') bad.set(hash, state)
    }
    // A running server may have deleted some blobs meanwhile, together with everything that referred to them.
    const still = bad.size === 0 ? [] : await users([...bad.keys()])
    const findings = still.map(({ hash, users: usedBy }) => ({ hash, state: bad.get(hash)!, usedBy }))
    return { checked: used.length, findings, strays: await Array.fromAsync(blobs.strays()) }
  } finally {
    await client.end()
  }
}
