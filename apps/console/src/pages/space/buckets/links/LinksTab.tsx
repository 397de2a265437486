import type { ObjectLink, Space } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { Link2 } from 'lucide-react'
import { linksQuery } from '../../../../api/buckets.ts'
import { Loaded } from '../../../../components/Loaded.tsx'
import { useTranslation } from '../../../../i18n/index.ts'
import { saidActor } from '../../../../i18n/said.ts'
import { useFormat } from '../../../../i18n/useFormat.ts'
import { paths } from '../../../../navigation/paths.ts'
import { EmptyState } from '../../../../ui/EmptyState.tsx'
import type { Pages } from '../../../../ui/LoadMore.tsx'
import { SkeletonRows } from '../../../../ui/Skeleton.tsx'
import { Table } from '../../../../ui/Table.tsx'
import { parentOf } from '../folder-names.ts'
import { LinkActions } from './LinkActions.tsx'
import { LinkEnd } from './LinkEnd.tsx'
import { useIsOpen } from './useIsOpen.ts'

/** The links that are out, and those that ended in the last days. */
export function LinksTab({ space, bucket }: { space: Space; bucket: string }) {
  const { t } = useTranslation()
  const query = useInfiniteQuery(linksQuery(space.name, bucket))
  return (
    <Loaded query={query} skeleton={<SkeletonRows tall />}>
      {(links) =>
        links.length === 0 ? (
          <EmptyState icon={<Link2 size={15} />} title={t('buckets.noLinks')}>
            {t('buckets.noLinksHint')}
          </EmptyState>
        ) : (
          <>
            <p className="px-gutter py-2.5 text-fg-2">{t('buckets.linksTabHint')}</p>
            <LinksTable space={space} bucket={bucket} links={links} pages={query} />
          </>
        )
      }
    </Loaded>
  )
}

interface LinksTableProps {
  space: Space
  bucket: string
  links: readonly ObjectLink[]
  pages: Pages
}

function LinksTable({ space, bucket, links, pages }: LinksTableProps) {
  const { t } = useTranslation()
  const format = useFormat()
  const navigate = useNavigate()
  const isOpen = useIsOpen()
  return (
    <Table
      label={t('buckets.links')}
      rows={links}
      pages={pages}
      rowKey={({ id }) => id}
      onOpen={({ key }) =>
        void navigate(paths.buckets(space.name, { bucket, prefix: parentOf(key) || undefined, key }))
      }
      columns={[
        {
          id: 'key',
          header: t('buckets.key'),
          width: '99%',
          className: 'wide:max-w-0',
          narrow: 'lead',
          cell: (link) => (
            <span className={clsx('mono cut block', !isOpen(link) && 'text-fg-3')} title={link.key}>
              {link.key}
            </span>
          ),
        },
        {
          id: 'method',
          header: t('buckets.linkDoes'),
          narrow: 'sub',
          cell: ({ method, uses }) => (
            <span className="text-fg-2">
              {t(`buckets.linkMethods.${method}`)}
              <span className="wide:hidden">{` · ${t('buckets.linkUses', { count: uses })}`}</span>
            </span>
          ),
        },
        {
          id: 'uses',
          header: t('buckets.uses'),
          numeric: true,
          cell: ({ uses }) => format.number(uses),
        },
        {
          id: 'by',
          header: t('buckets.linkBy'),
          optional: true,
          className: 'max-w-44',
          cell: ({ createdBy }) => (
            <span className="cut block text-fg-2" title={saidActor(createdBy)}>
              {saidActor(createdBy)}
            </span>
          ),
        },
        {
          id: 'end',
          header: t('buckets.linkEnd'),
          align: 'right',
          narrow: 'subtrail',
          cell: (link) => <LinkEnd link={link} />,
        },
        {
          id: 'actions',
          header: <span className="sr-only">{t('buckets.more')}</span>,
          narrow: 'trail',
          cell: (link) => isOpen(link) && <LinkActions space={space} bucket={bucket} link={link} />,
        },
      ]}
    />
  )
}
