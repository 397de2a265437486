/** For longer texts, the comparison would cost more than the marks are worth. */
const MAX_LINES = 1_200

/**
 * Lines of `after`, 1-based, that are not in `before`: longest common subsequence, after skipping equal head and tail.
 */
export function changedLines(before: string, after: string): number[] {
  const old = before.split('\n')
  const now = after.split('\n')
  let head = 0
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1
  let tail = 0
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail)) tail += 1
  const a = old.slice(head, old.length - tail)
  const b = now.slice(head, now.length - tail)
  if (a.length > MAX_LINES || b.length > MAX_LINES) return b.map((_, index) => head + index + 1)

  const width = b.length + 1
  const common = new Uint16Array((a.length + 1) * width)
  const at = (i: number, j: number) => common[i * width + j]!
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const changed: number[] = []
  let i = 0
  for (let j = 0; j < b.length;) {
    if (i < a.length && a[i] === b[j]) {
      i += 1
      j += 1
    } else if (i < a.length && at(i + 1, j) >= at(i, j + 1)) {
      i += 1
    } else {
      changed.push(head + j + 1)
      j += 1
    }
  }
  return changed
}
