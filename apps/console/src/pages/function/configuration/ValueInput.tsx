import { clsx } from 'clsx'
import { type ComponentProps, useRef } from 'react'
import { controlClass } from '../../../ui/Field.tsx'

interface ValueInputProps extends ComponentProps<'textarea'> {
  value: string
  /** Shows dots in place of the text. */
  hidden: boolean
}

/**
 * The value of a variable or secret. Keys and certificates have several lines, which an input would join. Only the first
 * line shows until one edits it; as the lines unfold under the pointer, the cursor goes to the end.
 */
export function ValueInput({ hidden, className, ...rest }: ValueInputProps) {
  const unfolds = useRef(false)
  return (
    <textarea
      {...rest}
      rows={1}
      autoComplete="off"
      autoCapitalize="off"
      spellCheck={false}
      className={clsx(
        controlClass,
        'block h-8 resize-none overflow-hidden py-[5px] font-mono text-sm leading-5 narrow:h-9 narrow:py-[7px]',
        'focus:field-sizing-content focus:h-auto focus:max-h-40 focus:overflow-y-auto',
        hidden && '[-webkit-text-security:disc]',
        className,
      )}
      onFocus={() => (unfolds.current = rest.value.includes('\n'))}
      onMouseUp={({ currentTarget }) => {
        if (unfolds.current) currentTarget.setSelectionRange(rest.value.length, rest.value.length)
        unfolds.current = false
      }}
    />
  )
}
