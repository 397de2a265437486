import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import { clsx } from 'clsx'
import { ChevronsUpDown, Globe, Layers, Lock, Plus } from 'lucide-react'
import { meQuery } from '../../api/session.ts'
import { spacesQuery } from '../../api/spaces.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import { SpaceTile } from '../../ui/SpaceTile.tsx'
import { useWholeList } from '../useWholeList.ts'

export function SpaceSwitcher({ collapsing }: { collapsing: boolean }) {
  const { t } = useTranslation()
  const { space: name } = useParams({ strict: false })
  const spaces = useWholeList(spacesQuery).data ?? []
  const creates = useQuery(meQuery).data?.actions.includes('spaces:write')
  const space = spaces.find((candidate) => candidate.name === name)
  const functions = spaces.reduce((sum, candidate) => sum + candidate.functionCount, 0)
  const text = collapsing ? 'compact:sr-only' : ''
  const stack = <Layers size={12} />
  const Visibility = space?.visibility === 'public' ? Globe : Lock

  return (
    <Menu
      align="start"
      matchWidth
      trigger={
        <button
          type="button"
          className={clsx(
            'flex h-10 w-full shrink-0 items-center gap-[9px] rounded-field border border-line-strong bg-canvas px-2 text-left hover:border-line-control',
            collapsing && 'compact:justify-center compact:px-0',
          )}
        >
          <span className="sr-only">{t('shell.switchSpace')}</span>
          <SpaceTile name={name} icon={stack} />
          <span className={clsx('min-w-0 flex-1', text)}>
            <span className="cut block leading-[15px] font-name">{name ?? t('shell.allSpaces')}</span>
            <span className="cut flex items-center gap-1 text-[11px] leading-[13px] text-fg-3">
              {space && (
                <>
                  <Visibility size={10} />
                  {t(`shell.${space.visibility}`)}
                </>
              )}
              {!name &&
                [t('shell.spaceCount', { count: spaces.length }), t('shell.functionCount', { count: functions })].join(
                  t('shell.comma'),
                )}
            </span>
          </span>
          <ChevronsUpDown size={14} className={clsx('text-fg-3', text)} />
        </button>
      }
    >
      <MenuItem icon={<SpaceTile icon={stack} />} render={<Link {...paths.overview()} />}>
        {t('shell.allSpaces')}
      </MenuItem>
      {spaces.length > 0 && <MenuSeparator />}
      {spaces.map((candidate) => (
        <MenuItem
          key={candidate.id}
          icon={<SpaceTile name={candidate.name} />}
          render={<Link {...paths.space(candidate.name)} />}
        >
          <span className="flex min-w-0 items-baseline gap-2">
            <span className="cut font-name">{candidate.name}</span>
            <span className="ml-auto shrink-0 text-micro text-fg-3">{t(`shell.${candidate.visibility}`)}</span>
          </span>
        </MenuItem>
      ))}
      {creates && (
        <>
          <MenuSeparator />
          <MenuItem icon={<Plus size={15} className="mx-0.5" />} render={<Link {...paths.newSpace()} />}>
            {t('shell.newSpace')}
          </MenuItem>
        </>
      )}
    </Menu>
  )
}
