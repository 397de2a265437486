import { Link, useMatches } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import type { Crumb } from '../../ui/Breadcrumb.tsx'

/** The breadcrumb that the route declares; all but the last are links. Also sets the document's title. */
export function useCrumbs(): Crumb[] {
  const { t } = useTranslation()
  const match = useMatches({ select: (matches) => matches.at(-1) })
  const { crumbs = [], title } = match?.staticData ?? {}
  const params: { space?: string; fn?: string } = match?.params ?? {}
  const { bucket }: { bucket?: string } = match?.search ?? {}

  const shown = crumbs.filter((crumb) => crumb !== ':bucket' || bucket !== undefined)
  const named = shown.map((crumb) => {
    if (crumb === ':space') return { name: params.space ?? '', to: paths.space(params.space ?? '') }
    if (crumb === ':fn') return { name: params.fn ?? '', to: paths.function(params.space ?? '', params.fn ?? '') }
    if (crumb === ':bucket') return { name: bucket ?? '', to: null }
    if (crumb === 'shell.buckets') return { name: t(crumb), to: paths.buckets(params.space ?? '') }
    if (crumb === 'shell.functions') return { name: t(crumb), to: paths.space(params.space ?? '') }
    if (crumb === 'shell.spaces') return { name: t(crumb), to: paths.spaces() }
    return { name: t(crumb), to: null }
  })
  // Emphasise the subject of the page: the last name in the address, or else the page itself.
  const subject = shown.findLastIndex((crumb) => crumb.startsWith(':'))
  const strong = subject < 0 ? shown.length - 1 : subject

  const page = title ? t(title) : named.at(-1)?.name
  const words = [page, subject >= 0 && named[subject]?.name, 'Alcove'].filter(Boolean).join(' · ')
  useEffect(() => {
    document.title = words
  }, [words])

  return named.map(({ name, to }, index) => ({
    key: `${index}:${name}`,
    strong: index === strong,
    content:
      to && index < named.length - 1 ? (
        <Link {...to} className="rounded-[2px] hover:text-fg hover:underline hover:underline-offset-2">
          {name}
        </Link>
      ) : (
        <span aria-current={index === named.length - 1 ? 'page' : undefined}>{name}</span>
      ),
  }))
}
