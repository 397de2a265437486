import { ContextMenu as BaseContext } from '@base-ui/react/context-menu'
import { Menu as Base } from '@base-ui/react/menu'
import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import type { ReactElement, ReactNode, SyntheticEvent } from 'react'
import { popupClass } from './popup.ts'

interface MenuProps {
  trigger: ReactElement
  children: ReactNode
  align?: 'start' | 'center' | 'end'
  /** Make it as wide as the trigger. */
  matchWidth?: boolean
}

/** React passes events from a portal to its parent: the row that holds the menu would open. */
const keepInside = (event: SyntheticEvent) => event.stopPropagation()

/** A button with a menu of actions. */
export function Menu({ trigger, children, align = 'end', matchWidth = false }: MenuProps) {
  return (
    <Base.Root modal={false}>
      <Base.Trigger render={trigger} />
      <Popup align={align} sideOffset={4} className={clsx(matchWidth && 'w-(--anchor-width)')}>
        {children}
      </Popup>
    </Base.Root>
  )
}

interface ContextMenuProps {
  /** A right click or a long press in it opens the menu, and so does the menu key. */
  area: ReactElement
  children: ReactNode
}

/** A menu where the pointer is. What it offers must be elsewhere as well: not everyone looks for it. */
export function ContextMenu({ area, children }: ContextMenuProps) {
  return (
    <BaseContext.Root>
      <BaseContext.Trigger render={area} />
      <Popup>{children}</Popup>
    </BaseContext.Root>
  )
}

interface PopupProps {
  align?: MenuProps['align']
  sideOffset?: number
  className?: string
  children: ReactNode
}

function Popup({ className, children, ...position }: PopupProps) {
  return (
    <Base.Portal>
      <Base.Positioner
        {...position}
        collisionPadding={8}
        onClick={keepInside}
        onKeyDown={keepInside}
        className="z-50 outline-none"
      >
        <Base.Popup className={clsx(popupClass, 'max-h-(--available-height) min-w-44 overflow-y-auto! p-1', className)}>
          {children}
        </Base.Popup>
      </Base.Positioner>
    </Base.Portal>
  )
}

const itemClass =
  'flex w-full cursor-default! items-center gap-2.5 rounded-control px-2 py-1 text-left outline-none select-none data-highlighted:bg-hover narrow:min-h-9 [&_svg]:text-fg-3'

interface MenuItemProps {
  children: ReactNode
  onSelect?: () => void
  icon?: ReactNode
  danger?: boolean
  /** Why it cannot be chosen; shown below it. */
  disabledReason?: string | null | false
  /** The element to render as, for example a link. */
  render?: ReactElement
}

export function MenuItem({ children, onSelect, icon, danger, disabledReason, render }: MenuItemProps) {
  return (
    <Base.Item
      render={render}
      onClick={disabledReason ? undefined : onSelect}
      closeOnClick={!disabledReason}
      aria-disabled={disabledReason ? true : undefined}
      className={clsx(itemClass, danger && 'text-danger [&_svg]:text-danger', disabledReason && 'text-fg-3!')}
    >
      {icon}
      <span className="min-w-0 flex-1">
        {children}
        {disabledReason && <span className="block max-w-64 text-sm text-fg-3">{disabledReason}</span>}
      </span>
    </Base.Item>
  )
}

interface MenuChoiceProps<T extends string> {
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; label: ReactNode; icon?: ReactNode }[]
  label?: string
}

/** One of several choices inside a menu. */
export function MenuChoice<T extends string>({ value, onChange, options, label }: MenuChoiceProps<T>) {
  return (
    <Base.RadioGroup value={value} onValueChange={(next: T) => onChange(next)} aria-label={label}>
      {label && <MenuLabel>{label}</MenuLabel>}
      {options.map((option) => (
        <Base.RadioItem key={option.value} value={option.value} closeOnClick className={itemClass}>
          {option.icon}
          <span className="min-w-0 flex-1">{option.label}</span>
          <Base.RadioItemIndicator>
            <Check size={14} className="text-accent!" />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2 pt-1.5 pb-1 text-micro font-name text-fg-3">{children}</div>
}

export function MenuSeparator() {
  return <Base.Separator className="-mx-1 my-1 h-px bg-line" />
}
