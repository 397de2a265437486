import type { ReactNode } from 'react'
import { CircleX, Lock, TriangleAlert } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { Popover } from '../../../ui/Popover.tsx'
import type { CursorPosition, EditorProblem } from '../../../components/CodeEditor/index.ts'

interface StatusBarProps {
  problems: readonly EditorProblem[]
  cursor: CursorPosition | null
  language: string | null
  runtime: string
  readOnlyReason: string | undefined
  onGo(problem: EditorProblem): void
  /** Before the cursor's place. */
  children?: ReactNode
}

const icon = { size: 13 } as const

export function StatusBar({ problems, cursor, language, runtime, readOnlyReason, onGo, children }: StatusBarProps) {
  const { t } = useTranslation()
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const worst = problems[0]
  return (
    <div className="num flex h-6 shrink-0 items-center gap-4 border-t border-line bg-frame px-3 text-[11.5px] whitespace-nowrap text-fg-2">
      <Popover
        align="start"
        title={t('fn.editor.problems', { count: problems.length })}
        className="max-h-80 w-[440px] max-w-[calc(100vw-24px)] overflow-y-auto"
        trigger={
          <button type="button" className="flex min-w-0 items-center gap-3 rounded-tag narrow:shrink-0">
            <span className={`flex shrink-0 items-center gap-1 ${errors > 0 ? 'text-danger' : ''}`}>
              <CircleX {...icon} />
              {errors}
              <span className="sr-only">{t('fn.editor.errors')}</span>
            </span>
            <span className={`flex shrink-0 items-center gap-1 ${warnings > 0 ? 'text-warning' : ''}`}>
              <TriangleAlert {...icon} />
              {warnings}
              <span className="sr-only">{t('fn.editor.warnings')}</span>
            </span>
            {worst && (
              <span
                className={`cut max-w-96 narrow:hidden ${worst.severity === 'error' ? 'text-danger' : 'text-warning'}`}
              >
                {t('fn.editor.problemAt', { message: worst.message.replace(/\.$/, ''), line: worst.line })}
              </span>
            )}
          </button>
        }
      >
        {problems.length === 0 ? (
          <p className="text-fg-2">{t('fn.editor.noProblems')}</p>
        ) : (
          <ul className="-mx-1">
            {problems.map((problem) => (
              <li key={`${problem.path}:${problem.line}:${problem.column}:${problem.message}`}>
                <button
                  type="button"
                  className="flex w-full gap-2 rounded-control px-1 py-1 text-left hover:bg-hover"
                  onClick={() => onGo(problem)}
                >
                  {problem.severity === 'error' ? (
                    <CircleX {...icon} className="mt-[3.5px] text-danger" />
                  ) : (
                    <TriangleAlert {...icon} className="mt-[3.5px] text-warning" />
                  )}
                  <span className="min-w-0 wrap-anywhere">
                    {problem.message} <span className="mono text-fg-3">{`${problem.path}:${problem.line}`}</span>
                  </span>
                </button>
              </li>
            ))}
          </ul>
        )}
      </Popover>
      {readOnlyReason && (
        <span className="flex min-w-0 items-center gap-1 text-warning">
          <Lock {...icon} />
          <span className="cut">{readOnlyReason}</span>
        </span>
      )}
      <span className="ml-auto flex shrink-0 gap-4">
        {children}
        {cursor && (
          <span className="narrow:hidden">
            {t('fn.editor.cursor', { line: cursor.lineNumber, column: cursor.column })}
          </span>
        )}
        {language && <span className="narrow:hidden">{language}</span>}
        <span>{runtime}</span>
      </span>
    </div>
  )
}
