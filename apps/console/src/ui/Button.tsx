import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { Tooltip } from './Tooltip.tsx'

export type ButtonVariant = 'primary' | 'secondary' | 'ghost' | 'danger'
export type ButtonSize = 'md' | 'sm'

const variants: Record<ButtonVariant, string> = {
  primary:
    'border-transparent bg-accent text-on-accent hover:bg-accent-hover aria-disabled:border-line [&_svg]:text-current',
  secondary: 'border-line-control bg-raised text-fg hover:bg-hover [&_svg]:text-fg-2',
  ghost:
    'border-transparent bg-transparent text-fg-2 hover:bg-hover hover:text-fg aria-disabled:border-transparent! aria-disabled:bg-transparent',
  danger: 'border-line-control bg-raised text-danger hover:bg-danger-tint [&_svg]:text-current',
}

/** Styles of a button, for links that act as one. */
export function buttonClass({
  variant = 'secondary',
  size = 'md',
  icon = false,
}: { variant?: ButtonVariant; size?: ButtonSize; icon?: boolean } = {}): string {
  const box =
    size === 'md'
      ? icon
        ? 'h-7 w-7 narrow:h-9 narrow:w-9'
        : 'h-7 px-2.5 narrow:h-9'
      : icon
        ? 'h-6 w-6 narrow:h-7 narrow:w-7'
        : 'h-6 px-2 text-sm narrow:h-7'
  return clsx(
    'inline-flex shrink-0 items-center justify-center gap-1.5 rounded-control border font-medium whitespace-nowrap select-none',
    'transition-colors duration-120 motion-reduce:transition-none',
    'aria-disabled:border-line aria-disabled:bg-sunken aria-disabled:text-fg-3 aria-disabled:[&_svg]:text-fg-3',
    variants[variant],
    box,
  )
}

export interface ButtonProps extends Omit<ComponentProps<'button'>, 'disabled'> {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: ReactNode
  /** Why it cannot be pressed now. It stays focusable and shows the reason in a tooltip. */
  disabledReason?: string | null | false
  /** Pressed, and not finished yet. */
  pending?: boolean
}

export function Button({
  variant,
  size,
  icon,
  disabledReason,
  pending,
  className,
  children,
  onClick,
  type = 'button',
  ...rest
}: ButtonProps) {
  const blocked = Boolean(disabledReason) || pending
  return (
    <Tooltip content={disabledReason}>
      <button
        {...rest}
        type={blocked ? 'button' : type}
        aria-disabled={blocked || undefined}
        aria-busy={pending || undefined}
        onClick={blocked ? ({ currentTarget }) => type === 'submit' && goToInvalid(currentTarget.form) : onClick}
        className={clsx(buttonClass({ variant, size }), className)}
      >
        {icon}
        {children}
      </button>
    </Tooltip>
  )
}

/** A form that cannot be sent goes on at the first field that is wrong, or required and empty. */
const goToInvalid = (form: HTMLFormElement | null) =>
  form?.querySelector<HTMLElement>('[aria-invalid=true], input:invalid, textarea:invalid')?.focus()
