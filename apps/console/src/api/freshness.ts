/**
 * When the database cannot take records, the API answers with what is stored and names what may be missing in
 * X-Alcove-Stale. This remembers which addresses answered like that last.
 */
const behind = new Set<string>()
const listeners = new Set<() => void>()

/** Notes whether the answer of this address lacks the latest records. */
export function noteFreshness(url: string, headers: Headers): void {
  const [address] = url.split('?', 1)
  update(() => (headers.has('x-alcove-stale') ? behind.add(address!) : behind.delete(address!)))
}

/** Called when another page opens: what the previous one read no longer matters. */
export function forgetFreshness(): void {
  update(() => behind.clear())
}

export const readsBehind = (): boolean => behind.size > 0

export function onFreshness(listener: () => void): () => void {
  listeners.add(listener)
  return () => void listeners.delete(listener)
}

function update(change: () => unknown): void {
  const before = readsBehind()
  change()
  if (before !== readsBehind()) for (const listener of listeners) listener()
}
