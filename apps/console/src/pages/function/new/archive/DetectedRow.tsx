import type { ReactNode } from 'react'
import { said } from '../../../../i18n/said.ts'
import { useTranslation } from '../../../../i18n/index.ts'

interface DetectedRowProps {
  label: ReactNode
  /** A person should look at it: marked by a diamond. */
  uncertain?: boolean
  /** The place in the package it was read from. */
  from: string | null
  evidence?: ReactNode
  /** Replaces the evidence. */
  error?: string | false | undefined
  /** The value, or its control. */
  children: ReactNode
}

export function DetectedRow({ label, uncertain = false, from, evidence, error, children }: DetectedRowProps) {
  const { t } = useTranslation()
  return (
    <div className="grid grid-cols-[120px_minmax(0,240px)_minmax(0,1fr)] items-center gap-x-4 gap-y-1 border-t border-line px-gutter py-1.5 narrow:grid-cols-1">
      <span className="cut text-fg-2">{label}</span>
      <span className="min-w-0">{children}</span>
      <span className="flex min-w-0 items-center gap-2 text-sm text-fg-2">
        {uncertain && (
          <span role="img" aria-label={t('fn.create.uncertain')} className="text-warning">
            ◆
          </span>
        )}
        {from && <span className="mono cut">{from}</span>}
        {error ? (
          <span role="alert" className="min-w-0 text-danger">
            {said(error)}
          </span>
        ) : (
          evidence && <span className="min-w-0 text-fg-3">{evidence}</span>
        )}
      </span>
    </div>
  )
}
