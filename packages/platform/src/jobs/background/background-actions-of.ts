import type { BackgroundAction } from '@alcove/contract'
import { iso, isoOrNull } from '../../database/connect.ts'
import type { SpaceCtx } from '../../kernel/context.ts'
import type { backgroundActions } from '../../database/schema/index.ts'
import { redriveOutcomes } from './redrive-outcomes.ts'

type Row = typeof backgroundActions.$inferSelect

/** Rows of the context's space, as they are shown. */
export async function backgroundActionsOf(ctx: SpaceCtx, rows: readonly Row[]): Promise<BackgroundAction[]> {
  const redrives = rows.filter(({ kind }) => kind === 'tasks.redrive').map(({ id }) => id)
  const outcomes = await redriveOutcomes(ctx, redrives)
  const none = { succeeded: 0, failed: 0, waiting: 0 }
  return rows.map((row) => actionOf(row, row.kind === 'tasks.redrive' ? (outcomes.get(row.id) ?? none) : null))
}

function actionOf(row: Row, outcomes: BackgroundAction['outcomes']): BackgroundAction {
  const { id, kind, state, total, done, failed, stopping, detail, startedBy, error } = row
  const times = { startedAt: iso(row.startedAt), endedAt: isoOrNull(row.endedAt) }
  return { id, kind, state, total, done, failed, stopping, detail, outcomes, startedBy, ...times, error }
}
