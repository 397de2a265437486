import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual'
import { type ReactNode, type RefObject, useEffect, useEffectEvent } from 'react'
import { useNarrow } from '../../../ui/useNarrow.ts'

interface TreeRowsProps {
  tree: RefObject<HTMLDivElement | null>
  /** Of all rows, in their order. */
  paths: readonly string[]
  /** The row in the Tab order, which is always rendered. */
  stop: string | null | undefined
  /** Scrolled to when they change. */
  active: string | null
  focused: string | null
  row(index: number): ReactNode
}

/** The rows that can be seen. The tree is rendered at each keystroke in the editor, and may have a thousand rows. */
export function TreeRows({ tree, paths, stop, active, focused, row }: TreeRowsProps) {
  const height = useNarrow() ? 36 : 24
  // Used only here, never passed on.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: paths.length,
    getScrollElement: () => tree.current,
    estimateSize: () => height,
    getItemKey: (index) => paths[index]!,
    overscan: 20,
    rangeExtractor: (range) => {
      const kept = paths.findIndex((path) => path === stop)
      const seen = defaultRangeExtractor(range)
      return kept < 0 ? seen : [...new Set([...seen, kept])].toSorted((a, b) => a - b)
    },
  })
  useEffect(() => virtual.measure(), [virtual, height])
  const reveal = useEffectEvent((path: string | null) => {
    const index = paths.findIndex((each) => each === path)
    if (index >= 0) virtual.scrollToIndex(index)
  })
  useEffect(() => reveal(active), [active])
  useEffect(() => reveal(focused), [focused])
  return (
    <div className="relative" style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ key, index, start }) => (
        <div key={key} className="absolute inset-x-0" style={{ top: start }}>
          {row(index)}
        </div>
      ))}
    </div>
  )
}
