import type { Metrics } from '@alcove/contract'

/** Labels for the charts, such as "live v42 at 25%". */
export function releaseMarks(releases: Metrics['releases']): { at: number; label: string }[] {
  return releases.map(({ at, alias, version, weight }) => ({
    at: Date.parse(at),
    label: `${alias} v${version}${weight < 1 ? ` at ${Math.round(weight * 100)}%` : ''}`,
  }))
}
