import { createLink } from '@tanstack/react-router'
import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { buttonClass, type ButtonSize, type ButtonVariant } from '../ui/Button.tsx'

interface AnchorProps extends ComponentProps<'a'> {
  variant?: ButtonVariant
  size?: ButtonSize
  icon?: ReactNode
}

function Anchor({ variant, size, icon, className, children, ...rest }: AnchorProps) {
  return (
    <a {...rest} className={clsx(buttonClass({ variant, size }), className)}>
      {icon}
      {children}
    </a>
  )
}

/** A router link that looks like a button. Use it to navigate; use Button to act. */
export const LinkButton = createLink(Anchor)
