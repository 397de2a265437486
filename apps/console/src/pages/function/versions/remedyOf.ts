import type { Alias, Version } from '@alcove/contract'
import { failureShare, targetsOf } from './targets.ts'

export interface Remedy {
  alias: Alias
  /** Fails. */
  bad: Version
  /** The one to send all calls to. */
  good: Version
}

/** From this share of failed calls on a version is bad, once so many of them failed. */
const BAD = 0.01
const ENOUGH = 3

/** So much less often the other one must fail. */
const BETTER = 4

const isBad = (version: Version) => version.last24h.failures >= ENOUGH && (failureShare(version) ?? 0) >= BAD

/**
 * What would end the harm: an alias sends calls to a version that fails, and there is one that fails far less. That is the
 * other one of a split, or else the newest one before. The alias `live` comes first.
 */
export function remedyOf(aliases: readonly Alias[], versions: readonly Version[]): Remedy | null {
  const byNumber = new Map(versions.map((version) => [version.version, version]))
  const liveFirst = aliases.toSorted((a, b) => Number(b.name === 'live') - Number(a.name === 'live'))
  for (const alias of liveFirst) {
    const shown = targetsOf(alias).flatMap(({ version }) => byNumber.get(version) ?? [])
    const bad = shown.filter(isBad).toSorted((a, b) => failureShare(b)! - failureShare(a)!)[0]
    if (!bad) continue
    // Without calls one cannot tell.
    const isGood = (version: Version) => (failureShare(version) ?? 1) * BETTER <= failureShare(bad)!
    const before = versions.filter(({ version }) => version < bad.version).toSorted((a, b) => b.version - a.version)
    const good = shown.find(isGood) ?? before.find(isGood)
    if (good) return { alias, bad, good }
  }
  return null
}
