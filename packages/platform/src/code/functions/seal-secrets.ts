import type { SealedSecrets } from '../../database/schema/index.ts'
import type { Sealer } from '../../kernel/sealer.ts'

/** RFC 7396: a value sets, null removes, an absent name stays. Setting an equal value keeps the sealed one. */
export function sealSecrets(
  sealer: Sealer,
  current: SealedSecrets,
  changes: Readonly<Record<string, string | null>>,
): SealedSecrets {
  const next = new Map(Object.entries(current))
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) {
      next.delete(name)
      continue
    }
    const digest = sealer.digest(value)
    if (next.get(name)?.digest !== digest) next.set(name, { sealed: sealer.seal(value), digest })
  }
  return Object.fromEntries(next)
}
