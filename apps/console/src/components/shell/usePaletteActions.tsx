import type { VisibleSpace } from '@alcove/contract'
import { useNavigate } from '@tanstack/react-router'
import {
  Cpu,
  KeyRound,
  Languages,
  Layers,
  LayoutDashboard,
  LogOut,
  type LucideIcon,
  Package,
  Plus,
  ScrollText,
  Settings,
  SunMoon,
  Users,
  Waypoints,
} from 'lucide-react'
import { isWhole } from '../../api/spaces.ts'
import { chooseLanguage, LANGUAGE_NAMES, useLanguage, useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { chooseTheme, useTheme } from '../../ui/theme.ts'
import { SpaceTile } from '../../ui/SpaceTile.tsx'
import { useSignOut } from '../useSignOut.ts'
import type { PaletteEntry } from './PaletteGroup.tsx'

/** The palette's entries besides functions. */
export function usePaletteActions(spaces: readonly VisibleSpace[], space: string | undefined) {
  const { t } = useTranslation()
  const language = useLanguage()
  const navigate = useNavigate()
  const signOut = useSignOut()
  const { shown } = useTheme()
  const otherTheme = shown === 'dark' ? 'light' : 'dark'
  const otherLanguage = language === 'en' ? 'zh-CN' : 'en'

  const here = spaces.find(({ name }) => name === space)
  const whole = here !== undefined && isWhole(here)

  const pages: PaletteEntry[] = [
    entry(t('shell.overview'), LayoutDashboard, () => navigate(paths.overview())),
    entry(t('shell.spaces'), Layers, () => navigate(paths.spaces())),
    ...(space && whole
      ? [
          entry(`${space} · ${t('shell.gateway')}`, Waypoints, () => navigate(paths.gateway(space))),
          entry(`${space} · ${t('shell.layers')}`, Package, () => navigate(paths.layers(space))),
          entry(`${space} · ${t('shell.members')}`, Users, () => navigate(paths.members(space))),
          entry(`${space} · ${t('shell.settings')}`, Settings, () => navigate(paths.spaceSettings(space))),
        ]
      : []),
    entry(t('shell.keys'), KeyRound, () => navigate(paths.keys())),
    entry(t('shell.audit'), ScrollText, () => navigate(paths.audit())),
    entry(t('shell.engine'), Cpu, () => navigate(paths.engine())),
    entry(t('shell.settings'), Settings, () => navigate(paths.settings())),
  ]
  const actions: PaletteEntry[] = [
    ...(space ? [entry(t('shell.newFunctionIn', { space }), Plus, () => navigate(paths.newFunction(space)))] : []),
    entry(t('shell.newSpace'), Plus, () => navigate(paths.newSpace())),
    entry(`${t('shell.theme')}: ${t(`shell.${otherTheme}`)}`, SunMoon, () => chooseTheme(otherTheme)),
    entry(`${t('shell.language')}: ${LANGUAGE_NAMES[otherLanguage]}`, Languages, () => chooseLanguage(otherLanguage)),
    entry(t('shell.signOut'), LogOut, signOut),
  ]
  const spaceEntries: PaletteEntry[] = spaces.map((candidate) => ({
    id: candidate.name,
    label: <span className="font-name">{candidate.name}</span>,
    note: t('shell.functionCount', { count: candidate.functionCount }),
    icon: <SpaceTile name={candidate.name} />,
    run: () => void navigate(paths.space(candidate.name)),
  }))
  return { pages, actions, spaceEntries }
}

function entry(label: string, Icon: LucideIcon, run: () => unknown): PaletteEntry {
  return { id: label, label, icon: <Icon size={15} />, run: () => void run() }
}
