import { Link, useParams } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import NotFoundPage from '../NotFoundPage.tsx'
import { Doc } from './Doc.tsx'
import { DOCS } from './docs.ts'
import { Shortcuts } from './Shortcuts.tsx'

/** The documentation of this very version, and the keyboard shortcuts. */
export default function HelpPage() {
  const { t } = useTranslation()
  const { page } = useParams({ strict: false })
  const doc = DOCS.find(({ id }) => id === page)
  if (page !== undefined && !doc) return <NotFoundPage />
  const item = (active: boolean) =>
    clsx('block rounded-control px-2 py-1', active ? 'bg-active font-name text-fg' : 'text-fg-2 hover:bg-hover')
  return (
    <>
      <PageHeader title={t('shell.help')} />
      <div className="grid min-h-0 grid-cols-[224px_minmax(0,1fr)] border-t border-line narrow:grid-cols-1">
        <nav
          aria-label={t('help.pages')}
          className="self-start border-line px-4 py-3 narrow:grid narrow:grid-cols-2 narrow:border-b"
        >
          <Link {...paths.help()} className={item(page === undefined)}>
            {t('help.shortcuts')}
          </Link>
          {DOCS.map(({ id, title }) => (
            <Link key={id} {...paths.help(id)} className={item(page === id)}>
              {title}
            </Link>
          ))}
        </nav>
        <div className="min-w-0 border-l border-line px-gutter py-4 narrow:border-l-0">
          {doc ? <Doc key={doc.id} doc={doc} /> : <Shortcuts />}
        </div>
      </div>
    </>
  )
}
