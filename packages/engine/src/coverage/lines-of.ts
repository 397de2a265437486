import type { FileCoverage } from '@alcove/contract'

/** Lines with code, of which some ran; none: the file has no code. */
export function linesOf(file: string, lines: Iterable<number>, ran: Iterable<number>): FileCoverage[] {
  const did = new Set(ran)
  const sorted = [...new Set(lines)].toSorted((one, other) => one - other)
  if (sorted.length === 0) return []
  return [{ file, covered: sorted.filter((line) => did.has(line)), uncovered: sorted.filter((line) => !did.has(line)) }]
}
