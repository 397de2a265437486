import { getRouteApi } from '@tanstack/react-router'
import { spacesQuery } from '../../api/spaces.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { NewSpaceButton } from '../../components/NewSpaceButton.tsx'
import { NoSpaces } from '../../components/NoSpaces.tsx'
import { SearchInput } from '../../components/SearchInput.tsx'
import { useWholeList } from '../../components/useWholeList.ts'
import { useTranslation } from '../../i18n/index.ts'
import { EmptyState } from '../../ui/EmptyState.tsx'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { DeletedSpaces } from './DeletedSpaces.tsx'
import { SpaceTable } from './SpaceTable.tsx'

const route = getRouteApi('/shell/spaces')

export default function SpacesPage() {
  const { t } = useTranslation()
  const { q = '' } = route.useSearch()
  const navigate = route.useNavigate()
  const query = useWholeList(spacesQuery)
  return (
    <>
      <PageHeader
        title={t('shell.spaces')}
        actions={
          // An empty list shows its only action in its place.
          query.data?.length === 0 ? null : (
            <>
              <SearchInput
                label={t('spaces.search')}
                value={q}
                onChange={(text) =>
                  void navigate({ search: (before) => ({ ...before, q: text || undefined }), replace: true })
                }
              />
              <NewSpaceButton />
            </>
          )
        }
      />
      <div className="border-t border-line">
        <Loaded query={query}>
          {(spaces) => {
            const found = spaces.filter((space) => `${space.name} ${space.description}`.includes(q))
            if (spaces.length === 0) return <NoSpaces />
            if (found.length === 0) return <EmptyState title={t('spaces.noneFound', { text: q })} />
            return <SpaceTable spaces={found} pages={query} />
          }}
        </Loaded>
      </div>
      <DeletedSpaces />
    </>
  )
}
