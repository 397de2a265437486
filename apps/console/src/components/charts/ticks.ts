/** The next round number from `max` up whose half is round too: 1, 2, 3, 4, 6, 8, 10, 20… At least `least`, and never 0. */
export function niceMax(max: number, least = 2): number {
  if (max <= least) return least || 1
  const power = 10 ** Math.floor(Math.log10(max))
  const step = [1, 2, 3, 4, 6, 8, 10].find((candidate) => candidate * power >= max) ?? 10
  return step * power
}
