import type { Space } from '@alcove/contract'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation, useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { spaceQuery } from '../../api/spaces.ts'
import { Loaded } from '../../components/Loaded.tsx'
import { VisibilityTag } from '../../components/VisibilityTag.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../paths.ts'
import { PageHeader } from '../../ui/PageHeader.tsx'
import { SpaceTile } from '../../ui/SpaceTile.tsx'
import { TabCount, tabClass, Tabs } from '../../ui/Tabs.tsx'
import { Tag } from '../../ui/Tag.tsx'

interface SpacePageProps {
  actions?: (space: Space) => ReactNode
  children: (space: Space) => ReactNode
}

/** What the pages of a space share: its name, its tabs, and what to say when there is no such space. */
export function SpacePage({ actions, children }: SpacePageProps) {
  const { t } = useTranslation()
  const { space: name = '' } = useParams({ strict: false })
  const query = useQuery(spaceQuery(name))
  return (
    <Loaded query={query} notFound={t('spaces.notFound', { space: name })}>
      {(space) => (
        <>
          <PageHeader tabbed mark={<SpaceTile name={space.name} large />} title={space.name} actions={actions?.(space)}>
            <VisibilityTag visibility={space.visibility} />
            {space.requireIsolation && <Tag>{t('spaces.isolatedOnly')}</Tag>}
            <span className="cut text-fg-2 compact:hidden">{space.description}</span>
          </PageHeader>
          <SpaceTabs space={space} />
          {children(space)}
        </>
      )}
    </Loaded>
  )
}

function SpaceTabs({ space }: { space: Space }) {
  const { t } = useTranslation()
  const { pathname } = useLocation()
  const tabs = [
    {
      path: paths.space(space.name),
      href: `/s/${space.name}`,
      label: t('shell.functions'),
      count: space.functionCount,
    },
    { path: paths.layers(space.name), href: `/s/${space.name}/layers`, label: t('shell.layers') },
    {
      path: paths.members(space.name),
      href: `/s/${space.name}/members`,
      label: t('shell.members'),
      count: space.memberCount,
    },
    { path: paths.spaceSettings(space.name), href: `/s/${space.name}/settings`, label: t('shell.settings') },
  ]
  return (
    <Tabs label={space.name}>
      {tabs.map((tab) => {
        const here = pathname === tab.href
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
