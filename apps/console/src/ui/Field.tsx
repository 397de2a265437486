import { clsx } from 'clsx'
import { type ComponentProps, createContext, type ReactNode, useContext, useId } from 'react'

interface FieldProps {
  label: ReactNode
  /** What to put there. An error takes its place. */
  hint?: ReactNode
  error?: string | null | undefined
  children: ReactNode
  className?: string
}

interface Control {
  id?: string
  'aria-describedby'?: string | undefined
  'aria-invalid'?: true | undefined
}

const Context = createContext<Control>({})

/** What the one control of a field must carry; nothing outside of a field. */
export const useField = () => useContext(Context)

/** Label above, hint below; names its one control for assistive technology. */
export function Field({ label, hint, error, children, className }: FieldProps) {
  const id = useId()
  const below = `${id}-below`
  return (
    <div className={clsx('grid content-start gap-1', className)}>
      <label htmlFor={id} className="w-fit text-sm font-medium text-fg-2">
        {label}
      </label>
      <Context
        value={{
          id,
          'aria-describedby': error || hint ? below : undefined,
          'aria-invalid': error ? true : undefined,
        }}
      >
        {children}
      </Context>
      {(error || hint) && (
        <div id={below} aria-live="polite" className={error ? 'text-sm text-danger' : 'text-sm text-fg-3'}>
          {error || hint}
        </div>
      )}
    </div>
  )
}

export const controlClass =
  'w-full min-w-0 rounded-field border border-line-input bg-raised px-2.5 text-fg outline-offset-[-1px] focus-visible:outline-2 focus-visible:outline-accent aria-invalid:border-danger disabled:bg-sunken disabled:text-fg-3'

interface InputProps extends ComponentProps<'input'> {
  mono?: boolean
}

export function Input({ mono, className, ...rest }: InputProps) {
  return (
    <input
      {...useField()}
      {...rest}
      className={clsx(controlClass, 'h-8 narrow:h-9', mono && 'font-mono text-sm', className)}
    />
  )
}

interface TextareaProps extends ComponentProps<'textarea'> {
  mono?: boolean
}

export function Textarea({ mono, className, ...rest }: TextareaProps) {
  return (
    <textarea
      rows={3}
      {...useField()}
      {...rest}
      className={clsx(controlClass, 'resize-y py-1.5', mono && 'font-mono text-sm', className)}
    />
  )
}
