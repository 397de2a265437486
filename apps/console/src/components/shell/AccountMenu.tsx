import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { LogOut, Settings, UserRound } from 'lucide-react'
import { meQuery } from '../../api/session.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { Avatar } from '../../ui/Avatar.tsx'
import { Menu, MenuItem, MenuSeparator } from '../../ui/Menu.tsx'
import { useSignOut } from '../useSignOut.ts'

export function AccountMenu() {
  const { t } = useTranslation()
  const me = useQuery(meQuery).data
  const signOut = useSignOut()
  if (!me) return null
  return (
    <Menu
      trigger={
        <button
          type="button"
          aria-label={`${t('shell.account')}: ${me.name}`}
          className="ml-1.5 rounded-full narrow:p-1.5"
        >
          <Avatar name={me.name} me />
        </button>
      }
    >
      <div className="px-2 pt-1 pb-1.5">
        <div className="cut max-w-56 font-name">{me.name}</div>
        <div className="cut max-w-56 text-sm text-fg-3">{me.email}</div>
      </div>
      <MenuSeparator />
      <MenuItem icon={<UserRound size={15} />} render={<Link {...paths.profile()} />}>
        {t('shell.profile')}
      </MenuItem>
      <MenuItem icon={<Settings size={15} />} render={<Link {...paths.settings()} />}>
        {t('shell.settings')}
      </MenuItem>
      <MenuItem icon={<LogOut size={15} />} onSelect={signOut}>
        {t('shell.signOut')}
      </MenuItem>
    </Menu>
  )
}
