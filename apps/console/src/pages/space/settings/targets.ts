import { EgressTarget } from '@alcove/contract'

/** The most targets that the contract takes. */
export const MOST_TARGETS = 100

export type TargetProblem = 'bad' | 'badPort' | 'badNetwork' | 'twice' | 'tooMany'

/** Why a target cannot join the list; null when it can. What is nearly right is told apart. */
export function targetProblem(target: string, others: readonly string[]): TargetProblem | null {
  const [, bits, port] = /(?:\/(\d+))?(?::(\d{1,5}))?$/.exec(target) ?? []
  if (port !== undefined && (Number(port) < 1 || Number(port) > 65_535)) return 'badPort'
  if (bits !== undefined && Number(bits) > 32) return 'badNetwork'
  if (!EgressTarget.safeParse(target).success) return 'bad'
  if (others.includes(target)) return 'twice'
  return others.length >= MOST_TARGETS ? 'tooMany' : null
}

/** RFC 1918, RFC 6598, link-local and loopback: reachable only because someone listed it. */
const PRIVATE = /^(10\.|127\.|169\.254\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/

export const isPrivate = (target: string): boolean => PRIVATE.test(target)
