/** Ways to the items before and after `open` in a list, for a drawer. */
export function stepsIn(keys: readonly string[], open: string | undefined, show: (key: string) => void) {
  const at = open === undefined ? -1 : keys.indexOf(open)
  const to = (key: string | undefined) => (at === -1 || key === undefined ? null : () => show(key))
  return { previous: to(at > 0 ? keys[at - 1] : undefined), next: to(keys[at + 1]) }
}
