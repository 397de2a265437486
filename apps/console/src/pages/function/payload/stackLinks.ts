export type StackPart = string | { text: string; path: string; line: number; column: number }

const LOCATION = /(?:file:\/\/)?([\w@.\-/]+\.[cm]?[jt]sx?):(\d+)(?::(\d+))?/g

/** The parts of a stack that name lines of the function's own files, which are under one folder of the sandbox. */
export function stackLinks(stack: string, paths: readonly string[]): StackPart[] {
  const parts: StackPart[] = []
  let from = 0
  for (const match of stack.matchAll(LOCATION)) {
    const [text, location = '', line, column] = match
    const path = paths
      .filter((candidate) => location === candidate || location.endsWith(`/${candidate}`))
      .toSorted((a, b) => b.length - a.length)[0]
    if (path === undefined) continue
    parts.push(stack.slice(from, match.index), { text: text!, path, line: Number(line), column: Number(column ?? 1) })
    from = match.index + text!.length
  }
  parts.push(stack.slice(from))
  return parts.filter((part) => part !== '')
}
