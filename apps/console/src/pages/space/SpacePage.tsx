import type { Space, SpaceCard, VisibleSpace } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isWhole, spaceQuery } from '../../api/spaces.ts'
import { AskForAccess } from '../../components/AskForAccess.tsx'
import { LinkButton } from '../../components/LinkButton.tsx'
import { Loaded } from '../../components/Loaded.tsx'
import { LockedPage } from '../../components/LockedPage.tsx'
import { IN_SPACE } from '../../components/shell/pages.ts'
import { useDenied } from '../../components/useDenied.ts'
import { VisibilityTag } from '../../components/VisibilityTag.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SpaceTile } from '../../ui/SpaceTile.tsx'
import { LockedTab, TabCount, tabClass, Tabs } from '../../ui/Tabs.tsx'
import { Tag } from '../../ui/Tag.tsx'

interface SpacePageProps {
  actions?: (space: Space) => ReactNode
  /** The page has a header and tabs of its own. */
  bare?: boolean
  children: (space: Space) => ReactNode
  /** Shown to users without a role in the space, if there is something for them. */
  card?: (space: SpaceCard) => ReactNode
}

/** Shared by the pages of a space: name, tabs, and what to say when the space does not exist. */
export function SpacePage({ actions, bare = false, children, card }: SpacePageProps) {
  const { t } = useTranslation()
  const { space: name = '' } = useParams({ strict: false })
  const query = useQuery(spaceQuery(name))
  if (query.error && !query.data) return <AskForAccess space={name} error={query.error} />
  return (
    <Loaded query={query}>
      {(space) =>
        bare && isWhole(space) ? (
          children(space)
        ) : (
          <>
            <PageHeader
              tabbed
              mark={<SpaceTile name={space.name} large />}
              title={space.name}
              actions={isWhole(space) && actions?.(space)}
            >
              <VisibilityTag visibility={space.visibility} />
              {isWhole(space) && space.requireIsolation && <Tag>{t('spaces.isolatedOnly')}</Tag>}
              <span className="cut text-fg-2 compact:hidden">{space.description}</span>
            </PageHeader>
            <SpaceTabs space={space} />
            {isWhole(space) ? children(space) : card ? card(space) : <Locked space={space} />}
          </>
        )
      }
    </Loaded>
  )
}

function Locked({ space }: { space: SpaceCard }) {
  const { t } = useTranslation()
  return (
    <LockedPage reason={useDenied(space)('spaces:read')}>
      <LinkButton {...paths.space(space.name)}>{t('shell.functions')}</LinkButton>
    </LockedPage>
  )
}

function SpaceTabs({ space }: { space: VisibleSpace }) {
  const { t } = useTranslation()
  const denied = useDenied(space)
  const { pathname } = useLocation()
  const [, , , current] = pathname.split('/')
  const requests = isWhole(space) ? space.requestCount : 0
  const members = (isWhole(space) && space.memberCount) || undefined
  return (
    <Tabs label={space.name}>
      <Link {...paths.space(space.name)} activeOptions={{ exact: true }} {...marked(current === undefined)}>
        {t('shell.functions')}
        <TabCount>{space.functionCount}</TabCount>
      </Link>
      {IN_SPACE.map(({ key, to, needs }) => {
        const reason = denied(needs)
        const label = t(`shell.${key}`)
        if (reason && key !== current) {
          return (
            <LockedTab key={key} reason={reason}>
              {label}
            </LockedTab>
          )
        }
        return (
          <Link key={key} {...to(space.name)} {...marked(key === current)}>
            {label}
            {key === 'members' && members && <TabCount>{members}</TabCount>}
            {/* The page itself lists them. */}
            {key === 'members' && key !== current && Boolean(requests) && (
              <span title={t('members.requestCount', { count: requests })}>
                <Tag tone="info">
                  {requests}
                  <span className="sr-only">{t('members.requests')}</span>
                </Tag>
              </span>
            )}
          </Link>
        )
      })}
    </Tabs>
  )
}

const marked = (here: boolean) => ({ 'aria-current': here ? ('page' as const) : undefined, className: tabClass(here) })
