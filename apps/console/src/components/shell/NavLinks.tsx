import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { SquareFunction } from 'lucide-react'
import { meQuery } from '../../api/session.ts'
import { isWhole, spaceQuery, spacesQuery } from '../../api/spaces.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { NavItem } from './NavItem.tsx'
import { ADMINISTRATION, EVERYWHERE, IN_SPACE } from './pages.ts'
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
        {EVERYWHERE.map(({ key, icon, to }) => (
          <NavItem
            key={key}
            {...to}
            exact={key === 'overview'}
            icon={icon}
            label={t(`shell.${key}`)}
            count={key === 'spaces' ? spaces?.length : undefined}
            collapsing={collapsing}
          />
        ))}
      </Group>
      {space && <SpaceLinks space={space} collapsing={collapsing} />}
      <Group title={t('shell.administration')} collapsing={collapsing}>
        {ADMINISTRATION.filter((page) => !('needs' in page) || me?.actions.includes(page.needs)).map(
          ({ key, icon, to }) => (
            <NavItem key={key} {...to} icon={icon} label={t(`shell.${key}`)} collapsing={collapsing} />
          ),
        )}
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
      {(!detail || isWhole(detail)) &&
        IN_SPACE.map(({ key, icon, to }) => (
          <NavItem
            key={key}
            {...to(space)}
            icon={icon}
            label={t(`shell.${key}`)}
            count={key === 'members' ? detail?.memberCount || undefined : undefined}
            collapsing={collapsing}
          />
        ))}
    </Group>
  )
}

function Group({ title, collapsing, children }: { title?: string; collapsing: boolean; children: React.ReactNode }) {
  return (
    <div role="group" aria-label={title} className="grid grid-cols-1 gap-px">
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
