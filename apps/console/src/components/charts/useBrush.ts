import { type PointerEvent, useState } from 'react'

interface BrushOptions {
  timeAt(offsetX: number): number
  onWindow(window: [from: number, to: number]): void
  onClick(offsetX: number, offsetY: number): void
}

/** A shorter movement is a click, not a drag. CSS pixels. */
const THRESHOLD = 4

/** Chooses a time window by dragging across a chart. */
export function useBrush({ timeAt, onWindow, onClick }: BrushOptions) {
  const [drag, setDrag] = useState<{ fromX: number; toX: number } | null>(null)
  const offset = (event: PointerEvent<Element>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const moved = drag !== null && Math.abs(drag.toX - drag.fromX) >= THRESHOLD
  const windowOf = ({ fromX, toX }: { fromX: number; toX: number }): [number, number] => [
    timeAt(Math.min(fromX, toX)),
    timeAt(Math.max(fromX, toX)),
  ]
  return {
    dragging: moved ? windowOf(drag) : undefined,
    handlers: {
      onPointerDown(event: PointerEvent<Element>) {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        const { x } = offset(event)
        setDrag({ fromX: x, toX: x })
      },
      onPointerMove(event: PointerEvent<Element>) {
        if (drag) setDrag({ ...drag, toX: offset(event).x })
      },
      onPointerUp(event: PointerEvent<Element>) {
        if (!drag) return
        const { x, y } = offset(event)
        setDrag(null)
        if (Math.abs(x - drag.fromX) < THRESHOLD) onClick(x, y)
        else onWindow(windowOf({ ...drag, toX: x }))
      },
      onPointerCancel() {
        setDrag(null)
      },
    },
  }
}
