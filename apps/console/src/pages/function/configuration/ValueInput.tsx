import { clsx } from 'clsx'
import type { ComponentProps } from 'react'
import { controlClass } from '../../../ui/Field.tsx'

interface ValueInputProps extends ComponentProps<'textarea'> {
  /** Shows dots in place of the text. */
  hidden: boolean
}

/** The value of a variable or secret. Keys and certificates have several lines, which an input would join. */
export function ValueInput({ hidden, className, ...rest }: ValueInputProps) {
  return (
    <textarea
      {...rest}
      rows={1}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      className={clsx(
        controlClass,
        'block field-sizing-content max-h-40 min-h-8 resize-none py-[5px] font-mono text-sm leading-5 narrow:min-h-9 narrow:py-[7px]',
        hidden && '[-webkit-text-security:disc]',
        className,
      )}
    />
  )
}
