import type { LogLine } from '@alcove/contract'
import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowDown } from 'lucide-react'
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { Button } from '../../ui/Button.tsx'
import { LogLineRow } from './LogLineRow.tsx'

interface LogStreamProps {
  /** Oldest first. */
  lines: readonly LogLine[]
  /** Shown above the first line: loads older ones. */
  before: ReactNode
  label: string
  /** Whether to scroll along with new lines. */
  following: boolean
  onFollow(following: boolean): void
  onOpen(line: LogLine): void
}

/** Within this distance the view counts as being at the end. CSS pixels. */
const NEAR = 24

/**
 * Any number of lines; only visible ones are in the document. Scrolling up or pressing on a line stops following,
 * reaching the end resumes it.
 */
export function LogStream({ lines, before, label, following, onFollow, onOpen }: LogStreamProps) {
  const { t } = useTranslation()
  const scroller = useRef<HTMLDivElement>(null)
  const [seen, setSeen] = useState<string | null>(null)
  // Used only in this component, never passed on.
  // oxlint-disable-next-line react/incompatible-library
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    getItemKey: (index) => lines[index]!.id,
    overscan: 20,
  })
  const last = lines.at(-1)?.id ?? null
  const unseen = following || seen === null ? 0 : lines.length - 1 - lines.findLastIndex(({ id }) => id === seen)

  useLayoutEffect(() => {
    if (following && lines.length > 0) virtual.scrollToIndex(lines.length - 1, { align: 'end' })
  }, [following, last, lines.length, virtual])

  // When older lines arrive above, keep the visible lines in place.
  const first = useRef<{ id: string; count: number } | null>(null)
  useEffect(() => {
    const head = lines[0]
    const known = first.current
    if (known && head && head.id !== known.id && !following) {
      const added = lines.findIndex(({ id }) => id === known.id)
      if (added > 0) virtual.scrollToIndex(added, { align: 'start' })
    }
    first.current = head ? { id: head.id, count: lines.length } : null
  }, [lines, following, virtual])

  function stopFollowing(): void {
    setSeen(last)
    onFollow(false)
  }

  return (
    <div className="relative min-h-0 flex-1">
      <div
        ref={scroller}
        role="log"
        aria-label={label}
        // Focusable, so that the keyboard can scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        className="h-full overflow-y-auto py-1.5 outline-offset-[-2px]"
        onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
          const atEnd = scrollHeight - scrollTop - clientHeight < NEAR
          if (atEnd && !following) onFollow(true)
          else if (!atEnd && following) stopFollowing()
        }}
      >
        {before}
        <div className="relative" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => (
            // A shortcut for the mouse: the invocations list opens calls by keyboard.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className="absolute inset-x-0 top-0 hover:bg-hover"
              style={{ transform: `translateY(${item.start}px)` }}
              // Text that one selects must not run away.
              onMouseDown={() => following && stopFollowing()}
              onClick={() => window.getSelection()?.toString() === '' && onOpen(lines[item.index]!)}
            >
              <LogLineRow line={lines[item.index]!} time="clock" className="px-gutter" />
            </div>
          ))}
        </div>
      </div>
      {unseen > 0 && (
        <Button
          variant="primary"
          className="absolute! bottom-4 left-1/2 -translate-x-1/2 shadow-float"
          icon={<ArrowDown size={14} />}
          onClick={() => onFollow(true)}
        >
          {t('fn.logs.arrived', { count: unseen })}
        </Button>
      )}
    </div>
  )
}
