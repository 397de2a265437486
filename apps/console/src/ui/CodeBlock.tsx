import { clsx } from 'clsx'
import { CopyButton } from './CopyButton.tsx'

interface CodeBlockProps {
  code: string
  /** Draws a box around it; inside a pane it needs none. */
  boxed?: boolean
  wrap?: boolean
  label?: string
  className?: string
}

export function CodeBlock({ code, boxed = false, wrap = false, label, className }: CodeBlockProps) {
  return (
    <div className={clsx('group/code relative', boxed && 'rounded-field border border-line bg-sunken', className)}>
      <pre
        // Focusable, so that the keyboard can scroll it.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        aria-label={label}
        className={clsx(
          'overflow-x-auto px-3 py-2 text-[12px]/[18px] outline-offset-[-2px]',
          wrap && 'wrap-anywhere whitespace-pre-wrap',
        )}
      >
        {code}
      </pre>
      <CopyButton
        text={code}
        className="absolute top-1 right-1 bg-raised opacity-0 group-focus-within/code:opacity-100 group-hover/code:opacity-100"
      />
    </div>
  )
}
