import type { Space } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { Link2, Upload } from 'lucide-react'
import { linksQuery } from '../../../../api/buckets.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { useTranslation } from '../../../../i18n/index.ts'
import { saidActor } from '../../../../i18n/said.ts'
import { paths } from '../../../../navigation/paths.ts'
import { Skeleton } from '../../../../ui/Skeleton.tsx'
import { LinkActions } from './LinkActions.tsx'
import { LinkEnd } from './LinkEnd.tsx'
import { useIsOpen } from './useIsOpen.ts'

/** The newest links to one object. */
const SHOWN = 10

interface ObjectLinksProps {
  space: Space
  bucket: string
  objectKey: string
}

export function ObjectLinks({ space, bucket, objectKey }: ObjectLinksProps) {
  const { t } = useTranslation()
  const isOpen = useIsOpen()
  const query = useInfiniteQuery(linksQuery(space.name, bucket, objectKey))
  return (
    <Loaded query={query} skeleton={<Skeleton className="mx-gutter mb-3 w-40" />}>
      {(links) =>
        links.length === 0 ? (
          <p className="px-gutter pb-4 text-sm text-fg-2">{t('buckets.linksHint')}</p>
        ) : (
          <ul className="pb-3">
            {links.slice(0, SHOWN).map((link) => (
              <li key={link.id} className="num flex min-h-8 items-center gap-2 px-gutter text-sm">
                {link.method === 'GET' ? (
                  <Link2 size={13} className="shrink-0 text-fg-3" />
                ) : (
                  <Upload size={13} className="shrink-0 text-fg-3" />
                )}
                <span className="cut min-w-0 flex-1 text-fg-2" title={saidActor(link.createdBy)}>
                  {t(`buckets.linkMethods.${link.method}`)} · {t('buckets.linkUses', { count: link.uses })} ·{' '}
                  {saidActor(link.createdBy)}
                </span>
                <LinkEnd link={link} />
                {isOpen(link) && <LinkActions space={space} bucket={bucket} link={link} />}
              </li>
            ))}
            {(links.length > SHOWN || query.hasNextPage) && (
              <li className="px-gutter pt-1">
                <Link {...paths.buckets(space.name, { bucket, tab: 'links' })} className="link text-sm">
                  {t('buckets.allLinks')}
                </Link>
              </li>
            )}
          </ul>
        )
      }
    </Loaded>
  )
}
