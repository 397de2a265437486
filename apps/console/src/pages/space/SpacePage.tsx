import type { Space, SpaceCard, VisibleSpace } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { isWhole, spaceQuery } from '../../api/spaces.ts'
import { AskForAccess } from '../../components/AskForAccess.tsx'
import { LinkButton } from '../../components/LinkButton.tsx'
import { Loaded } from '../../components/Loaded.tsx'
import { LockedPage } from '../../components/LockedPage.tsx'
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
  children: (space: Space) => ReactNode
  /** Shown to users without a role in the space, if there is something for them. */
  card?: (space: SpaceCard) => ReactNode
}

/** Shared by the pages of a space: name, tabs, and what to say when the space does not exist. */
export function SpacePage({ actions, children, card }: SpacePageProps) {
  const { t } = useTranslation()
  const { space: name = '' } = useParams({ strict: false })
  const query = useQuery(spaceQuery(name))
  if (query.error && !query.data) return <AskForAccess space={name} error={query.error} />
  return (
    <Loaded query={query}>
      {(space) => (
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
      )}
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
  const tabs = [
    {
      path: paths.space(space.name),
      href: `/s/${space.name}`,
      label: t('shell.functions'),
      count: space.functionCount,
    },
    {
      path: paths.gateway(space.name),
      href: `/s/${space.name}/gateway`,
      label: t('shell.gateway'),
      reason: denied('functions:read'),
    },
    {
      path: paths.buckets(space.name),
      href: `/s/${space.name}/buckets`,
      label: t('shell.buckets'),
      reason: denied('buckets:read'),
    },
    {
      path: paths.tasks(space.name),
      href: `/s/${space.name}/tasks`,
      label: t('shell.tasks'),
      reason: denied('logs:read'),
    },
    {
      path: paths.events(space.name),
      href: `/s/${space.name}/events`,
      label: t('shell.events'),
      reason: denied('logs:read'),
    },
    {
      path: paths.spaceLogs(space.name),
      href: `/s/${space.name}/logs`,
      label: t('shell.logs'),
      reason: denied('logs:read'),
    },
    {
      path: paths.traces(space.name),
      href: `/s/${space.name}/traces`,
      label: t('shell.traces'),
      reason: denied('logs:read'),
    },
    {
      path: paths.issues(space.name),
      href: `/s/${space.name}/issues`,
      label: t('shell.issues'),
      reason: denied('logs:read'),
    },
    {
      path: paths.layers(space.name),
      href: `/s/${space.name}/layers`,
      label: t('shell.layers'),
      reason: denied('functions:read'),
    },
    {
      path: paths.members(space.name),
      href: `/s/${space.name}/members`,
      label: t('shell.members'),
      count: isWhole(space) && space.memberCount > 0 ? space.memberCount : undefined,
      reason: denied('spaces:read'),
    },
    {
      path: paths.usage(space.name),
      href: `/s/${space.name}/usage`,
      label: t('shell.usage'),
      reason: denied('usage:read'),
    },
    {
      path: paths.spaceSettings(space.name),
      href: `/s/${space.name}/settings`,
      label: t('shell.settings'),
      reason: denied('spaces:read'),
    },
  ]
  return (
    <Tabs label={space.name}>
      {tabs.map((tab) => {
        const here = pathname === tab.href
        if (tab.reason && !here) {
          return (
            <LockedTab key={tab.href} reason={tab.reason}>
              {tab.label}
            </LockedTab>
          )
        }
        return (
          <Link key={tab.href} {...tab.path} aria-current={here ? 'page' : undefined} className={tabClass(here)}>
            {tab.label}
            {tab.count !== undefined && <TabCount>{tab.count}</TabCount>}
          </Link>
        )
      })}
    </Tabs>
  )
}
