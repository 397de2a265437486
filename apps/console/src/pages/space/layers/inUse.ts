import { can, type LayerVersion } from '@alcove/contract'
import type { Translate } from '../../../i18n/index.ts'

/** Why a version or layer with these users cannot be deleted, in the user's language; null when it can. */
export function inUse(t: Translate, version: Pick<LayerVersion, 'layer' | 'version' | 'usedBy'>): string | null {
  const user = version.usedBy[0]
  if (can.deleteLayerVersion(version).allowed || !user) return null
  return user.version === null
    ? t('layers.inUseDraft', { function: user.function })
    : t('layers.inUseVersion', { function: user.function, version: user.version })
}

/** The functions among the users, without duplicates. */
export const functionsOf = (usedBy: LayerVersion['usedBy']): string[] => [
  ...new Set(usedBy.map((user) => user.function)),
]
