import { useQuery } from '@tanstack/react-query'
import { useLocation, useNavigate } from '@tanstack/react-router'
import { ArrowRightLeft, Play, Plus, Tag } from 'lucide-react'
import { functionQuery } from '../../api/functions.ts'
import { spaceQuery } from '../../api/spaces.ts'
import { useTranslation } from '../../i18n/index.ts'
import { paths } from '../../navigation/paths.ts'
import { useDenied } from '../useDenied.ts'
import { entry } from './entry.tsx'
import type { PaletteEntry } from './PaletteGroup.tsx'

/** What the person may do on the pages of a function: each leads to the page with its dialog or form open. */
export function useFunctionActions(space = '', fn = ''): PaletteEntry[] {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const on = space !== '' && fn !== ''
  const details = useQuery({ ...functionQuery(space, fn), enabled: on }).data
  const place = useQuery({ ...spaceQuery(space), enabled: on }).data
  const denied = useDenied(place)
  // Code and tests have runs of their own.
  const runs = /\/(code|tests)(\/|$)/.test(useLocation().pathname.slice(`/s/${space}/f/${fn}`.length))
  if (!place || !details) return []
  const { aliases, latestVersion } = details
  return [
    ...(denied('functions:invoke') || runs
      ? []
      : [
          entry(t('fn.invoke.title'), Play, () =>
            navigate({ to: '.', search: (now) => ({ ...now, invoke: true }), replace: true }),
          ),
        ]),
    ...(denied('versions:publish')
      ? []
      : [entry(t('fn.versions.publish'), Tag, () => navigate(paths.versions(space, fn, { form: 'publish' })))]),
    ...(denied('aliases:write') || latestVersion === null
      ? []
      : [
          ...aliases.map(({ name }) =>
            entry(t('fn.aliases.moveTitle', { alias: name }), ArrowRightLeft, () =>
              navigate(paths.versions(space, fn, { form: `move.${name}` })),
            ),
          ),
          entry(t('fn.aliases.new'), Plus, () => navigate(paths.versions(space, fn, { form: 'new' }))),
        ]),
    ...(denied('triggers:write')
      ? []
      : [entry(t('fn.triggers.new'), Plus, () => navigate(paths.triggers(space, fn, { form: 'new.http' })))]),
  ]
}
