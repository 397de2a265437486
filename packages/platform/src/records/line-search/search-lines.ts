import { setImmediate as turn } from 'node:timers/promises'
import type { FoundLines, LineSearch } from './protocol.ts'
import type { LineSource } from './source.ts'

/** A source of lines, opened when the search reaches it. */
export interface Pending {
  name: string
  /** The id of its first line in the order of the search. */
  bound: string
  /** Null when it is gone: its lines are older than the space keeps. @param after lines up to this one are known already */
  open(after: string | undefined): Promise<LineSource | null>
}

export interface Sources {
  /** Those that may give any line of the search. */
  recent: LineSource
  /** Segments, in the order of the search. Read again after the recent lines: some may have been sealed meanwhile. */
  segments(): Promise<Pending[]>
}

/**
 * Merges the lines of all sources in the order of their ids. Sources overlap only where lines came late, so usually one is
 * read at a time.
 */
export async function searchLines(
  { recent, segments }: Sources,
  { order, limit, budgetMs }: Pick<LineSearch, 'order' | 'limit' | 'budgetMs'>,
  signal: AbortSignal,
): Promise<FoundLines> {
  const until = performance.now() + budgetMs
  const before = (a: string, b: string) => (order === 'desc' ? a > b : a < b)
  const open: LineSource[] = [recent]
  const opened = new Set<string>()
  let waiting = await segments()
  let isRecentOpen = true
  const lines: FoundLines['lines'] = []
  try {
    for (;;) {
      signal.throwIfAborted()
      for (const source of open.filter(({ bound }) => bound === null)) {
        open.splice(open.indexOf(source), 1)
        source.close()
      }
      if (isRecentOpen && !open.includes(recent)) {
        isRecentOpen = false
        // oxlint-disable-next-line no-await-in-loop -- once
        waiting = (await segments()).filter(({ name }) => !opened.has(name))
      }
      const first = open.reduce<LineSource | null>(
        (best, source) => (best === null || before(source.bound!, best.bound!) ? source : best),
        null,
      )
      const next = waiting[0]
      if (next && (first === null || !before(first.bound!, next.bound))) {
        waiting.shift()
        // oxlint-disable-next-line no-await-in-loop -- in order
        const source = await next.open(lines.at(-1)?.id)
        opened.add(next.name)
        if (source) open.push(source)
        continue
      }
      if (first === null) return { lines, next: null }
      if (first.head !== null) {
        // A line that was sealed while it was read comes twice.
        if (first.head.id !== lines.at(-1)?.id) lines.push(first.head)
        first.take()
        if (lines.length > limit) return { lines: lines.slice(0, limit), next: lines[limit - 1]!.id }
        continue
      }
      if (performance.now() > until) return { lines, next: first.bound }
      // oxlint-disable-next-line no-await-in-loop -- one after the other
      await first.advance()
      // oxlint-disable-next-line no-await-in-loop -- gives other searches, and a cancellation, their turn
      await turn()
    }
  } finally {
    for (const source of open) source.close()
  }
}
