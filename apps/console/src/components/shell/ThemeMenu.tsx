import { Monitor, Moon, Sun, SunMoon } from 'lucide-react'
import { keepPreference } from '../preferences.ts'
import { useTranslation } from '../../i18n/index.ts'
import { chooseTheme, THEMES, useTheme } from '../../ui/theme.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuChoice } from '../../ui/Menu.tsx'

const icons = { light: Sun, dark: Moon, system: Monitor }

export function ThemeMenu() {
  const { t } = useTranslation()
  const { theme } = useTheme()
  return (
    <Menu trigger={<IconButton label={t('shell.theme')} icon={<SunMoon size={16} />} className="narrow:hidden" />}>
      <MenuChoice
        value={theme}
        onChange={(chosen) => {
          chooseTheme(chosen)
          keepPreference({ theme: chosen })
        }}
        options={THEMES.map((option) => {
          const Icon = icons[option]
          return {
            value: option,
            label: t(`shell.${option}`),
            icon: <Icon size={15} />,
          }
        })}
      />
    </Menu>
  )
}
