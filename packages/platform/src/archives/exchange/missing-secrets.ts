import type { ArchivedFunction, SpaceImport } from '@alcove/contract'
import type { Difference } from './compare-spaces.ts'
import { keepsSecret } from './put-operations.ts'
import type { SpaceItem } from './space-item.ts'

/** Archives name secrets without values. Lists those that the space lacks, to be set by hand. */
export function missingSecrets(differences: readonly Difference[]): SpaceImport['secrets'] {
  return differences.flatMap(({ item, before, change }) => {
    if (change !== 'create' && change !== 'change') return []
    const secrets = missingOf(item, before)
    return secrets.length === 0 || item.kind === 'version' ? [] : [{ kind: item.kind, name: item.name, secrets }]
  })
}

function missingOf(item: SpaceItem, before: SpaceItem | null): string[] {
  if (item.kind === 'sink') return keepsSecret(item, before) ? [] : secretsOf(item.settings)
  if (item.kind === 'budget' || item.kind === 'alertTarget') {
    const url = webhookOf(item.settings)
    return url === null || url === webhookOf(before?.settings) ? [] : ['webhook']
  }
  const known = new Set(before ? secretsOf(before.settings) : [])
  return secretsOf(item.settings).filter((name) => !known.has(name))
}

/** Webhooks to new addresses get a new secret each. */
function webhookOf(settings: unknown): string | null {
  const { url, shape, webhook } = (settings ?? {}) as { url?: string; shape?: string; webhook?: { url: string } | null }
  return webhook?.url ?? (shape === 'slack' ? null : (url ?? null))
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
