import { Field as Base } from '@base-ui/react/field'
import { clsx } from 'clsx'
import type { ComponentProps, ReactNode } from 'react'
import { said } from '../i18n/said.ts'

interface FieldProps {
  label: ReactNode
  /** What to enter. An error replaces it. */
  hint?: ReactNode
  /** Also the English sentence of a schema of the contract. */
  error?: string | null | undefined
  children: ReactNode
  className?: string
}

/** Label above, hint below; labels its control for assistive technology. */
export function Field({ label, hint, error, children, className }: FieldProps) {
  return (
    <Base.Root invalid={Boolean(error)} className={clsx('grid content-start gap-1', className)}>
      <Base.Label className="w-fit text-sm font-medium text-fg-2">{label}</Base.Label>
      {children}
      {error ? (
        <Base.Error match aria-live="polite" className="text-sm text-danger">
          {said(error)}
        </Base.Error>
      ) : (
        hint && <Base.Description className="text-sm text-fg-3">{hint}</Base.Description>
      )}
    </Base.Root>
  )
}

export const controlClass =
  'w-full min-w-0 rounded-field border border-line-input bg-raised px-2.5 text-fg outline-offset-[-1px] focus-visible:outline-2 focus-visible:outline-accent aria-invalid:border-danger disabled:bg-sunken disabled:text-fg-3'

interface InputProps extends ComponentProps<'input'> {
  mono?: boolean
}

export function Input({ mono, className, ...rest }: InputProps) {
  return (
    <Base.Control
      render={
        <input {...rest} className={clsx(controlClass, 'h-8 narrow:h-9', mono && 'font-mono text-sm', className)} />
      }
    />
  )
}

interface TextareaProps extends ComponentProps<'textarea'> {
  mono?: boolean
}

export function Textarea({ mono, className, ...rest }: TextareaProps) {
  return (
    <Base.Control
      render={
        <textarea
          rows={3}
          {...rest}
          className={clsx(controlClass, 'resize-y py-1.5', mono && 'font-mono text-sm', className)}
        />
      }
    />
  )
}
