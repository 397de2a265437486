import { createHash } from 'node:crypto'
import type { FunctionConfiguration } from '@alcove/contract'

/** The name of code and configuration together: equal ones run the same. */
export function revisionOf(codeHash: string, configuration: FunctionConfiguration): string {
  return createHash('sha256').update(canonical({ codeHash, configuration })).digest('hex')
}

/** JSON with sorted keys: PostgreSQL's jsonb does not keep their order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
