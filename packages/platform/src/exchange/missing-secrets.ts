import type { ArchivedFunction, SpaceImport } from '@alcove/contract'
import type { Difference } from './compare-spaces.ts'

/** Archives name secrets without their values: those that the space does not have are to be set by hand. */
export function missingSecrets(differences: readonly Difference[]): SpaceImport['secrets'] {
  return differences.flatMap(({ item, before, change }) => {
    if (change !== 'create' && change !== 'change') return []
    const known = new Set(before ? secretsOf(before.settings) : [])
    const secrets = secretsOf(item.settings).filter((name) => !known.has(name))
    return secrets.length === 0 || item.kind === 'version' ? [] : [{ kind: item.kind, name: item.name, secrets }]
  })
}

function secretsOf(settings: unknown): string[] {
  const {
    secrets = [],
    hmac,
    config,
  } = settings as Partial<ArchivedFunction> & {
    hmac?: unknown
    config?: { hmac?: unknown }
  }
  return hmac !== undefined || config?.hmac !== undefined ? [...secrets, 'hmac'] : secrets
}
