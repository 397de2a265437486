import { useBrush } from './useBrush.ts'

interface StepBrushOptions {
  /** The plot begins at the start of its first step and ends at the end of its last one. */
  from: number
  to: number
  stepMs: number
  /** Where the plot begins and how wide it is, in CSS pixels. */
  left: number
  width(): number
  /** A stretch was dragged: whole steps. */
  onWindow?: ((window: [from: number, to: number]) => void) | undefined
  /** One step was clicked. */
  onStep?: ((window: [from: number, to: number]) => void) | undefined
}

const NONE: Partial<ReturnType<typeof useBrush>['handlers']> = {}

/** Chooses whole steps of a chart by pointer. */
export function useStepBrush({ from, to, stepMs, left, width, onWindow, onStep }: StepBrushOptions) {
  const timeAt = (x: number) => from + Math.min(1, Math.max(0, (x - left) / Math.max(1, width()))) * (to - from)
  const first = (at: number) => Math.max(from, from + Math.floor((at - from) / stepMs) * stepMs)
  const steps = ([start, end]: readonly [number, number]): [number, number] => [
    first(start),
    Math.min(to, first(Math.max(start, end - 1)) + stepMs),
  ]
  const brush = useBrush({
    timeAt,
    onWindow: (window) => onWindow?.(steps(window)),
    onClick: (x) => x >= left && x <= left + width() && onStep?.(steps([timeAt(x), timeAt(x)])),
  })
  const dragged = brush.dragging && steps(brush.dragging)
  const share = (at: number) => (at - from) / Math.max(1, to - from)
  return {
    handlers: onWindow || onStep ? brush.handlers : NONE,
    /** The dragged stretch as parts of the plot's width. */
    area: dragged && onWindow ? { start: share(dragged[0]), end: share(dragged[1]) } : undefined,
  }
}
