import type { VisibleSpace } from '@alcove/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { isWhole } from '../../api/spaces.ts'
import { CountLink } from '../../components/CountLink.tsx'
import { VisibilityTag } from '../../components/VisibilityTag.tsx'
import { useSort } from '../../components/useSort.ts'
import { useTranslation } from '../../i18n/index.ts'
import { useFormat } from '../../i18n/useFormat.ts'
import { paths } from '../../navigation/paths.ts'
import { SpaceTile } from '../../ui/SpaceTile.tsx'
import type { Pages } from '../../ui/LoadMore.tsx'
import { type Column, Table } from '../../ui/Table.tsx'
import { Time } from '../../ui/Time.tsx'
import { TwoLines } from '../../ui/TwoLines.tsx'

export function SpaceTable({ spaces, pages }: { spaces: readonly VisibleSpace[]; pages: Pages }) {
  const { t } = useTranslation()
  const sort = useSort()
  const format = useFormat()
  const navigate = useNavigate()
  const columns: Column<VisibleSpace>[] = [
    {
      id: 'name',
      value: ({ name }) => name,
      header: t('spaces.space'),
      narrow: 'lead',
      className: 'max-w-96',
      cell: (space) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <SpaceTile name={space.name} />
          <TwoLines note={space.description}>
            <Link {...paths.space(space.name)} tabIndex={-1}>
              {space.name}
            </Link>
          </TwoLines>
        </span>
      ),
    },
    {
      id: 'visibility',
      value: ({ visibility }) => visibility,
      header: t('spaces.visibility'),
      narrow: 'trail',
      cell: (space) => <VisibilityTag visibility={space.visibility} />,
    },
    {
      id: 'role',
      header: t('spaces.yourRole'),
      className: 'text-fg-2',
      cell: (space) => (space.access.role ? t(`roles.${space.access.role}`) : <span className="text-fg-3">–</span>),
    },
    {
      id: 'functions',
      value: ({ functionCount }) => functionCount,
      header: t('shell.functions'),
      numeric: true,
      cell: (space) => <CountLink to={paths.space(space.name)}>{format.number(space.functionCount)}</CountLink>,
    },
    {
      id: 'members',
      value: (space) => (isWhole(space) ? space.memberCount : null),
      header: t('shell.members'),
      numeric: true,
      optional: true,
      cell: (space) =>
        isWhole(space) ? (
          <CountLink to={paths.members(space.name)}>{format.number(space.memberCount)}</CountLink>
        ) : (
          <span className="text-fg-3">–</span>
        ),
    },
    {
      id: 'created',
      value: ({ createdAt }) => createdAt,
      largestFirst: true,
      header: t('common.created'),
      align: 'right',
      className: 'text-fg-2',
      optional: true,
      cell: (space) => <Time at={space.createdAt} />,
    },
  ]
  return (
    <Table
      label={t('shell.spaces')}
      columns={columns}
      rows={spaces}
      rowKey={(space) => space.id}
      sort={sort}
      pages={pages}
      onOpen={(space) => void navigate(paths.space(space.name))}
      height={44}
    />
  )
}
