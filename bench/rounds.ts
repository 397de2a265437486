import type { Pair, Pairs } from './measurement.ts'
import { watchNoise } from './noise.ts'
import { short } from './statistics.ts'

/** A round counts if others used at most this share of the machine. */
const NOISE_LIMIT = 0.12
const ROUNDS = 3
/** Extra rounds to replace noisy ones. */
const EXTRA_ROUNDS = 2

/** The rounds of one row. */
export interface Rounds<Name extends string> {
  name: Name
  pairs: Pair[]
  dropped: number
  /** There were too few quiet rounds, so noisy ones count. */
  noisy: boolean
}

/**
 * Takes rounds until enough of them were quiet. On a machine that is never quiet, all rounds count and the row is
 * marked noisy.
 */
export async function takeRounds<Name extends string>(
  round: (number: number) => Promise<Pairs<Name>>,
  { quick, rounds = ROUNDS }: { quick: boolean; rounds?: number },
): Promise<Rounds<Name>[]> {
  const wanted = quick ? 1 : rounds
  // A single round means that no time is measured.
  const most = wanted === 1 ? 1 : wanted + EXTRA_ROUNDS
  const taken: { noise: number; pairs: Pairs<Name> }[] = []
  const quiet = () => taken.filter(({ noise }) => noise <= NOISE_LIMIT)
  while (taken.length < wanted || (quiet().length < wanted && taken.length < most)) {
    const noise = watchNoise()
    const pairs = await round(taken.length)
    taken.push({ noise: noise(), pairs })
    const figures = (Object.entries(pairs) as [Name, Pair][]).map(
      ([name, pair]) => `${name} ${short(pair.ours / pair.reference)}`,
    )
    console.log(`  ${figures.join(', ')}; others took ${Math.round(taken.at(-1)!.noise * 100)} %`)
  }
  const noisy = quiet().length < wanted
  const kept = noisy ? taken : quiet()
  const names = Object.keys(kept[0]!.pairs) as Name[]
  return names.map((name) => ({
    name,
    pairs: kept.flatMap(({ pairs }) => pairs[name] ?? []),
    dropped: taken.length - kept.length,
    noisy,
  }))
}
