import type { Build } from '@alcove/contract'
import { eq, sql } from 'drizzle-orm'
import { builds } from '../../database/schema/index.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import { buildOf } from './build-of.ts'
import { findBuild } from './find-build.ts'

export type BuildNews =
  /** `offset`: the position after the text, in characters. */
  { kind: 'log'; text: string; offset: number } | { kind: 'end'; build: Build | null }

/** Another process may write the log: look at least this often. */
const LOOK_AGAIN_MS = 1_000

/** Yields the log of the draft's build from an offset on while it is written, then the outcome, once. */
export async function* followBuild(
  ctx: SpaceCtx,
  { fn, from }: { fn: string; from: number },
  signal: AbortSignal,
): AsyncGenerator<BuildNews> {
  const { db, builds: signals } = ctx.platform
  const found = await findBuild(ctx, fn)
  let offset = from
  while (found !== null && !signal.aborted) {
    const changed = signals.next(found.key, LOOK_AGAIN_MS, signal)
    const [row] = await db
      .select({
        ...shown,
        length: sql<number>`length(${builds.log})`,
        text: sql<string>`substr(${builds.log}, ${offset + 1})`,
      })
      .from(builds)
      .where(eq(builds.key, found.key))
    if (!row) break
    // Someone started the build again: its log starts over.
    if (row.length < offset) {
      offset = 0
      continue
    }
    if (row.text !== '') {
      offset = row.length
      yield { kind: 'log', text: row.text, offset }
    }
    if (row.status === 'succeeded' || row.status === 'failed') return yield { kind: 'end', build: buildOf(row) }
    await changed
  }
  if (!signal.aborted) yield { kind: 'end', build: null }
}

const shown = {
  key: builds.key,
  kind: builds.kind,
  runtime: builds.runtime,
  status: builds.status,
  queuedAt: builds.queuedAt,
  startedAt: builds.startedAt,
  endedAt: builds.endedAt,
  packages: builds.packages,
  outputBytes: builds.outputBytes,
  diagnostics: builds.diagnostics,
  error: builds.error,
}
