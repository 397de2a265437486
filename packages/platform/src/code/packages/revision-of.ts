import { createHash } from 'node:crypto'
import type { FunctionConfiguration } from '@alcove/contract'
import type { SealedSecrets } from '../../database/schema/index.ts'

interface Contents {
  codeHash: string
  configuration: FunctionConfiguration
  secrets: SealedSecrets
}

/** Names code and configuration together: equal revisions run the same. Secrets count by their digests. */
export function revisionOf({ codeHash, configuration, secrets }: Contents): string {
  const digests = Object.fromEntries(Object.entries(secrets).map(([name, { digest }]) => [name, digest]))
  return createHash('sha256')
    .update(canonical({ codeHash, configuration, secrets: digests }))
    .digest('hex')
}

/** JSON with sorted keys: PostgreSQL's jsonb does not keep their order. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}
