import type { Lab, Measurement, Pair, Pairs } from './measurement.ts'
import { watchNoise } from './noise.ts'
import { short, type Row } from './report.ts'
import type { RowName } from './targets.ts'

/** A round counts when others took no more of the machine than this. */
const NOISE_LIMIT = 0.12
const ROUNDS = 3
/** Rounds repeated for the sake of quiet. */
const EXTRA_ROUNDS = 2

/** Takes rounds until enough of them were quiet. On a machine that never is, all of them count, and are called noisy. */
export async function takeRounds(measurement: Measurement, lab: Lab): Promise<Row[]> {
  const round = await measurement.prepare(lab)
  const wanted = lab.quick ? 1 : (measurement.rounds ?? ROUNDS)
  const taken: { noise: number; pairs: Pairs }[] = []
  const quiet = () => taken.filter(({ noise }) => noise <= NOISE_LIMIT)
  while (taken.length < wanted || (!lab.quick && quiet().length < wanted && taken.length < wanted + EXTRA_ROUNDS)) {
    const noise = watchNoise()
    const pairs = await round(taken.length)
    taken.push({ noise: noise(), pairs })
    const figures = (Object.entries(pairs) as [RowName, Pair][]).map(
      ([name, pair]) => `${name} ${short(pair.ours / pair.reference)}`,
    )
    console.log(`  ${figures.join(', ')}; others took ${Math.round(taken.at(-1)!.noise * 100)} %`)
  }
  const noisy = quiet().length < wanted
  const kept = noisy ? taken : quiet()
  const names = Object.keys(kept[0]!.pairs) as RowName[]
  return names.map((name) => ({
    name,
    pairs: kept.flatMap(({ pairs }) => pairs[name] ?? []),
    dropped: taken.length - kept.length,
    noisy,
  }))
}
