/**
 * Returns a function that replaces values in a text by their marks, in one pass: marks are not searched, so names of
 * secrets cannot make a text grow without end, and the time depends on the length of the text alone (Aho and Corasick,
 * https://doi.org/10.1145/360825.360855). Values that overlap in the text become one mark, that of the longest.
 */
export function replacerOf(values: readonly (readonly [value: string, mark: string])[]): (text: string) => string {
  const { follow, endsAt } = treeOf(values.map(([value]) => value))
  // The engine of regular expressions skips text in which no value begins.
  const begins = new RegExp(`[${values.map(([value]) => `\\u${hex(value.charCodeAt(0))}`).join('')}]`, 'g')

  return (text) => {
    const hits: { start: number; end: number; index: number }[] = []
    let node = ROOT
    for (let at = 0; at < text.length; at += 1) {
      if (node === ROOT) {
        begins.lastIndex = at
        if (!begins.test(text)) break
        at = begins.lastIndex - 1
      }
      node = follow(node, text.charCodeAt(at))
      let index = endsAt[node]!
      if (index === NONE) continue
      let start = at + 1 - values[index]![0].length
      for (let before = hits.at(-1); before !== undefined && before.end > start; before = hits.at(-1)) {
        if (values[before.index]![0].length >= values[index]![0].length) ({ index } = before)
        start = Math.min(start, before.start)
        hits.pop()
      }
      hits.push({ start, end: at + 1, index })
    }
    let shown = ''
    let from = 0
    for (const { start, end, index } of hits) {
      shown += text.slice(from, start) + values[index]![1]
      from = end
    }
    return from === 0 ? text : shown + text.slice(from)
  }
}

const ROOT = 0
const NONE = -1
const hex = (code: number): string => code.toString(16).padStart(4, '0')

/** The automaton of Aho and Corasick. `endsAt` has for each node the longest value that ends there. */
function treeOf(values: readonly string[]) {
  const children = new Map<number, number>()
  const childOf = (node: number, code: number) => children.get(node * 0x10000 + code)
  const fallback = [ROOT]
  const endsAt = [NONE]

  function follow(from: number, code: number): number {
    for (let node = from; ; node = fallback[node]!) {
      const child = childOf(node, code)
      if (child !== undefined) return child
      if (node === ROOT) return ROOT
    }
  }

  let open = values.map((value, index) => ({ value, index, node: ROOT }))
  for (let depth = 0; open.length > 0; depth += 1) {
    for (const each of open) {
      const code = each.value.charCodeAt(depth)
      let child = childOf(each.node, code)
      if (child === undefined) {
        const shorter = each.node === ROOT ? ROOT : follow(fallback[each.node]!, code)
        child = fallback.push(shorter) - 1
        endsAt.push(endsAt[shorter]!)
        children.set(each.node * 0x10000 + code, child)
      }
      each.node = child
      const before = endsAt[child]!
      const ends = each.value.length === depth + 1
      if (ends && values[before]?.length !== each.value.length) endsAt[child] = each.index
    }
    open = open.filter(({ value }) => value.length > depth + 1)
  }
  return { follow, endsAt }
}
