import type { Build } from '@alcove/contract'
import { iso, isoOrNull } from '../../database/connect.ts'
import type { builds } from '../../database/schema/index.ts'

type Row = Omit<typeof builds.$inferSelect, 'log' | 'outputHash'>

export function buildOf(row: Row): Build {
  const { key, kind, runtime, status, packages, outputBytes, diagnostics, error } = row
  return {
    key,
    kind,
    runtime,
    status,
    queuedAt: iso(row.queuedAt),
    startedAt: isoOrNull(row.startedAt),
    endedAt: isoOrNull(row.endedAt),
    packages,
    outputBytes,
    diagnostics,
    error,
  }
}
