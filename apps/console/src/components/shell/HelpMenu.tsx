import { Link } from '@tanstack/react-router'
import { BookOpen, CircleQuestionMark, FileJson, Keyboard, Library } from 'lucide-react'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuItem } from '../../ui/Menu.tsx'

export function HelpMenu() {
  const { t } = useTranslation()
  return (
    <Menu
      trigger={<IconButton label={t('shell.help')} icon={<CircleQuestionMark size={16} />} className="narrow:hidden" />}
    >
      <MenuItem icon={<Library size={15} />} render={<Link {...paths.help('functions')} />}>
        {t('shell.documentation')}
      </MenuItem>
      <MenuItem icon={<Keyboard size={15} />} render={<Link {...paths.help()} />}>
        {t('shell.shortcuts')}
      </MenuItem>
      <MenuItem icon={<BookOpen size={15} />} render={<ServerLink href="/api/docs" />}>
        {t('shell.apiReference')}
      </MenuItem>
      <MenuItem icon={<FileJson size={15} />} render={<ServerLink href="/api/openapi.json" />}>
        OpenAPI 3.1
      </MenuItem>
    </Menu>
  )
}

/** A page that the server renders, outside of the router. */
function ServerLink({ children, ...rest }: React.ComponentProps<'a'>) {
  return (
    <a {...rest} target="_blank" rel="noreferrer">
      {children}
    </a>
  )
}
