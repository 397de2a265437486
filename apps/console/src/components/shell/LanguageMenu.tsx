import { Languages } from 'lucide-react'
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, useLanguage, useTranslation } from '../../i18n/index.ts'
import { keepPreference } from '../preferences.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuChoice } from '../../ui/Menu.tsx'

export function LanguageMenu() {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <Menu trigger={<IconButton label={t('shell.language')} icon={<Languages size={16} />} className="narrow:hidden" />}>
      <MenuChoice
        value={language}
        onChange={(chosen) => {
          void chooseLanguage(chosen)
          keepPreference({ language: chosen })
        }}
        options={LANGUAGES.map((value) => ({
          value,
          label: <span lang={value}>{LANGUAGE_NAMES[value]}</span>,
        }))}
      />
    </Menu>
  )
}
