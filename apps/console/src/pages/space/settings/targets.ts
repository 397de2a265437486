import { EgressTarget } from '@alcove/contract'

/** The contract's maximum. */
export const MOST_TARGETS = 100

export type TargetProblem = 'bad' | 'badPort' | 'badNetwork' | 'twice' | 'tooMany'

/** Why a target cannot join the list; null when it can. Explains near misses. */
export function targetProblem(target: string, others: readonly string[]): TargetProblem | null {
  const [, bits, port] = /(?:\/(\d+))?(?::(\d{1,5}))?$/.exec(target) ?? []
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return 'badPort'
  if (bits !== undefined && Number(bits) > 32) return 'badNetwork'
  if (!EgressTarget.safeParse(target).success) return 'bad'
  if (others.includes(target)) return 'twice'
  return others.length >= MOST_TARGETS ? 'tooMany' : null
}
