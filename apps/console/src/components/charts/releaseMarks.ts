import type { Metrics } from '@alcove/contract'

/** "live v42 at 25%", for the charts. */
export function releaseMarks(releases: Metrics['releases']): { at: number; label: string }[] {
  return releases.map(({ at, alias, version, weight }) => ({
    at: Date.parse(at),
    label: `${alias} v${version}${weight < 1 ? ` at ${Math.round(weight * 100)}%` : ''}`,
  }))
}
