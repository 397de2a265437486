import { generalPath, type TestDiff } from '@alcove/contract'

/** Of differences that are alike, such as those of all entries of a list. */
const ALIKE = 5
const PATHS = 20

/**
 * A few of each kind. For the others stands one whose path holds all of theirs: with these ignored, a call must not
 * count as the same while others differ.
 */
export function keptDiffs(diffs: readonly TestDiff[]): TestDiff[] {
  const alike = Map.groupBy(diffs, ({ path }) => generalPath(path))
  const kinds = [...alike].slice(0, PATHS)
  const kept = kinds.flatMap(([path, all]) => [
    ...all.slice(0, ALIKE),
    ...(all.length > ALIKE ? [others(path, all.length - ALIKE)] : []),
  ])
  const left = [...alike].slice(PATHS)
  if (left.length === 0) return kept
  const count = left.reduce((sum, [, all]) => sum + all.length, 0)
  return [...kept, others(left.map(([path]) => path).reduce(commonPath), count)]
}

const others = (path: string, count: number): TestDiff => ({
  path,
  message: count === 1 ? 'Differs in one more place' : `Differs in ${count} more places`,
})

/** `output.a.x` and `output.b.x`: output.*.x. */
function commonPath(one: string, other: string): string {
  const [names, others] = [one.split('.'), other.split('.')]
  return names
    .slice(0, others.length)
    .map((name, at) => (name === others[at] ? name : '*'))
    .join('.')
}
