import { clsx } from 'clsx'
import { Check } from 'lucide-react'
import {
  cloneElement,
  createContext,
  type HTMLAttributes,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { type Align, place } from './place.ts'
import { popoverClass, popupClass } from './popup.ts'

const Close = createContext<() => void>(() => {})

interface MenuProps {
  /** A button that hands on what it is given. */
  trigger: ReactElement<HTMLAttributes<HTMLElement>>
  children: ReactNode
  align?: Align
  /** As wide as the trigger at least. */
  matchWidth?: boolean
}

/** Actions behind a button. The trigger is rendered as it is given. */
export function Menu({ trigger, children, align = 'end', matchWidth = false }: MenuProps) {
  const [anchor, setAnchor] = useState<HTMLElement | null>(null)
  const close = () => {
    // First, while the focus is still inside: it would fall to the page with what goes away.
    anchor?.focus({ preventScroll: true })
    setAnchor(null)
  }
  return (
    <>
      {cloneElement(trigger, {
        'aria-haspopup': 'menu',
        'aria-expanded': anchor !== null,
        onClick(event) {
          trigger.props.onClick?.(event)
          setAnchor(anchor ? null : event.currentTarget)
        },
        onKeyDown(event) {
          if (event.key !== 'ArrowDown' || anchor) return
          event.preventDefault()
          setAnchor(event.currentTarget)
        },
      })}
      {anchor && (
        <Close value={close}>
          <Items anchor={anchor} align={align} matchWidth={matchWidth} onLeave={() => setAnchor(null)}>
            {children}
          </Items>
        </Close>
      )}
    </>
  )
}

interface ItemsProps {
  anchor: HTMLElement
  align: Align
  matchWidth: boolean
  /** The reader went elsewhere, and the focus with them. */
  onLeave: () => void
  children: ReactNode
}

/** The keys are those of https://www.w3.org/WAI/ARIA/apg/patterns/menubar/. */
function Items({ anchor, align, matchWidth, onLeave, children }: ItemsProps) {
  const popup = useRef<HTMLDivElement>(null)
  const close = useContext(Close)
  const leave = useEffectEvent(onLeave)
  const stay = useEffectEvent(() => place(popup.current!, anchor, 'bottom', align, 4))
  // With every change of what it holds.
  useLayoutEffect(() => {
    popup.current!.togglePopover(true)
    stay()
  })
  useEffect(() => {
    const menu = popup.current!
    const byKeyboard = anchor.matches(':focus-visible')
    const first = menu.querySelector<HTMLElement>('[aria-checked=true]') ?? itemsOf(menu)[0]
    ;(byKeyboard && first ? first : menu).focus({ preventScroll: true })

    const away = new AbortController()
    const listen = { capture: true, signal: away.signal }
    const outside = ({ target }: Event) =>
      !(target instanceof Node && (menu.contains(target) || anchor.contains(target)))
    window.addEventListener('pointerdown', (event) => outside(event) && leave(), listen)
    window.addEventListener('scroll', (event) => outside(event) && stay(), listen)
    window.addEventListener('resize', () => stay(), listen)
    return () => away.abort()
  }, [anchor])

  const onKeyDown = (event: KeyboardEvent) => {
    // What the page does with its arrows and Escape is not meant now.
    event.stopPropagation()
    const items = itemsOf(popup.current!)
    const here = items.indexOf(document.activeElement as HTMLElement)
    const letter = event.key.length === 1 && !event.ctrlKey && !event.metaKey ? event.key.toLowerCase() : null
    const starting = (item: HTMLElement) => item.textContent.trim().toLowerCase().startsWith(letter!)
    const moves: Record<string, () => HTMLElement | undefined> = {
      ArrowDown: () => items[(here + 1) % items.length],
      ArrowUp: () => items.at(here < 0 ? -1 : here - 1),
      Home: () => items[0],
      End: () => items.at(-1),
    }
    const next =
      moves[event.key]?.() ??
      (letter && letter !== ' ' ? [...items.slice(here + 1), ...items.slice(0, here + 1)].find(starting) : undefined)
    if (next) next.focus()
    else if (event.key === 'Escape' || event.key === 'Tab') close()
    else return
    event.preventDefault()
  }
  return (
    // A click on what it holds is not one on the row that the menu belongs to.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <div
      ref={popup}
      role="menu"
      style={matchWidth ? { width: anchor.offsetWidth } : undefined}
      tabIndex={-1}
      popover="manual"
      aria-label={anchor.getAttribute('aria-label') ?? anchor.textContent}
      onKeyDown={onKeyDown}
      onClick={(event) => event.stopPropagation()}
      className={clsx(popoverClass, popupClass, 'min-w-44 overflow-y-auto! p-1')}
    >
      {children}
    </div>
  )
}

const itemsOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]')]

const itemClass =
  'flex w-full cursor-default! items-center gap-2.5 rounded-control px-2 py-1 text-left outline-none select-none focus:bg-hover narrow:min-h-9 [&_svg]:text-fg-3'

/** The item under the pointer is the one that the keys go on from. */
const followPointer = {
  tabIndex: -1,
  onPointerMove: ({ currentTarget }: { currentTarget: HTMLElement }) => currentTarget.focus({ preventScroll: true }),
}

interface MenuItemProps {
  children: ReactNode
  onSelect?: () => void
  icon?: ReactNode
  danger?: boolean
  /** Why it cannot be chosen; shown under it. */
  disabledReason?: string | null | false
  /** Renders as this element instead, a link for instance. */
  render?: ReactElement
}

export function MenuItem({
  children,
  onSelect,
  icon,
  danger,
  disabledReason,
  // What it says comes into it below.
  // oxlint-disable-next-line jsx-a11y/control-has-associated-label
  render = <button type="button" />,
}: MenuItemProps) {
  const close = useContext(Close)
  return cloneElement(
    render as ReactElement<HTMLAttributes<HTMLElement>>,
    {
      ...followPointer,
      role: 'menuitem',
      'aria-disabled': disabledReason ? true : undefined,
      onClick() {
        if (disabledReason) return
        close()
        onSelect?.()
      },
      className: clsx(itemClass, danger && 'text-danger [&_svg]:text-danger', disabledReason && 'text-fg-3!'),
    },
    <>
      {icon}
      <span className="min-w-0 flex-1">
        {children}
        {disabledReason && <span className="block max-w-64 text-sm text-fg-3">{disabledReason}</span>}
      </span>
    </>,
  )
}

interface MenuChoiceProps<T extends string> {
  value: T
  onChange: (value: T) => void
  options: readonly { value: T; label: ReactNode; icon?: ReactNode }[]
  label?: string
}

/** One of several inside a menu. */
export function MenuChoice<T extends string>({ value, onChange, options, label }: MenuChoiceProps<T>) {
  const close = useContext(Close)
  return (
    <div role="group" aria-label={label}>
      {label && <MenuLabel>{label}</MenuLabel>}
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          {...followPointer}
          role="menuitemradio"
          aria-checked={option.value === value}
          onClick={() => {
            close()
            onChange(option.value)
          }}
          className={itemClass}
        >
          {option.icon}
          <span className="min-w-0 flex-1">{option.label}</span>
          {option.value === value && <Check size={14} className="text-accent!" />}
        </button>
      ))}
    </div>
  )
}

export function MenuLabel({ children }: { children: ReactNode }) {
  return <div className="px-2 pt-1.5 pb-1 text-micro font-name text-fg-3">{children}</div>
}

export function MenuSeparator() {
  return <hr className="-mx-1 my-1" />
}
