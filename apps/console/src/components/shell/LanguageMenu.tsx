import { Languages } from 'lucide-react'
import { useTranslation } from 'react-i18next'
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, type Language } from '../../i18n/index.ts'
import { IconButton } from '../../ui/IconButton.tsx'
import { Menu, MenuChoice } from '../../ui/Menu.tsx'

export function LanguageMenu() {
  const { t, i18n } = useTranslation()
  return (
    <Menu
      trigger={
        <IconButton
          label={t('shell.language')}
          icon={<Languages size={16} strokeWidth={1.75} aria-hidden="true" />}
          className="narrow:hidden"
        />
      }
    >
      <MenuChoice
        value={i18n.language as Language}
        onChange={chooseLanguage}
        options={LANGUAGES.map((language) => ({
          value: language,
          label: <span lang={language}>{LANGUAGE_NAMES[language]}</span>,
        }))}
      />
    </Menu>
  )
}
