/** A moment as `<input type="datetime-local">` takes it: as clocks in the zone show it. */
export function wallTime(at: number, zone: string): string {
  // The Swedish form of a date is ISO 8601.
  const format = new Intl.DateTimeFormat('sv', { timeZone: zone, dateStyle: 'short', timeStyle: 'medium' })
  return format.format(at).replace(' ', 'T')
}

/**
 * The moment at which clocks in the zone show this. Of an hour that comes twice, the first one; of one that is skipped,
 * the moment after the gap. NaN for what is no time.
 */
export function momentOf(wall: string, zone: string): number {
  const asUtc = Date.parse(`${wall}Z`)
  if (Number.isNaN(asUtc)) return Number.NaN
  const offset = (at: number) => Date.parse(`${wallTime(at, zone)}Z`) - Math.floor(at / 1000) * 1000
  const DAY = 86_400_000
  const [before, after] = [asUtc - offset(asUtc - DAY), asUtc - offset(asUtc + DAY)]
  return [before, after].find((at) => at + offset(at) === asUtc) ?? before
}
