import { invalid, listensFor, type TriggerPreviewOf } from '@alcove/contract'
import { sql } from 'drizzle-orm'
import { isDeepStrictEqual } from 'node:util'
import { iso, rowsOf } from '../../../database/connect.ts'
import { newId } from '../../../database/ids.ts'
import { authorize } from '../../../identity/access/authorize.ts'
import { nameOf } from '../../../kernel/actor.ts'
import type { SpaceCtx } from '../../../kernel/context.ts'
import type { StoredTrigger } from '../../stored-trigger.ts'
import type { KindOfTrigger } from '../kind.ts'
import type { ObjectChange } from './object-change.ts'
import { s3Event } from './s3-event.ts'

const LOOKED_AT = 1000
const SHOWN = 5
/** The object that a preview shows when there is none yet. */
const SAMPLE = { bytes: 1024, etag: 'd41d8cd98f00b204e9800998ecf8427e-1' }

/** Objects of a bucket. They are fired with the change itself (`buckets/objects/fire-triggers.ts`): nothing is watched. */
export const bucket: KindOfTrigger<'bucket'> = {
  async check(ctx, { config, enabled }, before) {
    if (!isDeepStrictEqual(before?.config, config)) await requireReadable(ctx, config.bucket)
    else if (enabled && !before?.enabled) await requireBucket(ctx, config.bucket)
  },
  show: async (_ctx, _fn, triggers) => triggers.map(() => ({})),
  preview: previewObjects,
}

/** Its keys are handed to the function: whoever chooses which must be allowed to read them. */
async function requireReadable(ctx: SpaceCtx, name: string): Promise<void> {
  await authorize({ ctx, action: 'buckets:read', space: ctx.space.name })
  await requireBucket(ctx, name)
}

/** Locked until the trigger is there: a deletion of the bucket must find it. */
async function requireBucket(ctx: SpaceCtx, name: string): Promise<void> {
  const [found] = await rowsOf(
    ctx.db,
    sql`select id from buckets where space_id = ${ctx.space.id} and name = ${name} for key share`,
  )
  if (!found) throw invalid('config.bucket', `There is no bucket "${name}" in this space`)
}

async function previewObjects(
  ctx: SpaceCtx,
  fn: string,
  { config, name }: StoredTrigger<'bucket'>,
): Promise<Omit<TriggerPreviewOf<'bucket'>, 'type'>> {
  await requireReadable(ctx, config.bucket)
  const { prefix, suffix } = config
  const rows = await rowsOf<{
    key: string
    bytes: string
    etag: string
    updated_at: string
    updated_by: string | null
  }>(
    ctx.db,
    sql`
      select o.key, o.bytes, o.etag, o.updated_at, o.updated_by
      from objects o join buckets b on b.id = o.bucket_id
      where b.space_id = ${ctx.space.id} and b.name = ${config.bucket} and o.key >= ${prefix} and o.key ^@ ${prefix}
      order by o.key limit ${LOOKED_AT}`,
  )
  const changeOf = ({ key, etag, bytes }: Pick<(typeof rows)[number], 'key' | 'etag' | 'bytes'>): ObjectChange => {
    const [type] = config.events
    return { type: type!, how: type === 'created' ? 'Put' : 'Delete', key, etag, bytes: Number(bytes) }
  }
  const matched = rows.filter((row) => config.events.some((type) => listensFor(config, { ...changeOf(row), type })))
  const shown = matched.toSorted((a, b) => b.updated_at.localeCompare(a.updated_at)).slice(0, SHOWN)
  const sample = shown[0] ?? {
    ...SAMPLE,
    key: `${prefix}sample${suffix}`,
    bytes: String(config.minBytes ?? SAMPLE.bytes),
  }
  const now = ctx.platform.clock.now()
  return {
    event: s3Event(changeOf(sample), {
      bucket: config.bucket,
      space: ctx.space.name,
      trigger: name,
      by: nameOf(ctx.actor),
      at: new Date(now),
      id: ctx.requestId,
      sequencer: newId(now).replaceAll('-', '').toUpperCase(),
    }),
    matched: shown.map(({ key, bytes, updated_at }) => ({ key, bytes: Number(bytes), updatedAt: iso(updated_at) })),
    loop: matched.some(({ updated_by: by }) => by === `function ${fn}`),
  }
}
