import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import {
  Cpu,
  KeyRound,
  Layers,
  LayoutDashboard,
  ListTodo,
  Package,
  ScrollText,
  Settings,
  SlidersHorizontal,
  SquareFunction,
  UserCog,
  Users,
  Waypoints,
} from 'lucide-react'
import { meQuery } from '../../api/session.ts'
import { isWhole, spaceQuery, spacesQuery } from '../../api/spaces.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { NavItem } from './NavItem.tsx'
import { useWholeList } from '../useWholeList.ts'

/** Only destinations that exist and that the user may see. */
export function NavLinks({ collapsing }: { collapsing: boolean }) {
  const { t } = useTranslation()
  const { space } = useParams({ strict: false })
  const me = useQuery(meQuery).data
  const spaces = useWholeList(spacesQuery).data
  return (
    <>
      <Group collapsing={collapsing}>
        <NavItem
          {...paths.overview()}
          exact
          icon={LayoutDashboard}
          label={t('shell.overview')}
          collapsing={collapsing}
        />
        <NavItem
          {...paths.spaces()}
          icon={Layers}
          label={t('shell.spaces')}
          count={spaces?.length}
          collapsing={collapsing}
        />
      </Group>
      {space && <SpaceLinks space={space} collapsing={collapsing} />}
      <Group title={t('shell.administration')} collapsing={collapsing}>
        {me?.actions.includes('accounts:write') && (
          <NavItem {...paths.accounts()} icon={UserCog} label={t('shell.accounts')} collapsing={collapsing} />
        )}
        <NavItem {...paths.keys()} icon={KeyRound} label={t('shell.keys')} collapsing={collapsing} />
        <NavItem {...paths.audit()} icon={ScrollText} label={t('shell.audit')} collapsing={collapsing} />
        <NavItem {...paths.engine()} icon={Cpu} label={t('shell.engine')} collapsing={collapsing} />
        <NavItem {...paths.settings()} icon={Settings} label={t('shell.settings')} collapsing={collapsing} />
      </Group>
    </>
  )
}

function SpaceLinks({ space, collapsing }: { space: string; collapsing: boolean }) {
  const { t } = useTranslation()
  const detail = useQuery(spaceQuery(space)).data
  return (
    <Group title={space} collapsing={collapsing}>
      <NavItem
        {...paths.space(space)}
        exact
        also={`/s/${space}/f/`}
        icon={SquareFunction}
        label={t('shell.functions')}
        count={detail?.functionCount}
        collapsing={collapsing}
      />
      {(!detail || isWhole(detail)) && (
        <RoleLinks space={space} members={detail?.memberCount || undefined} collapsing={collapsing} />
      )}
    </Group>
  )
}

interface RoleLinksProps {
  space: string
  members: number | undefined
  collapsing: boolean
}

/** Pages that need a role in the space. */
function RoleLinks({ space, members, collapsing }: RoleLinksProps) {
  const { t } = useTranslation()
  return (
    <>
      <NavItem {...paths.gateway(space)} icon={Waypoints} label={t('shell.gateway')} collapsing={collapsing} />
      <NavItem {...paths.tasks(space)} icon={ListTodo} label={t('shell.tasks')} collapsing={collapsing} />
      <NavItem {...paths.layers(space)} icon={Package} label={t('shell.layers')} collapsing={collapsing} />
      <NavItem
        {...paths.members(space)}
        icon={Users}
        label={t('shell.members')}
        count={members}
        collapsing={collapsing}
      />
      <NavItem
        {...paths.spaceSettings(space)}
        icon={SlidersHorizontal}
        label={t('shell.settings')}
        collapsing={collapsing}
      />
    </>
  )
}

function Group({ title, collapsing, children }: { title?: string; collapsing: boolean; children: React.ReactNode }) {
  return (
    <div role="group" aria-label={title} className="grid gap-px">
      {title && (
        <div className={collapsing ? 'compact:mx-2 compact:my-2 compact:h-px compact:bg-line' : ''}>
          <div
            aria-hidden="true"
            className={`cut px-2 pt-3.5 pb-1 text-micro font-name text-fg-3 ${collapsing ? 'compact:hidden' : ''}`}
          >
            {title}
          </div>
        </div>
      )}
      {children}
    </div>
  )
}
