import type { ExecutionError } from '@alcove/contract'
import { StackText, type CodeOf } from '../../../components/StackText.tsx'
import { sentencesInUse } from '../../../i18n/said.ts'
import { ErrorHint } from './ErrorHint.tsx'
import { stackFrames } from './stackFrames.ts'

interface ErrorBoxProps {
  error: ExecutionError
  /** The code that threw it, where it is known: its lines become links. */
  of?: CodeOf | undefined
  /** The files of that code, where they are known. */
  paths?: readonly string[] | undefined
  className: string
}

/** What was thrown, and where. All of it is text, never markup. */
export function ErrorBox({ error, of, paths, className }: ErrorBoxProps) {
  const frames = stackFrames(error)
  return (
    <div className={`border-b border-line bg-danger-tint py-2.5 ${className}`}>
      <p className="font-name wrap-anywhere whitespace-pre-wrap text-danger">
        {error.name}: {sentencesInUse()?.errorInChinese(error) ?? error.message}
      </p>
      {frames && (
        <pre className="mt-0.5 text-[12px]/[18px] wrap-anywhere whitespace-pre-wrap text-fg-2">
          {of ? <StackText text={frames} of={of} paths={paths} /> : frames}
        </pre>
      )}
      <ErrorHint error={error} />
    </div>
  )
}
