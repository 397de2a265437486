import type { Metrics } from '@alcove/contract'
import type { TFunction } from 'i18next'

/** Labels for the charts, such as "live v42 at 25%". */
export function releaseMarks(releases: Metrics['releases'], t: TFunction): { at: number; label: string }[] {
  return releases.map(({ at, alias, version, weight }) => {
    const name = `${alias} v${version}`
    const label = weight < 1 ? t('traffic.partial', { name, percent: Math.round(weight * 100) }) : name
    return { at: Date.parse(at), label }
  })
}
