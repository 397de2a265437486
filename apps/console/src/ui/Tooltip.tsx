import { Tooltip as Base } from '@base-ui/react/tooltip'
import { clsx } from 'clsx'
import { type ReactElement, type ReactNode, useId, useState } from 'react'
import { popupClass } from './popup.ts'

/** Milliseconds that the pointer rests on the child before the tooltip opens. */
const DELAY = 300

interface TooltipProps {
  /** Empty for no tooltip. */
  content: ReactNode
  children: ReactElement<{ 'aria-label'?: string }>
  side?: 'top' | 'bottom' | 'left' | 'right'
}

/** Additional information about a visible thing. Never put information only here. */
export function Tooltip({ content, children, side = 'top' }: TooltipProps) {
  const id = useId()
  const [open, setOpen] = useState(false)
  // Base UI leaves the description to us. A screen reader has already read the name.
  const describes = open && Boolean(content) && content !== children.props['aria-label']
  return (
    <Base.Root disabled={!content} disableHoverablePopup onOpenChange={setOpen}>
      <Base.Trigger render={children} delay={DELAY} aria-describedby={describes ? id : undefined} />
      <Base.Portal>
        <Base.Positioner side={side} sideOffset={6} collisionPadding={8} className="z-50">
          <Base.Popup id={id} role="tooltip" className={clsx(popupClass, 'max-w-72 px-2 py-1 text-sm')}>
            {content}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}
