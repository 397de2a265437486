const STEPS = [1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10]

/** The next round number from `max` up, however small: the end of an axis. Never 0. */
export function roundUp(max: number): number {
  if (max <= 0) return 1
  const power = 10 ** Math.floor(Math.log10(max))
  return STEPS.find((step) => step * power >= max * (1 - 1e-9))! * power
}
