import { FAULT, INVOCATION_STATUSES, type Alias, type Version } from '@alcove/contract'

export interface Target {
  version: number
  /** 0–1. */
  weight: number
}

/** The targets of an alias, the main version first. */
export function targetsOf({ version, additional }: Pick<Alias, 'version' | 'additional'>): Target[] {
  if (!additional) return [{ version, weight: 1 }]
  return [
    { version, weight: 1 - additional.weight },
    { version: additional.version, weight: additional.weight },
  ]
}

/** "v41 75% · v42 25%" */
export function targetText(alias: Pick<Alias, 'version' | 'additional'>): string {
  const targets = targetsOf(alias)
  if (targets.length === 1) return `v${alias.version}`
  return targets.map(({ version, weight }) => `v${version} ${Math.round(weight * 100)}%`).join(' · ')
}

/** What counts as failed: faults of the function or the platform. */
export const FAILED = INVOCATION_STATUSES.filter(
  (status) => FAULT[status] === 'function' || FAULT[status] === 'platform',
)

/** Share of failed calls in the last day; null without calls. */
export function failureShare(version: Pick<Version, 'last24h'> | undefined): number | null {
  if (!version || version.last24h.invocations === 0) return null
  return version.last24h.failures / version.last24h.invocations
}

/** The right that it takes to move or delete an alias. */
export const moveNeeds = ({ protected: guarded }: Pick<Alias, 'protected'>) =>
  guarded ? ('aliases:protect' as const) : ('aliases:write' as const)
