import type { Metrics } from '@alcove/contract'
import type { Translate } from '../../i18n/index.ts'

export interface ReleaseMark {
  at: number
  label: string
  hint?: string
}

type Release = Metrics['releases'][number]

/** Labels for the charts of one function, such as "live v42 at 25%". */
export const releaseMarks = (releases: readonly Release[], t: Translate): ReleaseMark[] =>
  releases.map((release) => ({ at: Date.parse(release.at), label: labelOf(release.alias, release, t) }))

/** Labels for the charts of many functions, such as "checkout v42 at 25%". */
export const functionReleaseMarks = (releases: readonly Release[], t: Translate): ReleaseMark[] =>
  releases.map((release) => {
    const label = labelOf(release.function, release, t)
    return { at: Date.parse(release.at), label, hint: `${label} · ${release.alias}` }
  })

function labelOf(named: string, { version, weight }: Release, t: Translate): string {
  const name = `${named} v${version}`
  return weight < 1 ? t('traffic.partial', { name, percent: Math.round(weight * 100) }) : name
}
