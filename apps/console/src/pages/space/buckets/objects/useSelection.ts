import { useState } from 'react'
import type { Entry } from '../../../../api/buckets.ts'

/** Which entries of a folder are selected. What has gone from the list is not any more. */
export function useSelection(entries: readonly Entry[]) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set())
  const [anchor, setAnchor] = useState<string | null>(null)
  const selected = entries.filter(({ key }) => keys.has(key))
  return {
    selected,
    anchor,
    has: (key: string) => keys.has(key),
    toggle(key: string) {
      setAnchor(key)
      setKeys((before) => {
        const next = new Set(before)
        if (!next.delete(key)) next.add(key)
        return next
      })
    },
    /** Adds all from the last one that was toggled. */
    extend(to: string, from = anchor) {
      const [a, b] = [from ?? to, to].map((key) => entries.findIndex((entry) => entry.key === key)) as [number, number]
      const range = entries.slice(Math.max(0, Math.min(a, b)), Math.max(a, b) + 1)
      setAnchor(from ?? to)
      setKeys((before) => new Set([...before, ...range.map(({ key }) => key)]))
    },
    all: () => setKeys(new Set(entries.map(({ key }) => key))),
    clear: () => setKeys(new Set()),
  }
}

export type Selection = ReturnType<typeof useSelection>
