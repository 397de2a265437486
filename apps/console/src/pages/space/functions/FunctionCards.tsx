import type { FunctionCard, SpaceCard } from '@alcove/contract'
import { useInfiniteQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { Globe, SquareFunction } from 'lucide-react'
import { functionCardsQuery } from '../../../api/functions.ts'
import { Loaded } from '../../../components/Loaded.tsx'
import { SearchInput } from '../../../components/SearchInput.tsx'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { EmptyState } from '../../../ui/EmptyState.tsx'
import type { Pages } from '../../../ui/LoadMore.tsx'
import { Notice } from '../../../ui/Notice.tsx'
import { type Column, Table } from '../../../ui/Table.tsx'

const route = getRouteApi('/shell/s/$space/')

/** The functions of a public space for users without a role there: names, to invoke them. */
export function FunctionCards({ space }: { space: SpaceCard }) {
  const { t } = useTranslation()
  const { q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useInfiniteQuery(functionCardsQuery(space.name, q))
  if (space.functionCount === 0) {
    return <EmptyState icon={<SquareFunction size={16} />} title={t('overview.noFunctions')} />
  }
  return (
    <>
      <Notice icon={<Globe size={15} />} title={t('spaces.guest')} tone="info">
        {t('spaces.guestMeans')}
      </Notice>
      <div className="flex items-center gap-2 px-gutter py-3">
        <SearchInput
          label={t('functions.search')}
          value={q}
          onChange={(text) => void navigate({ search: { q: text || undefined }, replace: true })}
        />
      </div>
      <div className="border-t border-line">
        <Loaded query={query}>
          {(functions) =>
            functions.length === 0 ? (
              <EmptyState title={t('functions.noneFound', { text: q })} />
            ) : (
              <CardTable functions={functions} pages={query} />
            )
          }
        </Loaded>
      </div>
    </>
  )
}

function CardTable({ functions, pages }: { functions: readonly FunctionCard[]; pages: Pages }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const columns: Column<FunctionCard>[] = [
    {
      id: 'name',
      header: t('functions.function'),
      narrow: 'lead',
      className: 'max-w-72',
      cell: (fn) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <Link {...paths.function(fn.space, fn.name)} tabIndex={-1} className="cut font-name">
            {fn.name}
          </Link>
          <span className="cut shrink-2 text-sm text-fg-3">{fn.runtime}</span>
        </span>
      ),
    },
    {
      id: 'description',
      header: t('common.description'),
      width: '99%',
      className: 'text-fg-2 wide:max-w-0 narrow:col-span-3',
      narrow: 'sub',
      cell: (fn) => <div className="cut">{fn.description}</div>,
    },
    {
      id: 'url',
      header: 'URL',
      optional: true,
      cell: (fn) => <span className="mono text-fg-2">{fn.url ?? '–'}</span>,
    },
  ]
  return (
    <Table
      label={t('shell.functions')}
      columns={columns}
      rows={functions}
      rowKey={(fn) => fn.id}
      pages={pages}
      onOpen={(fn) => void navigate(paths.function(fn.space, fn.name))}
    />
  )
}
