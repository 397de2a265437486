import { clsx } from 'clsx'
import { Fragment, type ReactNode } from 'react'
import { useTranslation } from '../i18n/index.ts'

export interface Crumb {
  key: string
  content: ReactNode
  /** The subject of the page. */
  strong?: boolean
}

export function Breadcrumb({ crumbs }: { crumbs: readonly Crumb[] }) {
  const { t } = useTranslation()
  return (
    <nav aria-label={t('common.breadcrumb')} className="flex min-w-0 items-center gap-[7px] text-fg-2">
      {crumbs.map((crumb, index) => {
        // Without room for all, keep the two most useful ones, and cut the last one last. Shrinking it by as little as
        // a hundredth of what its neighbours shrink would end it with an ellipsis.
        const last = index === crumbs.length - 1
        const early = index < crumbs.length - 2 && 'narrow:hidden'
        return (
          <Fragment key={crumb.key}>
            <span className={clsx('cut', !last && 'shrink-9999', crumb.strong && 'font-name text-fg', early)}>
              {crumb.content}
            </span>
            {!last && (
              <span aria-hidden="true" className={clsx('text-line-control', early)}>
                /
              </span>
            )}
          </Fragment>
        )
      })}
    </nav>
  )
}
