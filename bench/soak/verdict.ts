import type { Footprint } from './footprint.ts'
import type { Answer } from './load.ts'

export interface Evidence {
  answers: Answer[]
  samples: Footprint[]
  before: Footprint
  after: Footprint
  killed: number
}

export interface Verdict {
  answered: number
  killed: number
  /** How often each outcome occurred. */
  outcomes: Record<string, number>
  p50Ms: number
  p99Ms: number
  before: Footprint
  after: Footprint
  /** Broken rules, one sentence each. */
  violations: string[]
}

/** A killed instance fails its calls with an error that names the kill. Killed while loading, it is a failed start. */
const NAMES_THE_KILL = /SIGKILL|killed/i
/**
 * Database connections come and go, and so do resources prepared for the next start: networks eight at a time, each
 * with a mount.
 */
const TOLERATED = { descriptors: 20, processes: 2, cgroups: 8, mounts: 8, networkNamespaces: 0 }
/** More memory growth than this, from the first third of the run to its end, is a leak and not a warm-up. */
const MEMORY_GROWTH = 1.25

export function verdict({ answers, samples, before, after, killed }: Evidence): Verdict {
  const outcomes: Record<string, number> = {}
  const violations: string[] = []
  for (const answer of answers) {
    const outcome = outcomeOf(answer)
    outcomes[outcome.name] = (outcomes[outcome.name] ?? 0) + 1
    if (!outcome.allowed && violations.length < 20) {
      violations.push(`${answer.target.name} answered ${answer.status} ${answer.code}: ${answer.detail}`)
    }
  }
  for (const [what, more] of Object.entries(TOLERATED) as [keyof typeof TOLERATED, number][]) {
    if (after[what] > before[what] + more) violations.push(`${what}: ${before[what]} before, ${after[what]} after`)
  }
  if (killed === 0) violations.push('nothing was killed')
  const early = samples[Math.floor(samples.length / 3)]
  const last = samples.at(-1)
  if (early && last && last.rssMb > early.rssMb * MEMORY_GROWTH) {
    violations.push(`memory grew from ${early.rssMb.toFixed(0)} to ${last.rssMb.toFixed(0)} MiB`)
  }
  const sorted = answers.map(({ milliseconds }) => milliseconds).toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0
  return { answered: answers.length, killed, outcomes, p50Ms: at(0.5), p99Ms: at(0.99), before, after, violations }
}

function outcomeOf({ target, status, code, detail }: Answer): { name: string; allowed: boolean } {
  const { expect } = target.kind
  if (status === expect.status && code === (expect.code ?? null)) return { name: 'as expected', allowed: true }
  if (status === 429 && code === 'Throttled') return { name: 'throttled', allowed: true }
  if (status === 502 && NAMES_THE_KILL.test(detail)) return { name: `killed (${code})`, allowed: true }
  return { name: `${status} ${code}`, allowed: false }
}
