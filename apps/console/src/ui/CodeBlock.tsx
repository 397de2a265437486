import { clsx } from 'clsx'
import { CopyButton } from './CopyButton.tsx'

/** Longer texts are laid out in blocks. */
const LONG = 32 * 1024
const LINES = 500
const LINE_PX = 18

interface CodeBlockProps {
  code: string
  /** The code as HTML, with colours. */
  coloured?: string
  /** Draws a box around it; inside a pane it needs none. */
  boxed?: boolean
  wrap?: boolean
  label?: string
  className?: string
}

export function CodeBlock({ code, coloured, boxed = false, wrap = false, label, className }: CodeBlockProps) {
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
        {coloured !== undefined ? (
          <span dangerouslySetInnerHTML={{ __html: coloured }} />
        ) : code.length > LONG ? (
          <Blocks code={code} />
        ) : (
          code
        )}
      </pre>
      <CopyButton
        text={code}
        className="absolute top-1 right-1 bg-raised opacity-0 group-focus-within/code:opacity-100 group-hover/code:opacity-100"
      />
    </div>
  )
}

/** The browser lays out only the blocks in view: a text of a million lines would hold the page up for seconds. */
function Blocks({ code }: { code: string }) {
  const lines = code.split('\n')
  return Array.from({ length: Math.ceil(lines.length / LINES) }, (_, block) => {
    const some = lines.slice(block * LINES, (block + 1) * LINES)
    return (
      <span
        key={block}
        className="block [content-visibility:auto]"
        style={{ containIntrinsicBlockSize: `auto ${some.length * LINE_PX}px` }}
      >
        {`${some.join('\n')}\n`}
      </span>
    )
  })
}
