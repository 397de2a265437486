import { Fragment, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'

export interface Crumb {
  key: string
  content: ReactNode
  /** The thing the page is about. */
  strong?: boolean
}

export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('common.breadcrumb')} className="flex min-w-0 items-center gap-[7px] text-fg-2">
      {crumbs.map((crumb, index) => (
        <Fragment key={crumb.key}>
          {index > 0 && (
            <span aria-hidden="true" className="text-line-control">
              /
            </span>
          )}
          <span className={crumb.strong ? 'cut font-name text-fg' : 'cut'}>{crumb.content}</span>
        </Fragment>
      ))}
    </nav>
  )
}
