import { MenuIcon, Search } from 'lucide-react'
import { useTranslation } from '../../i18n/index.ts'
import { Breadcrumb } from '../../ui/Breadcrumb.tsx'
import { IconButton } from '../../ui/IconButton.tsx'
import { AccountMenu } from './AccountMenu.tsx'
import { HelpMenu } from './HelpMenu.tsx'
import { LanguageMenu } from './LanguageMenu.tsx'
import { ThemeMenu } from './ThemeMenu.tsx'
import { useCrumbs } from './useCrumbs.tsx'

export function TopBar({ onMenu, onFind }: { onMenu: () => void; onFind: () => void }) {
  const { t } = useTranslation()
  return (
    <header className="flex h-11 shrink-0 items-center gap-3 border-b border-line pr-4 pl-gutter narrow:h-12 narrow:gap-1 narrow:pr-2 narrow:pl-1">
      <IconButton label={t('shell.menu')} icon={<MenuIcon size={18} />} onClick={onMenu} className="wide:hidden" />
      <Breadcrumb crumbs={useCrumbs()} />
      <div className="ml-auto flex shrink-0 items-center gap-1">
        <IconButton label={t('shell.search')} icon={<Search size={17} />} onClick={onFind} className="wide:hidden" />
        <HelpMenu />
        <LanguageMenu />
        <ThemeMenu />
        <AccountMenu />
      </div>
    </header>
  )
}
