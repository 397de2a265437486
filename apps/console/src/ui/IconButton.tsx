import { clsx } from 'clsx'
import type { ReactNode } from 'react'
import { buttonClass, type ButtonProps } from './Button.tsx'
import { Tooltip } from './Tooltip.tsx'

interface IconButtonProps extends Omit<ButtonProps, 'icon' | 'children' | 'pending'> {
  label: string
  icon: ReactNode
}

/** A button with an icon. The label is its accessible name and its tooltip. */
export function IconButton({
  label,
  icon,
  variant = 'ghost',
  size,
  disabledReason,
  className,
  onClick,
  type = 'button',
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip content={disabledReason || label}>
      <button
        {...rest}
        type={disabledReason ? 'button' : type}
        aria-label={label}
        aria-disabled={disabledReason ? true : undefined}
        onClick={disabledReason ? undefined : onClick}
        className={clsx(buttonClass({ variant, size, icon: true }), className)}
      >
        {icon}
      </button>
    </Tooltip>
  )
}
