export type Side = 'top' | 'bottom' | 'left' | 'right'
export type Align = 'start' | 'center' | 'end'

const OPPOSITE = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' } as const
/** Pixels kept free at the window's edge. */
const EDGE = 8

/**
 * Puts what floats beside its anchor, in the coordinates of the window: on the other side where this one is too
 * narrow, never beyond the edge, and no higher than there is room.
 */
export function place(popup: HTMLElement, anchor: Element, side: Side, align: Align, gap: number): void {
  const { innerWidth, innerHeight } = window
  // Its own size, not the one that an earlier place allowed.
  popup.style.maxHeight = ''
  const at = anchor.getBoundingClientRect()
  const room = { top: at.top, bottom: innerHeight - at.bottom, left: at.left, right: innerWidth - at.right }
  const vertical = side === 'top' || side === 'bottom'
  const needed = (vertical ? popup.offsetHeight : popup.offsetWidth) + gap + EDGE
  const chosen = room[side] < needed && room[OPPOSITE[side]] > room[side] ? OPPOSITE[side] : side
  if (vertical) popup.style.maxHeight = `${room[chosen] - gap - EDGE}px`
  const { offsetWidth: width, offsetHeight: height } = popup
  const along = (from: number, to: number, size: number) =>
    align === 'start' ? from : align === 'end' ? to - size : (from + to - size) / 2
  const left = { left: at.left - gap - width, right: at.right + gap }
  const top = { top: at.top - gap - height, bottom: at.bottom + gap }
  const x = chosen === 'left' || chosen === 'right' ? left[chosen] : along(at.left, at.right, width)
  const y = chosen === 'top' || chosen === 'bottom' ? top[chosen] : along(at.top, at.bottom, height)
  popup.style.left = `${Math.max(EDGE, Math.min(x, innerWidth - EDGE - width))}px`
  popup.style.top = `${Math.max(EDGE, Math.min(y, innerHeight - EDGE - height))}px`
}
