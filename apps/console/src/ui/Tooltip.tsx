import { clsx } from 'clsx'
import {
  cloneElement,
  type FocusEvent,
  type PointerEvent,
  type ReactElement,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { place, type Side } from './place.ts'
import { popoverClass, popupClass } from './popup.ts'

/** How long the pointer rests before the hint comes. Milliseconds. */
const DELAY = 300

interface Handlers {
  onPointerEnter?: (event: PointerEvent) => void
  onPointerLeave?: (event: PointerEvent) => void
  onPointerDown?: (event: PointerEvent) => void
  onFocus?: (event: FocusEvent) => void
  onBlur?: (event: FocusEvent) => void
  'aria-describedby'?: string | undefined
  'aria-label'?: string
}

interface TooltipProps {
  /** Nothing to say: the child is as it is. */
  content: ReactNode
  /** One element that hands these events on to the page. */
  children: ReactElement<Handlers>
  side?: Side
}

/** A hint for what is already there; never the only place of an information. */
export function Tooltip({ content, children, side = 'top' }: TooltipProps) {
  const [anchor, setAnchor] = useState<Element | null>(null)
  /** The pointer is on it, and has not rested yet. */
  const [near, setNear] = useState<Element | null>(null)
  const id = useId()
  useEffect(() => {
    if (!near) return
    const timer = setTimeout(() => setAnchor(near), DELAY)
    return () => clearTimeout(timer)
  }, [near])
  const { props } = children
  const hide = () => {
    setNear(null)
    setAnchor(null)
  }
  const shown = anchor !== null && Boolean(content)
  const handlers: Handlers = {
    onPointerEnter(event) {
      props.onPointerEnter?.(event)
      if (event.pointerType !== 'touch') setNear(event.currentTarget)
    },
    onPointerLeave(event) {
      props.onPointerLeave?.(event)
      hide()
    },
    onPointerDown(event) {
      props.onPointerDown?.(event)
      hide()
    },
    onFocus(event) {
      props.onFocus?.(event)
      if (event.target.matches(':focus-visible')) setAnchor(event.currentTarget)
    },
    onBlur(event) {
      props.onBlur?.(event)
      hide()
    },
    // The name is read already.
    ...(shown && content !== props['aria-label'] ? { 'aria-describedby': id } : {}),
  }
  return (
    <>
      {cloneElement(children, content ? handlers : {})}
      {shown && (
        <Hint id={id} anchor={anchor} side={side} onHide={hide}>
          {content}
        </Hint>
      )}
    </>
  )
}

interface HintProps {
  id: string
  anchor: Element
  side: Side
  onHide: () => void
  children: ReactNode
}

function Hint({ id, anchor, side, onHide, children }: HintProps) {
  const popup = useRef<HTMLDivElement>(null)
  const hide = useEffectEvent(onHide)
  const stay = useEffectEvent(() => place(popup.current!, anchor, side, 'center', 6))
  // Whatever is said now: other words are of another size.
  useLayoutEffect(() => {
    popup.current!.togglePopover(true)
    stay()
  })
  useEffect(() => {
    const away = new AbortController()
    const listen = { capture: true, signal: away.signal }
    window.addEventListener('scroll', () => stay(), listen)
    window.addEventListener('keydown', ({ key }) => key === 'Escape' && hide(), listen)
    return () => away.abort()
  }, [])
  return (
    <div
      ref={popup}
      id={id}
      role="tooltip"
      popover="manual"
      className={clsx(popoverClass, popupClass, 'pointer-events-none max-w-72 px-2 py-1 text-sm')}
    >
      {children}
    </div>
  )
}
