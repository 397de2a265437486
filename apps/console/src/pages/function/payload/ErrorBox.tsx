import type { ExecutionError } from '@alcove/contract'
import { stackLinks } from './stackLinks.ts'

interface ErrorBoxProps {
  error: ExecutionError
  /** The function's files: stack lines in them become links. */
  paths: readonly string[]
  className: string
  onGo?: (path: string, line: number, column: number) => void
}

/** What was thrown, and where. All of it is text, never markup. */
export function ErrorBox({ error, paths, className, onGo }: ErrorBoxProps) {
  const frames = framesOf(error)
  return (
    <div className={`border-b border-line bg-danger-tint py-2.5 ${className}`}>
      <p className="font-name wrap-anywhere whitespace-pre-wrap text-danger">
        {error.name}: {error.message}
      </p>
      {frames && (
        <pre className="mt-0.5 text-[12px]/[18px] wrap-anywhere whitespace-pre-wrap text-fg-2">
          {stackLinks(frames, paths).map((part, index) =>
            typeof part === 'string' || !onGo ? (
              typeof part === 'string' ? (
                part
              ) : (
                part.text
              )
            ) : (
              <button
                // oxlint-disable-next-line react/no-array-index-key -- parts of an immutable text never move
                key={index}
                type="button"
                className="link font-mono"
                onClick={() => onGo(part.path, part.line, part.column)}
              >
                {`${part.path}:${part.line}:${part.column}`}
              </button>
            ),
          )}
        </pre>
      )}
    </div>
  )
}

/** The stack without its first lines, which repeat name and message. */
function framesOf({ stack }: ExecutionError): string | null {
  const first = stack?.search(/^\s+at /m) ?? -1
  if (!stack || first < 0) return null
  return stack.slice(first).replaceAll(/^\s+/gm, '').trimEnd()
}
