import type { VisibleSpace } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import { Languages, LogOut, PanelTop, Plus, SunMoon } from 'lucide-react'
import { useQuery } from '@tanstack/react-query'
import { meQuery } from '../../api/session.ts'
import { isWhole } from '../../api/spaces.ts'
import { chooseLanguage, LANGUAGE_NAMES, useLanguage, useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { chooseTheme, useTheme } from '../../ui/theme.ts'
import { SpaceTile } from '../../ui/SpaceTile.tsx'
import { useSignOut } from '../useSignOut.ts'
import { ADMINISTRATION, EVERYWHERE, IN_SPACE, OF_FUNCTION } from './pages.ts'
import type { PaletteEntry } from './PaletteGroup.tsx'
import { entry } from './entry.tsx'
import { useFunctionActions } from './useFunctionActions.ts'

/** The palette's entries besides functions. */
export function usePaletteActions(spaces: readonly VisibleSpace[], space: string | undefined, fn: string | undefined) {
  const { t } = useTranslation()
  const language = useLanguage()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const { shown } = useTheme()
  const otherTheme = shown === 'dark' ? 'light' : 'dark'
  const otherLanguage = language === 'en' ? 'zh-CN' : 'en'

  const me = useQuery(meQuery).data
  const place = spaces.find(({ name }) => name === space)
  const whole = place !== undefined && isWhole(place)

  const acts = useFunctionActions(space, fn)
  const here: PaletteEntry[] =
    space && fn && whole
      ? [
          ...acts,
          ...OF_FUNCTION.map(({ key, to }) => ({
            ...entry(t(`shell.${key}`), PanelTop, () => navigate(to(space, fn))),
            id: `here ${key}`,
          })),
        ]
      : []
  const pages: PaletteEntry[] = [
    ...(space && whole
      ? IN_SPACE.map(({ key, icon, to }) => ({
          ...entry(`${space} · ${t(`shell.${key}`)}`, icon, () => navigate(to(space))),
          names: [t(`shell.${key}`), `${space} ${t(`shell.${key}`)}`],
        }))
      : []),
    ...[...EVERYWHERE, ...ADMINISTRATION]
      .filter((page) => !('needs' in page) || me?.actions.includes(page.needs))
      .map(({ key, icon, to }) => entry(t(`shell.${key}`), icon, () => navigate(to))),
  ]
  const actions: PaletteEntry[] = [
    ...(space ? [entry(t('shell.newFunctionIn', { space }), Plus, () => navigate(paths.newFunction(space)))] : []),
    ...(me?.actions.includes('spaces:write')
      ? [entry(t('shell.newSpace'), Plus, () => navigate(paths.newSpace()))]
      : []),
    entry(`${t('shell.theme')}: ${t(`shell.${otherTheme}`)}`, SunMoon, () => chooseTheme(otherTheme)),
    entry(`${t('shell.language')}: ${LANGUAGE_NAMES[otherLanguage]}`, Languages, () => chooseLanguage(otherLanguage)),
    entry(t('shell.signOut'), LogOut, signOut),
  ]
  const spaceEntries: PaletteEntry[] = spaces.map((candidate) => ({
    id: `space ${candidate.name}`,
    names: [candidate.name],
    label: <span className="font-name">{candidate.name}</span>,
    note: t('shell.functionCount', { count: candidate.functionCount }),
    icon: <SpaceTile name={candidate.name} />,
    run: () => void navigate(paths.space(candidate.name)),
  }))
  return { here, pages, actions, spaceEntries }
}
