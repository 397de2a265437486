import { Link } from '@tanstack/react-router'
import { ChevronDown, Plus } from 'lucide-react'
import { spacesQuery } from '../../api/spaces.ts'
import { LinkButton } from '../../components/LinkButton.tsx'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { Button } from '../../ui/Button.tsx'
import { Menu, MenuItem, MenuLabel } from '../../ui/Menu.tsx'
import { SpaceTile } from '../../ui/SpaceTile.tsx'
import { useWholeList } from '../../components/useWholeList.ts'

const plus = <Plus size={15} />

/** Functions belong to a space: the only space is chosen automatically. */
export function NewFunction() {
  const { t } = useTranslation()
  const spaces = useWholeList(spacesQuery).data ?? []
  const writable = spaces.filter((space) => space.access.actions.includes('functions:write'))
  const [only] = writable
  if (!only) {
    return (
      <Button
        variant="primary"
        icon={plus}
        disabledReason={t(spaces.length === 0 ? 'overview.needsSpace' : 'overview.needsRole')}
      >
        {t('shell.newFunction')}
      </Button>
    )
  }
  if (writable.length === 1) {
    return (
      <LinkButton variant="primary" icon={plus} {...paths.newFunction(only.name)}>
        {t('shell.newFunction')}
      </LinkButton>
    )
  }
  return (
    <Menu
      trigger={
        <Button variant="primary" icon={plus}>
          {t('shell.newFunction')}
          <ChevronDown size={13} />
        </Button>
      }
    >
      <MenuLabel>{t('overview.inSpace')}</MenuLabel>
      {writable.map((space) => (
        <MenuItem
          key={space.id}
          icon={<SpaceTile name={space.name} />}
          render={<Link {...paths.newFunction(space.name)} />}
        >
          {space.name}
        </MenuItem>
      ))}
    </Menu>
  )
}
